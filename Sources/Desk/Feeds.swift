import Attendance

extension Desk {
    /// A room holds the lessons of yesterday, today and as many days more.
    package static let feedDaysBefore = 1
    package static let feedDaysAhead = 7

    package func feedSpan(at moment: Moment) -> FeedSpan {
        let today = zone.date(of: moment)
        return FeedSpan(
            first: today.adding(days: -Self.feedDaysBefore),
            last: today.adding(days: Self.feedDaysAhead), graceMinutes: graceMinutes)
    }

    /// Works out what a room must hold, and what of it is new.
    @discardableResult
    package func workOut(
        _ part: RoomPart = .whole, of room: ClassroomID, in ledger: any LedgerWriting
    ) throws -> Bool {
        let moment = now()
        return try ledger.workOut(part, of: room, feedSpan(at: moment), at: moment)
    }
}

/// Keeps rooms' feeds as the school changes. Nothing that is forgotten stays so: every feed is
/// worked out whole at the start, each hour, and when a day begins.
package struct FeedKeeper: Sendable {
    static let secondsBetweenWholes: Int64 = 3_600
    /// Lessons that are worked out in one transaction.
    static let mostAtOnce = 50

    private let desk: Desk
    private var mark: FeedMark?
    private var wholeAt: Moment?

    package init(_ desk: Desk) {
        self.desk = desk
    }

    /// Works out whatever may have changed since the last time. False where no room has a feed,
    /// and so nothing can have.
    @discardableResult
    package mutating func keep() async throws -> Bool {
        let known = mark
        let now = desk.now()
        let isWhole = isWholeDue(at: now)
        let (found, rooms) = try await desk.ledger.read { ledger in
            let rooms = Set(try ledger.feedHeads().keys)
            if let known, !isWhole {
                return (try ledger.feedChanges(after: known, in: rooms), rooms)
            }
            return (FeedChanges(mark: try ledger.feedMark(), rooms: rooms), rooms)
        }
        for room in found.rooms.sorted() { try await workOut(.whole, room) }
        for room in found.rosters.subtracting(found.rooms).sorted() {
            try await workOut(.roster, room)
        }
        let lessons = found.lessons.filter { !found.rooms.contains($0.value) }
        try await workOut(lessons.sorted { $0.key < $1.key })
        // Only now: what could not be worked out is looked at again.
        mark = found.mark
        if isWhole { wholeAt = now }
        return !rooms.isEmpty
    }

    private func isWholeDue(at now: Moment) -> Bool {
        guard mark != nil, let last = wholeAt else { return true }
        return desk.zone.date(of: last) != desk.zone.date(of: now)
            || last.adding(seconds: Self.secondsBetweenWholes) <= now
    }

    private func workOut(_ part: RoomPart, _ room: ClassroomID) async throws {
        try await desk.ledger.write { [desk] in _ = try desk.workOut(part, of: room, in: $0) }
    }

    private func workOut(_ lessons: [(key: OccurrenceID, value: ClassroomID)]) async throws {
        var rest = lessons[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(Self.mostAtOnce))
            rest = rest.dropFirst(Self.mostAtOnce)
            try await desk.ledger.write { [desk] ledger in
                for (lesson, room) in some {
                    _ = try desk.workOut(.lesson(lesson), of: room, in: ledger)
                }
            }
        }
    }
}
