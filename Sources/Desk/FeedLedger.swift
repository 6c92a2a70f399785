import Attendance

/// What rooms are told, as it is kept at a hub.
package protocol FeedReading {
    /// What is new in a room's feed after a revision; nil where the room has none yet.
    func feed(of room: ClassroomID, after revision: Int64, _ limit: FeedLimit) throws -> FeedPart?
    /// Hands over a snapshot of a room's feed, line by line without their ends: its head, then
    /// all that the room must hold, nothing before what it names. Nothing where it has no feed.
    func forEachSnapshotLine(of room: ClassroomID, _ body: ([UInt8]) throws -> Void) throws
    /// The newest revision of every feed.
    func feedHeads() throws -> [ClassroomID: Int64]
    /// What was touched after a mark, as far as these rooms are to be told of it.
    func feedChanges(after mark: FeedMark, in rooms: Set<ClassroomID>) throws -> FeedChanges
    func feedMark() throws -> FeedMark
}

/// What is kept of it.
package protocol FeedWriting: FeedReading {
    /// Works out what a room must hold, all of it or one lesson, and gives what differs from what
    /// was told the next revisions. The room's feed begins where there is none. True where
    /// anything differed.
    func workOut(_ part: RoomPart, of room: ClassroomID, _ span: FeedSpan, at moment: Moment) throws
        -> Bool
}

/// What is worked out at a time.
package enum RoomPart: Equatable, Sendable {
    /// People, courses and who is enrolled.
    case roster
    case lesson(OccurrenceID)
    /// Both, of every lesson.
    case whole
}

/// What a room's feed is worked out for.
package struct FeedSpan: Equatable, Sendable {
    /// Lessons of these days; a lesson with an open session whenever it is.
    package var first: SchoolDate
    package var last: SchoolDate
    /// Where a course does not say.
    package var graceMinutes: Int

    package init(first: SchoolDate, last: SchoolDate, graceMinutes: Int) {
        self.first = first
        self.last = last
        self.graceMinutes = graceMinutes
    }
}

/// How much of a feed is read at a time.
package struct FeedLimit: Equatable, Sendable {
    package var items: Int
    package var bytes: Int

    package init(items: Int, bytes: Int) {
        self.items = items
        self.bytes = bytes
    }
}

/// An item of a feed as it is kept: its body is JSON; nil where it is gone.
package struct KeptFeedItem: Equatable, Sendable {
    package var revision: Int64
    package var kind: String
    package var key: String
    package var body: String?

    package init(revision: Int64, kind: String, key: String, body: String?) {
        self.revision = revision
        self.kind = kind
        self.key = key
        self.body = body
    }
}

package struct FeedPart: Equatable, Sendable {
    /// By rising revisions, as many as the limit lets.
    package var items: [KeptFeedItem]
    package var next: Int64
    package var head: Int64
    /// What was gone at or before this revision is forgotten.
    package var keptAfter: Int64
    /// The hub's, that revisions are of.
    package var epoch: UniqueID

    package init(
        items: [KeptFeedItem], next: Int64, head: Int64, keptAfter: Int64, epoch: UniqueID
    ) {
        self.items = items
        self.next = next
        self.head = head
        self.keptAfter = keptAfter
        self.epoch = epoch
    }
}

/// Up to where changes were looked through.
package struct FeedMark: Equatable, Sendable {
    /// Of the audit, and of evidence.
    package var change: Int64
    package var evidence: Int64

    package init(change: Int64, evidence: Int64) {
        self.change = change
        self.evidence = evidence
    }
}

/// Which parts of which rooms may differ from what was told.
package struct FeedChanges: Equatable, Sendable {
    package var mark: FeedMark
    /// Of the rooms that were asked about.
    package var lessons: [OccurrenceID: ClassroomID] = [:]
    package var rosters: Set<ClassroomID> = []
    package var rooms: Set<ClassroomID> = []

    package init(mark: FeedMark, rooms: Set<ClassroomID> = []) {
        self.mark = mark
        self.rooms = rooms
    }

    package var isEmpty: Bool { lessons.isEmpty && rosters.isEmpty && rooms.isEmpty }
}
