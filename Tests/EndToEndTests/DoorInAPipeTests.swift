import Foundation
import TestKit
import Testing

/// The real program: lines in, answers out, and what is on the disk.
@Suite struct DoorInAPipeTests {
    struct Said: Decodable, Equatable {
        var outcome: String
        var status: String?
        var reason: String?
        var name: String?
        var sessionCode: String?
        var recordId: Int?
        var digitsNeeded: Int?
        var method: String?
        var message: String
    }

    static let decoder = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }()

    static func said(_ finished: Finished) throws -> [Said] {
        try finished.text.split(separator: "\n").map {
            try Self.decoder.decode(Said.self, from: Data($0.utf8))
        }
    }

    @Test func aTailIsCheckedInAndTheRecordIsOnTheDisk() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2024000007"])
        let finished = try KioskProgram.run(school.door(screen: "json"), stdin: "3456\n")
        #expect(finished.status == 0, "\(finished.errorText)")
        let said = try #require(try Self.said(finished).first)
        #expect(said.outcome == "accepted" && said.status == "present" && said.method == "last4")
        #expect(said.name == "Ann L." && said.sessionCode == school.session.session.code?.text)
        let kept = try school.query(
            """
            SELECT r.id, r.number, r.method, a.outcome FROM record r
            JOIN user u ON u.id = r.user_id JOIN attempt a ON a.record_id = r.id
            WHERE u.code = '2024123456'
            """)
        #expect(kept == "\(said.recordId ?? 0)|1|last4|accepted\n")
    }

    @Test func everyLineThatIsNotEmptyHasOneAnswerInOrder() async throws {
        let codes = (0..<500).map { "2024\(100_000 + $0)" }
        let school = try await DoorSchool(codes: codes)
        var input: [UInt8] = []
        var expected: [String] = []
        for (number, code) in codes.enumerated() {
            input += Array((code + ["\n", "\r\n", "\r", "\n\n\n"][number % 4]).utf8)
            expected.append("accepted")
            switch number % 50 {
            case 10:
                input += Array("   \n".utf8)
                expected.append("ignored")
            case 20:
                input += [UInt8](repeating: 0x37, count: 5_000) + [0x0A]
                expected.append("refused")
            case 30:
                input += [0xFF, 0x00, 0xD5, 0x80, UInt8(number / 2), 0x0A]
                expected.append("refused")
            case 40:
                input += Array((code + "\n").utf8)
                expected.append("ignored")
            default: break
            }
        }
        let finished = try TestKit.run(
            KioskProgram.path, school.door(screen: "json"), stdin: input,
            environment: KioskProgram.environment)
        #expect(finished.status == 0)
        #expect(try Self.said(finished).map(\.outcome) == expected)
        #expect(try school.query("SELECT count(*) FROM record WHERE number = 1") == "500\n")
    }

    @Test func aScanInTwoReadsIsOneAndTwoInOneReadAreTwo() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2024000007", "2024000008"])
        let door = try Conversation(school.door(screen: "plain"))
        door.send("20241")
        #expect(door.line(within: 0.3) == nil, "half a scan is no scan")
        door.send("23456\n2024000007\n2024000008\n")
        for _ in 0..<3 { #expect(door.line()?.hasPrefix("CHECKED IN  ") == true) }
        #expect(door.finish() == 0)
    }

    @Test func aLastLineWithoutAnEndingIsAnswered() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let finished = try KioskProgram.run(school.door(screen: "plain"), stdin: "2024123456")
        #expect(finished.text.hasPrefix("CHECKED IN") && finished.status == 0)
    }

    @Test func theSameLineAtOnceIsABounceAndAnotherForTheSamePersonIsRepeated() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let finished = try KioskProgram.run(
            school.door(screen: "json"), stdin: "2024123456\n2024123456\n3456\n")
        #expect(try Self.said(finished).map(\.outcome) == ["accepted", "ignored", "repeated"])
        #expect(try school.query("SELECT count(*) FROM attempt") == "2\n")
    }

    @Test func aRepetitionOfWhatCouldNotBeSavedIsANewAttempt() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let door = try Conversation(school.door(screen: "json"))
        #expect(door.ask("9999")?.contains("not_on_roster") == true)
        let holder = try LockHolder(school.path)
        door.send("2024123456\n2024123456\n")
        #expect(door.line()?.contains("\"reason\":\"not_saved\"") == true)
        holder.letGo()
        #expect(door.line()?.contains("accepted") == true)
        #expect(door.finish() == 0)
    }

    @Test func aDayIsAskedForWithAQuestionMark() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let finished = try KioskProgram.run(
            school.door(screen: "json"), stdin: "3456\n?2024123456\n?3456\n")
        let lines = finished.text.split(separator: "\n")
        let day = try #require(lines.dropFirst().first)
        #expect(day.contains("\"outcome\":\"schedule\""))
        #expect(
            day.contains("\"course_code\":\"MATH101\"") && day.contains("\"status\":\"present\""))
        let short = try #require(lines.last)
        #expect(short.contains("\"reason\":\"not_on_roster\""), "only a full code shows a day")
    }

    @Test func aCommandBesideARunningDoorIsSeenByIt() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2024000007"])
        let door = try Conversation(school.door(screen: "json"))
        #expect(door.ask("2024123456")?.contains("accepted") == true)
        let code = school.session.session.code?.text ?? ""
        let closed = try KioskProgram.run(["session", "close", code, "--data", school.path])
        #expect(closed.status == 0, "\(closed.errorText)")
        #expect(door.ask("2024000007")?.contains("\"reason\":\"closed\"") == true)
        let reopened = try KioskProgram.run(["session", "reopen", code, "--data", school.path])
        #expect(reopened.status == 0)
        #expect(door.ask("0007")?.contains("accepted") == true)
        #expect(door.finish() == 0)
    }

    @Test func theEndOfTheProgramIsOrderlyOnSIGTERM() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let door = try Conversation(school.door(screen: "plain"))
        #expect(door.ask("3456")?.hasPrefix("CHECKED IN") == true)
        door.kill(SIGTERM)
        #expect(door.finish() == 0)
    }
}
