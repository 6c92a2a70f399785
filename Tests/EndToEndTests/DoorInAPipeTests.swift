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

    @Test func itsRoomMayStandInTheSettings() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let door = ["run", "--screen", "json", "--data", school.path]
        let finished = try KioskProgram.run(
            door, stdin: "3456\n", environment: ["KIOSK_ROOM": "A 1"])
        #expect(try Self.said(finished).first?.outcome == "accepted", "\(finished.errorText)")
        let nowhere = try KioskProgram.run(door, stdin: "3456\n")
        #expect(nowhere.status == 64 && nowhere.errorText.contains("room: 5A C317"))
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

    @Test func everyKindOfReaderIsReadAndItsRepairIsKept() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456", "0024000006"])
        let lines: [(String, String, String)] = [
            ("]C02024123456\r", "accepted", "aim"),
            (";2023123456=25121010000?\r", "accepted", "magstripe"),
            ("*0024000006*\r", "accepted", "start_stop"),
            ("20241234562024123456\r", "repeated", "doubled"),
            (";4111111111111111=25121010000?\r", "refused", "magstripe"),
            ("%E?\r", "refused", "magstripe"),
        ]
        let finished = try KioskProgram.run(
            school.door(screen: "json"), stdin: lines.map(\.0).joined())
        let answers = finished.text.split(separator: "\n")
        #expect(answers.count == lines.count, "\(finished.text)")
        for ((line, outcome, _), answer) in zip(lines, answers) {
            #expect(answer.contains("\"outcome\":\"\(outcome)\""), "\(line): \(answer)")
        }
        #expect(answers[4].contains("That is no student card"))
        #expect(answers[5].contains("not read right"))
        let kept = try school.query(
            "SELECT repair FROM attempt WHERE outcome <> 'refused' ORDER BY repair")
        #expect(kept == "aim\ndoubled\nmagstripe\nstart_stop\n")
        #expect(!(try school.query("SELECT quote(kind) FROM attempt")).contains("4111"))
    }

    @Test func aContactOfManyLinesIsAnsweredOnce() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let card = "BEGIN:VCARD\r\nN:Smith;John\r\nTEL:12345\r\nEND:VCARD\r\n2024123456\r\n"
        let finished = try KioskProgram.run(school.door(screen: "plain"), stdin: card)
        let answers = finished.text.split(separator: "\n").map { $0.prefix(9) }
        #expect(answers == ["TRY AGAIN", "IGNORED", "IGNORED", "IGNORED", "CHECKED I"])
    }

    @Test func aStudentsDaySaysWhatIsNotHeld() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let id = "\(school.session.occurrence.id.number)"
        func day() throws -> String {
            try KioskProgram.run(school.door(screen: "plain"), stdin: "?2024123456\n").text
        }
        #expect(try day().hasSuffix("Calculus A 1 open\n"))
        for (change, said) in [
            (["move", id, "--end", "23:00"], "moved open"), (["cancel", id], "cancelled"),
        ] {
            let done = try KioskProgram.run(["occurrence"] + change + ["--data", school.path])
            try #require(done.status == 0, "\(done.errorText)")
            #expect(try day().hasSuffix("Calculus A 1 \(said)\n"))
        }
    }

    @Test func rulesForReadersAreSwitchedByConfiguration() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        func said(_ line: String, _ readers: String) throws -> String {
            try KioskProgram.run(
                school.door(screen: "json"), stdin: line + "\n",
                environment: ["KIOSK_READERS": readers]
            ).text
        }
        let badge = #"{"id":"2024123456","t":1}"#
        #expect(try said(badge, "").contains("\"outcome\":\"refused\""))
        #expect(try said(badge, "json=on").contains("\"outcome\":\"accepted\""))
        #expect(try said("~2024123456", "prefix=~").contains("\"outcome\":\"repeated\""))
        let french = "\u{e9}\u{e0}\u{e9}'&\u{e9}\"'(-"
        #expect(try said(french, "").contains("\"outcome\":\"refused\""))
        #expect(try said(french, "layout_fr=on").contains("\"outcome\":\"repeated\""))
        let wrong = try KioskProgram.run(
            ["config", "show"], environment: ["KIOSK_READERS": "jason=on"])
        #expect(wrong.status == 4 && wrong.errorText.contains("magstripe"))
    }
}
