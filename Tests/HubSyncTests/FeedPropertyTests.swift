import Attendance
import Desk
import LedgerSQL
import TestKit
import Testing
import Wire

/// However a room is told of it, in the end its door holds the same and settles the same.
@Suite struct FeedPropertyTests {
    private static let rounds = 12
    private static let deeds = 5

    @Test(arguments: 1...8)
    func whoFollowsAndWhoTakesTheSnapshotHoldTheSame(seed: Int) async throws {
        let hub = try await FeedHub()
        try await hub.workOut()
        var keeper = FeedKeeper(hub.school.desk)
        var work = OfficeWork(hub.school, seed: UInt64(seed))
        let follower = try await RoomDoor(hub, device: 4)
        let unlucky = try await RoomDoor(hub, device: 5)
        try await follower.swap()
        try await unlucky.swap()
        try await keeper.keep()
        for round in 0..<Self.rounds {
            for _ in 0..<Self.deeds { try await work.work() }
            try await keeper.keep()
            #expect(try await hub.workOut() == false, "round \(round): something was forgotten")
            let limit = Int.random(in: 1...12, using: &work.random)
            try await follower.follow(limit: limit)
            if Bool.random(using: &work.random) { try await unlucky.takeOnePage(limit: limit) }
        }
        try await unlucky.follow(limit: 7)
        let fresh = try await RoomDoor(hub, device: 6)
        try await fresh.swap()
        #expect(follower.refused.isEmpty && unlucky.refused.isEmpty && fresh.refused.isEmpty)

        let whole = try await HeldRoom.lines(fresh.ledger)
        #expect(try await HeldRoom.lines(follower.ledger) == whole)
        #expect(try await HeldRoom.lines(unlucky.ledger) == whole)
        let lessons = try await HeldRoom.lessonNames(fresh.ledger)
        let records = try await HeldRoom.records(fresh.ledger, of: lessons)
        #expect(try await HeldRoom.records(follower.ledger, of: lessons) == records)
        #expect(try await HeldRoom.records(unlucky.ledger, of: lessons) == records)
        // The hub does not settle again who is enrolled or dropped; it may, and is the same then.
        try await hub.school.ledger.write { [desk = hub.school.desk] ledger in
            for row in try ledger.daily(OccurrenceFilter()) {
                try desk.resettleEveryone(
                    on: row.occurrence.id, ledger, by: TestSchool.office)
            }
        }
        #expect(try await HeldRoom.records(hub.school.ledger, of: lessons) == records)
        try await follower.swap()
        #expect(try await HeldRoom.lines(follower.ledger) == whole)
    }
}
