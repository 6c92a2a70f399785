import Attendance
import Desk
import LedgerSQL
import TestKit
import Testing
import Wire

/// A door's own deeds, once the hub has them, and once it has them no more.
@Suite struct RestoredHubTests {
    private static let office = TestSchool.office

    private struct Both {
        var hub: FeedHub
        var door: RoomDoor
        var session: SessionDetail
        var here: OccurrenceID
    }

    /// A session is open at both.
    private func both() async throws -> Both {
        let hub = try await FeedHub()
        let session = try await hub.school.open()
        try await hub.workOut()
        let door = try await RoomDoor(hub)
        try await door.swap()
        let here = try #require(try await door.lesson(session.occurrence.id))
        return Both(hub: hub, door: door, session: session, here: here)
    }

    private func present(_ code: String, at both: Both) async throws {
        let room = try await both.door.ledger.read { try $0.classrooms()[0].id }
        let moment = both.hub.school.clock.now
        let attempt = Attempt(
            id: both.door.desk.newID(at: moment), scan: Scan(parsing: Array(code.utf8)),
            moment: moment,
            origin: .door(Attempt.Door(device: .own, classroom: room)))
        _ = try await both.door.desk.checkIn(attempt)
    }

    private func entries(_ code: String, at both: Both) async throws -> [EvidenceEntry] {
        try await both.door.ledger.read { ledger in
            let user = try ledger.user(code: UserCode(code)!)!.id
            return try ledger.evidence(on: both.here, about: user).evidence.entries
        }
    }

    /// The hub takes a door's entry as the journal brings it, a minute later than its clock said.
    private func receive(_ entry: EvidenceEntry, _ code: String, at both: Both) async throws {
        let (room, moment) = (both.hub.room, both.hub.school.clock.now)
        try await both.hub.school.ledger.write { [desk = both.hub.school.desk] ledger in
            let device = try ledger.device(
                named: "door", in: room, at: moment, by: Self.office)
            let user = try ledger.user(code: UserCode(code)!)!.id
            let lesson = both.session.occurrence.id
            var received = entry
            received.place.revision = try ledger.evidence(on: lesson, about: user).place.revision
            received.place.device = device
            received.moment = entry.moment.adding(seconds: 60)
            received.hasHubTime = true
            try ledger.append(received, on: lesson, about: user, by: Self.office)
            try desk.resettle(user, on: lesson, ledger, by: Self.office)
        }
        try await both.hub.workOut()
    }

    @Test func aDoorsEntryIsNumberedAndTimedByTheHub() async throws {
        let both = try await both()
        try await present("2024123456", at: both)
        let own = try #require(try await entries("2024123456", at: both).first)
        #expect(own.place.revision == nil)
        try await receive(own, "2024123456", at: both)
        try await both.door.follow()
        let numbered = try await entries("2024123456", at: both)
        #expect(numbered.map(\.id) == [own.id])
        #expect(numbered[0].place.revision == 1 && numbered[0].hasHubTime)
        #expect(numbered[0].moment == own.moment.adding(seconds: 60))
        #expect(numbered[0].place.device != .own)
        // What the attempt says it was is another thing than what the hub found out.
        #expect(try both.door.ledger.verify().faults.isEmpty)
        // The next of its own comes after what the hub has numbered.
        try await present("0024000006", at: both)
        let next = try #require(try await entries("0024000006", at: both).first)
        #expect(next.place.seen == 1 && next.place.device == .own)
    }

    @Test func whatARestoredHubHasNoMoreIsTheDoorsAloneOrNobodys() async throws {
        let both = try await both()
        try await present("2024123456", at: both)
        let own = try #require(try await entries("2024123456", at: both).first)
        try await receive(own, "2024123456", at: both)
        let other = try await both.hub.school.user("0024000006").id
        _ = try await both.hub.school.desk.act(
            .mark(.init(value: .status(.leave))), on: other, in: both.session.session.id,
            by: Self.office
        ).get()
        try await both.hub.workOut()
        try await both.door.follow()
        #expect(try await entries("0024000006", at: both).count == 1)

        // As it was before anybody came.
        try await transaction(both.hub.school.ledger) { transaction in
            for sql in [
                "DELETE FROM evidence", "DELETE FROM record",
                "UPDATE occurrence SET revision = 0",
                "DELETE FROM feed_item", "DELETE FROM feed_scope",
                "DELETE FROM secret WHERE name = 'hub_epoch'",
            ] { try transaction.run(sql) }
        }
        try await both.hub.workOut()
        try await both.door.swap()
        let mine = try await entries("2024123456", at: both)
        #expect(mine.map(\.id) == [own.id])
        #expect(mine[0].place.revision == nil && mine[0].place.device == .own)
        #expect(try await entries("0024000006", at: both).isEmpty)
        let statuses = try await both.door.ledger.read { ledger in
            try ledger.roster(of: both.here).compactMap { row in
                row.record?.status.map { "\(row.student.code.text) \($0)" }
            }
        }
        #expect(statuses == ["2024123456 present"])
        let lines = try await transaction(both.door.ledger) { transaction in
            try transaction.journal(after: 0, most: 100, bytes: 1 << 20).count
        }
        #expect(lines == 2, "the scan and its attempt, and nothing that came down")
    }
}
