import Attendance
import Desk
import Foundation
import Wire

/// What came of things that the hub said.
package struct TakenFeed: Equatable, Sendable {
    /// An item that was left out, and why: the hub sends it again when it changes, or with a
    /// snapshot.
    package struct Refused: Equatable, Sendable {
        package var kind: FeedItem.Kind
        package var key: String
        package var fault: SyncFault
    }

    /// Items that name what is still to come: they are taken with the page after.
    package var waiting: [FeedItem] = []
    package var refused: [Refused] = []
}

extension Desk {
    /// Takes a page of the room's feed over in one transaction, with what the page before left
    /// waiting, and settles again whatever it touched. One item that cannot be taken stops none of
    /// the others: a page that was refused whole would come again for ever.
    package func take(
        _ page: FeedPage, waiting: [FeedItem] = []
    ) async throws -> TakenFeed {
        try await ledger.write { [self] ledger in
            var taking = try FeedTaking(self, ledger)
            return try taking.take(page, waiting)
        }
    }

    /// Takes a whole snapshot in the place of what the hub said before. `items` are all of those
    /// that its head names.
    package func swap(_ head: SnapshotHead, _ items: [FeedItem]) async throws -> TakenFeed {
        try await ledger.write { [self] ledger in
            var taking = try FeedTaking(self, ledger)
            return try taking.swap(head, items)
        }
    }
}

/// One page or snapshot on its way into a door's database.
struct FeedTaking {
    /// Why an item is left out.
    enum Fault: Error {
        case unreadable(SyncFault)
        /// It names what is not here, by the member that does.
        case unknown(String)
    }

    /// More would be the hub's mistake.
    static let mostWaiting = 10_000
    static let actor = Actor(origin: "hub")

    let desk: Desk
    let transaction: SQLTransaction
    let moment: Moment
    let link: HubLink
    /// The room's lessons, as far as the hub said.
    var lessons: Set<OccurrenceID> = []
    /// Lessons of which everything is settled again, and students of others.
    var touchedLessons: Set<OccurrenceID> = []
    var touched: [OccurrenceID: Set<UserID>] = [:]
    var taken = TakenFeed()
    var own: OwnDeeds?

    init(_ desk: Desk, _ ledger: any LedgerWriting) throws {
        guard let transaction = ledger as? SQLTransaction, let link = try transaction.hubLink()
        else {
            throw LedgerFault(.failed, "This database is no door's: join a hub first.")
        }
        self.desk = desk
        self.transaction = transaction
        self.link = link
        moment = desk.now()
        for key in try transaction.held(.lesson) {
            let id = try UniqueID(key).flatMap { try transaction.id(of: .occurrence, $0) }
            if let id { lessons.insert(OccurrenceID(id)) }
        }
    }

    mutating func take(_ page: FeedPage, _ waiting: [FeedItem]) throws -> TakenFeed {
        // What waited may have changed since.
        let newest = Dictionary(
            (waiting + page.items).map { ([$0.kind.rawValue, $0.key], $0) }
        ) { $0.revision < $1.revision ? $1 : $0 }
        try take(Array(newest.values), isLast: page.next >= page.head)
        try settle()
        let unfinished = taken.waiting.map(\.revision).min()
        try transaction.run(
            "UPDATE hub_link SET roster = ?1 WHERE coalesce(roster, 0) < ?1",
            [min(page.next, unfinished.map { $0 - 1 } ?? page.next)])
        return taken
    }

    mutating func swap(_ head: SnapshotHead, _ items: [FeedItem]) throws -> TakenFeed {
        let isFirst = link.hubEpoch == nil
        if isFirst { try transaction.nameEverything() }
        let named = Set(items.map { [$0.kind.rawValue, $0.key] })
        let gone = try FeedItem.Kind.allCases.flatMap { kind in
            try transaction.held(kind).filter { !named.contains([kind.rawValue, $0]) }.map {
                FeedItem(revision: head.revision, kind: kind, key: $0, body: nil)
            }
        }
        if !isFirst { try giveUp(gone, keeping: items) }
        try take(gone + items, isLast: true)
        try settle()
        try transaction.run(
            "UPDATE hub_link SET hub_epoch = ?, roster = ?", [head.epoch.bytes, head.revision])
        return taken
    }

    private mutating func take(_ items: [FeedItem], isLast: Bool) throws {
        for item in items.sorted(by: Self.comesBefore) {
            do {
                if let body = item.body {
                    try take(body, of: item)
                    try transaction.hold(item.kind, item.key)
                } else {
                    try letGo(item)
                    try transaction.letGo(item.kind, item.key)
                }
            } catch let fault as SyncFault {
                refuse(item, fault)
            } catch Fault.unreadable(let fault) {
                refuse(item, fault)
            } catch Fault.unknown(let member) {
                if isLast || taken.waiting.count >= Self.mostWaiting {
                    refuse(item, .field(member, needs: "names what is not here"))
                } else {
                    taken.waiting.append(item)
                }
            }
        }
    }

    private mutating func refuse(_ item: FeedItem, _ fault: SyncFault) {
        taken.refused.append(.init(kind: item.kind, key: item.key, fault: fault))
    }

    /// What goes goes first, and nothing comes before what it names.
    private static func comesBefore(_ one: FeedItem, _ other: FeedItem) -> Bool {
        (one.place, one.revision, one.key) < (other.place, other.revision, other.key)
    }

    private mutating func take(_ body: JSON, of item: FeedItem) throws {
        switch item.kind {
        case .room: try take(try FedRoom(body), uid(item))
        case .user: try take(try FedUser(body), uid(item))
        case .pin: try take(try FedPIN(body), uid(item))
        case .course: try take(try FedCourse(body), uid(item))
        case .enrolment: try take(try FedEnrolment(body), item.key)
        case .excusal: try take(try FedExcusal(body), item.key)
        case .lesson: try take(try FedLesson(body), uid(item))
        case .session: try take(try FedSession(body), uid(item))
        case .evidence: try take(try FedEvidence(body), uid(item))
        // Nothing of these is told yet.
        case .setting, .token, .elsewhere: break
        }
    }

    func uid(_ item: FeedItem) throws -> UniqueID {
        guard let uid = UniqueID(item.key) else {
            throw Fault.unreadable(.field("/key", needs: "must be a UUID"))
        }
        return uid
    }

    /// The row that is called so; nil where there is none. A name of another kind of thing is
    /// refused.
    func row(_ kind: NamedKind, _ uid: UniqueID) throws -> Int64? {
        let known = try transaction.first(
            "SELECT kind, id FROM known_as WHERE uid = ?", [uid.bytes]
        ) { (kind: try $0.take(String.self), id: try $0.take(Int64.self)) }
        guard let known else { return nil }
        if known.kind != kind.rawValue {
            throw Fault.unreadable(.field("/key", needs: "is what a \(known.kind) is called"))
        }
        if try transaction.isThere(kind, known.id) { return known.id }
        try transaction.forget(kind, known.id)
        return nil
    }

    func row(_ kind: NamedKind, _ uid: UniqueID, at member: String) throws -> Int64 {
        guard let id = try row(kind, uid) else { throw Fault.unknown(member) }
        return id
    }

    private func settle() throws {
        for lesson in touchedLessons.sorted() {
            try desk.resettleEveryone(on: lesson, transaction, by: Self.actor)
        }
        for (lesson, users) in touched.sorted(by: { $0.key < $1.key })
        where !touchedLessons.contains(lesson) {
            for user in users.sorted() {
                try desk.resettle(user, on: lesson, transaction, by: Self.actor)
            }
        }
    }
}

extension FeedItem {
    fileprivate var place: Int {
        let order = body == nil ? Kind.goneOrder : Kind.allCases
        return (body == nil ? 0 : Kind.allCases.count) + (order.firstIndex(of: kind) ?? 0)
    }
}

extension SQLTransaction {
    /// The keys of what is held because the hub said so.
    func held(_ kind: FeedItem.Kind) throws -> [String] {
        try all("SELECT key FROM feed_held WHERE kind = ? ORDER BY key", [kind.rawValue]) {
            try $0.take()
        }
    }

    func isHeld(_ kind: FeedItem.Kind, _ key: String) throws -> Bool {
        try first("SELECT 1 FROM feed_held WHERE kind = ? AND key = ?", [kind.rawValue, key]) {
            try $0.take(Int.self)
        } != nil
    }

    fileprivate func hold(_ kind: FeedItem.Kind, _ key: String) throws {
        try run(
            "INSERT INTO feed_held (kind, key) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [kind.rawValue, key])
    }

    fileprivate func letGo(_ kind: FeedItem.Kind, _ key: String) throws {
        try run("DELETE FROM feed_held WHERE kind = ? AND key = ?", [kind.rawValue, key])
    }

    /// What files brought before the door joined is called after them: then the hub's are the same
    /// rows.
    fileprivate func nameEverything() throws {
        for kind in [NamedKind.user, .course, .occurrence, .classroom] {
            let nameless = try all(
                """
                SELECT id FROM \(kind.rawValue)
                WHERE id NOT IN (SELECT id FROM known_as WHERE kind = ?) ORDER BY id
                """, [kind.rawValue]
            ) { try $0.take(Int64.self) }
            for id in nameless { _ = try uid(of: kind, id) }
        }
    }
}
