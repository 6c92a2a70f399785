import Attendance
import Desk
import HubSync
import LedgerSQL
import LedgerSQLite
import TestKit
import Wire

/// A hub with rooms that hear of it, and a clock that both sides have.
struct FeedHub {
    let school: TestSchool
    var room: ClassroomID
    var uid: UniqueID

    init(room: String = "C317") async throws {
        school = try await TestSchool()
        let id = try await school.classroom(room).id
        self.room = id
        uid = try await transaction(school.ledger) { try $0.uid(of: .classroom, id.number) }
    }

    /// Works everything out.
    @discardableResult
    func workOut(_ part: RoomPart = .whole) async throws -> Bool {
        try await school.ledger.write { [school, room] in
            try school.desk.workOut(part, of: room, in: $0)
        }
    }

    func part(after revision: Int64, limit: Int = FeedPage.mostItems) async throws -> FeedPart {
        try await school.ledger.read { [room] ledger in
            try ledger.feed(of: room, after: revision, FeedLimit(items: limit, bytes: 4_000_000))!
        }
    }

    /// What is asked for comes as it would over the wire.
    func page(after revision: Int64, limit: Int = FeedPage.mostItems) async throws -> FeedPage {
        let part = try await part(after: revision, limit: limit)
        return try FeedPage(parsing: (["data": part.data] as JSON).bytes)
    }

    func snapshot() async throws -> (head: SnapshotHead, items: [FeedItem]) {
        let lines = try await school.ledger.read { [room] ledger in
            var lines: [[UInt8]] = []
            try ledger.forEachSnapshotLine(of: room) { lines.append($0) }
            return lines
        }
        var load = SnapshotLoad(try SnapshotHead(parsing: lines[0]))
        let items = try lines.dropFirst().compactMap { try load.take($0) }
        guard load.isWhole else { throw RunFailure(description: "the snapshot is not whole") }
        return (load.head, items)
    }

    func move(_ lesson: OccurrenceID, to room: String) async throws {
        var change = OccurrenceChange()
        change.classroom = try await school.classroom(room).id
        try await school.ledger.write { [change, moment = school.clock.now] ledger in
            try ledger.update(lesson, to: change, at: moment, by: TestSchool.office)
        }
    }

    func head() async throws -> Int64 { try await part(after: 0, limit: 1).head }
}

func transaction<Value: Sendable>(
    _ ledger: any Ledger, _ body: @escaping @Sendable (SQLTransaction) throws -> Value
) async throws -> Value {
    try await ledger.write { try body($0 as! SQLTransaction) }
}

/// A door that has joined, with a file of its own.
final class RoomDoor: @unchecked Sendable {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger
    let desk: Desk
    let hub: FeedHub
    // Only touched by the one test that has it.
    private(set) var waiting: [FeedItem] = []
    private(set) var refused: [TakenFeed.Refused] = []
    private(set) var taken = 0

    init(_ hub: FeedHub, device: UInt64 = 4, joining school: TemporaryDirectory? = nil)
        async throws
    {
        self.hub = hub
        let directory = try school ?? TemporaryDirectory()
        self.directory = directory
        ledger = try SQLiteLedger(directory: directory.url, creating: true, zone: TestSchool.zone)
        desk = Desk(
            ledger: ledger, zone: TestSchool.zone, graceMinutes: 10,
            now: { [clock = hub.school.clock] in clock.now })
        let moment = desk.now()
        try await transaction(ledger) { transaction in
            try transaction.join(
                HubLink(
                    address: "https://hub.example", device: UniqueID(high: 3, low: device),
                    token: "t", epoch: UniqueID(high: 5, low: device)), at: moment)
        }
    }

    func revision() async throws -> Int64 {
        try await transaction(ledger) { try $0.hubLink()!.roster }
    }

    func swap() async throws {
        let (head, items) = try await hub.snapshot()
        let taken = try await desk.swap(head, items)
        waiting = []
        refused += taken.refused
    }

    /// Follows the feed to its end, so many items at a time.
    func follow(limit: Int = FeedPage.mostItems) async throws {
        var after = try await revision()
        while true {
            let page = try await hub.page(after: after, limit: limit)
            let taken = try await desk.take(page, waiting: waiting)
            self.taken += page.items.count
            waiting = taken.waiting
            refused += taken.refused
            after = page.next
            if page.next == page.head { return }
        }
    }

    /// One page, and then the power goes.
    func takeOnePage(limit: Int) async throws {
        let page = try await hub.page(after: try await revision(), limit: limit)
        _ = try await desk.take(page)
    }

    func lesson(_ occurrence: OccurrenceID) async throws -> OccurrenceID? {
        let uid = try await transaction(hub.school.ledger) {
            try $0.uid(of: .occurrence, occurrence.number)
        }
        return try await transaction(ledger) { try $0.id(of: .occurrence, uid) }
            .map(OccurrenceID.init)
    }

    func day() async throws -> [DailyRow] {
        try await ledger.read { try $0.daily(OccurrenceFilter()) }
    }
}
