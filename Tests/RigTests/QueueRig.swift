import Foundation
import TestKit
import Testing

/// A class comes through the door: the real program in a real terminal, a reader that reads every
/// card three times, and as many records afterwards as students.
@Suite(.serialized, .enabled(if: Rig.queue.isWhole, "it takes three minutes: kiosk/test --long"))
struct QueueRig {
    struct Request: Encodable {
        let command: [String]
        let environment: [String: String]
        let columns = 120
        let rows = 33
        /// Cards in the order in which they come, each read so often.
        let cards: [String]
        let reads = 3
        let secondsPerByte = 0.002
        /// Within this time all come, some together and some after a while.
        let seconds: Double
        let seed = 300
    }

    struct Played: Decodable {
        let lines: Int
        let seconds: Double
        /// What the screen says of those present, at the end.
        let shown: Int
        /// From the end of each card's first line to its answer on the screen, in order.
        let milliseconds: [Double]
        let status: Int
    }

    struct Counted: Equatable {
        let records, students, doubled, accepted, others: Int
    }

    static func codes(_ count: Int) -> [String] { (0..<count).map { "2024\(100_003 + $0 * 7)" } }

    static func play(
        _ school: DoorSchool, cards: [String], seconds: Double
    ) throws -> (Played, Counted) {
        let request = Request(
            command: [KioskProgram.path] + school.door(screen: "full"),
            environment: KioskProgram.environment.merging(["TERM": "xterm-256color"]) { $1 },
            cards: cards, seconds: seconds)
        let played: Played = try Helper("students.py").ask(json: request)
        let counts = try school.query(
            """
            SELECT count(*), count(DISTINCT user_id), count(*) FILTER (WHERE number > 1),
            (SELECT count(*) FROM attempt WHERE outcome = 'accepted'),
            (SELECT count(*) FROM attempt WHERE outcome <> 'accepted') FROM record
            """
        ).split(whereSeparator: { "|\n".contains($0) }).compactMap { Int($0) }
        try #require(counts.count == 5)
        return (
            played,
            Counted(
                records: counts[0], students: counts[1], doubled: counts[2], accepted: counts[3],
                others: counts[4])
        )
    }

    @Test func threeHundredStudentsInThreeMinutesAreThreeHundredRecords() async throws {
        let codes = Self.codes(300)
        let school = try await DoorSchool(codes: codes)
        let (played, counted) = try Self.play(school, cards: codes.shuffled(), seconds: 180)
        let times = played.milliseconds.sorted()
        try #require(times.count == 300)
        Rig.queue.say(
            "\(counted.records) records of 300 students and \(played.lines) lines in "
                + "\(Int(played.seconds.rounded())) s; from the line's end to its answer on the "
                + "screen p50 \(times[149]) ms, p99 \(times[296]) ms, most \(times[299]) ms",
            goal: "300, none doubled or lost, in 180 s")
        #expect(
            counted
                == Counted(records: 300, students: 300, doubled: 0, accepted: 300, others: 0))
        #expect(played.lines == 900 && played.shown == 300 && played.status == 0)
        #expect(played.seconds <= 180)
    }

    @Test func aCardThatIsMissingIsMissed() async throws {
        let codes = Self.codes(300)
        let school = try await DoorSchool(codes: codes)
        let (played, counted) = try Self.play(
            school, cards: Array(codes.dropLast()), seconds: 30)
        #expect(counted.records == 299 && counted.students == 299)
        #expect(played.shown == 299 && played.lines == 897)
    }
}
