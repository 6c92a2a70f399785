import Attendance
import Desk
import HubSync
import LedgerSQL
import TestKit
import Wire

/// A hub and doors of its, with real databases: each has the same school, as if the hub's feed had
/// brought it.
final class HubAndDoors: Sendable {
    struct Door {
        let school: TestSchool
        /// The hub's row of it.
        let place: Attempt.Door
        var upload: DoorUpload
        var made = 0
    }

    let hub: TestSchool

    init() async throws {
        hub = try await TestSchool()
        try await hub.writing { try $0.nameAll() }
    }

    /// A door of the classroom, joined.
    func door(_ number: UInt64, room: String = "C317") async throws -> Door {
        let school = try await TestSchool()
        let (moment, classroom) = (hub.clock.now, try await hub.classroom(room).id)
        let device = try await hub.ledger.write {
            try $0.device(
                named: "door \(number)", in: classroom, at: moment, by: TestSchool.office)
        }
        var link = HubLink(
            address: "https://hub.example", device: UniqueID(high: 3, low: number), token: "t",
            epoch: UniqueID(high: 1, low: number))
        link.fixes = ClockFixes()
        try await school.writing { [link] in
            try $0.nameAll()
            try $0.join(link, at: moment)
        }
        return Door(
            school: school, place: Attempt.Door(device: device, classroom: classroom),
            upload: DoorUpload(link))
    }

    func receive(_ body: [UInt8], from door: Door) async throws -> SyncAnswer {
        let batch = try ArrivedBatch(parsing: body)
        return try await hub.ledger.write { [desk = hub.desk, place = door.place] in
            try desk.receive(batch, from: place, in: $0)
        }
    }

    /// All that the door has, in one body under its epoch.
    func body(
        of door: Door, after: Int64 = 0, most: Int = 500, oldest: Int64 = 1,
        fixes: ClockFixes = ClockFixes()
    ) async throws -> [UInt8] {
        let epoch = door.upload.link.epoch
        return try await door.school.ledger.read { ledger in
            let newest = try ledger.hubLink()?.newest ?? 0
            let head = SyncRequest(
                epoch: epoch, nonce: "n", after: after, oldest: oldest, newest: newest,
                fixes: fixes)
            let lines = try ledger.journal(after: after, most: most, bytes: 1 << 20)
            return Array(([head.bytes] + lines).joined(separator: [UInt8(ascii: "\n")]))
        }
    }

    /// What stands in each record: by lesson, student and what it says.
    static func records(_ school: TestSchool) throws -> String {
        try school.query(
            """
            SELECT o.first_section, u.code, r.number, r.checkin_time, r.method, r.flags, r.remark
            FROM record r JOIN occurrence o ON o.id = r.occurrence_id
            JOIN "user" u ON u.id = r.user_id ORDER BY 1, 2
            """)
    }

    static func count(_ table: String, _ school: TestSchool) throws -> Int {
        let text = try school.query("SELECT count(*) FROM \(table)")
        return Int(text.filter(\.isNumber)) ?? -1
    }
}

extension TestSchool {
    func writing<Value: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await ledger.write { try body($0 as! SQLTransaction) }
    }
}

extension SQLTransaction {
    /// Gives everything its name, as a feed does that tells of it.
    func nameAll() throws {
        for (kind, table) in [
            (NamedKind.user, "user"), (.course, "course"), (.occurrence, "occurrence"),
            (.classroom, "classroom"),
        ] {
            for id in try all("SELECT id FROM \(table)", [], { try $0.take(Int64.self) }) {
                _ = try uid(of: kind, id)
            }
        }
    }
}
