import HubSync
import TestKit
import Testing

/// Whatever befalls a door, its hub and the network between: nothing is believed that the hub did
/// not say, nothing is passed over, and once all is well everything comes up.
@Suite struct UploadPropertyTests {
    static let lives = 80
    /// So many good answers bring up whatever a life has left.
    static let mostExchanges = 200

    static func complaints(_ life: Int, lies: Bool = false) -> [String] {
        let (door, hub) = lived(life, lies: lies)
        var complaints = door.complaints
        let newest = Int64(door.lines.count)
        if door.upload.acked != newest {
            complaints.append("\(door.upload.acked) of \(newest) came up")
        }
        let kept = door.lines[Int(door.oldest - 1)...]
        let lost = kept.filter { !hub.held.contains($0) }
        if !lost.isEmpty { complaints.append("\(lost.count) lines are not at the hub") }
        return complaints
    }

    static func lived(_ life: Int, lies: Bool = false) -> (door: ModelDoor, hub: ModelHub) {
        var dice = SeededDice(seed: UInt64(life) + 1)
        var hub = ModelHub()
        hub.lies = lies
        var door = ModelDoor()
        for _ in 0..<Int.random(in: 10...120, using: &dice) { door.suffer(&hub, using: &dice) }
        door.write(1)
        for _ in 0..<mostExchanges where door.upload.acked < Int64(door.lines.count) {
            door.exchange(&hub, isGood: true, using: &dice)
        }
        return (door, hub)
    }

    @Test func everythingComesUpInTheEnd() {
        for life in 0..<Self.lives { #expect(Self.complaints(life) == [], "life \(life)") }
    }

    @Test func theLivesHaveEverythingInThem() {
        let outcomes = (0..<Self.lives).flatMap { Self.lived($0).door.outcomes }
        for outcome in [
            Upload.Outcome.advanced, .rewound, .greeted, .forked, .refused, .failed,
        ] {
            #expect(outcomes.count { $0 == outcome } > 10, "\(outcome)")
        }
    }

    /// The control: were lines passed over, this would tell.
    @Test func aHubThatLiesIsCaught() {
        let caught = (0..<Self.lives).count { !Self.complaints($0, lies: true).isEmpty }
        #expect(caught > Self.lives / 2)
    }
}
