import Foundation
import TestKit
import Testing

/// `kill -9` at any moment: whatever was answered "accepted" is in the file afterwards.
@Suite struct DeathTests {
    static let deaths = 200

    @Test func everyAnsweredCheckInSurvivesKill9() async throws {
        let codes = (0..<20_000).map { String(7_000_000 + $0 * 13) }
        let school = try await DoorSchool(codes: codes)
        var dice = SeededDice(seed: 9)
        var next = 0
        var answered: Set<Int> = []
        for _ in 0..<Self.deaths {
            let door = try Conversation(school.door(screen: "json"))
            let batch = codes[next..<min(next + 80, codes.count)]
            next += batch.count
            let dieAfter = Int.random(in: 0...25, using: &dice)
            door.send(batch.joined(separator: "\n") + "\n")
            var count = 0
            while count < dieAfter, let line = door.line() {
                count += 1
                if let record = Self.accepted(line) { answered.insert(record) }
            }
            door.kill(SIGKILL)
            // What it wrote before it died has been said as well.
            while let line = door.line(within: 5) {
                if let record = Self.accepted(line) { answered.insert(record) }
            }
            door.finish()
        }
        #expect(answered.count > Self.deaths, "the test answers some before each death")
        let kept = Set(
            try school.query("SELECT id FROM record WHERE number = 1").split(separator: "\n")
                .compactMap { Int($0) })
        #expect(answered.subtracting(kept) == [])
        #expect(try school.query("PRAGMA integrity_check") == "ok\n")
        let halves = try school.query(
            """
            SELECT (SELECT count(*) FROM record), (SELECT count(*) FROM evidence),
              (SELECT count(*) FROM attempt WHERE outcome = 'accepted'),
              (SELECT count(*) FROM audit WHERE action = 'settle')
            """
        ).trimmingCharacters(in: .newlines).split(separator: "|")
        #expect(Set(halves).count == 1, "nothing is half kept: \(halves)")
    }

    private static func accepted(_ line: String) -> Int? {
        guard line.hasPrefix("{\"outcome\":\"accepted\""),
            let start = line.range(of: "\"record_id\":")?.upperBound
        else { return nil }
        return Int(line[start...].prefix(while: \.isNumber))
    }
}
