import Foundation
import TestKit
import Testing

/// The real program in a real terminal, its picture, and a real decoder.
@Suite(
    .enabled(
        if: isInstalled("tmux") && isInstalled("zbarimg"), "tmux and zbar-tools show and read it"))
struct DoorOnATerminalTests {
    func pane(
        _ school: DoorSchool, columns: Int, rows: Int, cells: String = "auto",
        environment: [String: String] = [:]
    ) throws -> Pane {
        try Pane(
            [KioskProgram.path] + school.door(screen: "full"), columns: columns, rows: rows,
            environment: KioskProgram.environment.merging(["KIOSK_CELLS": cells]) { $1 }
                .merging(environment) { $1 })
    }

    struct Screen: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let columns, rows: Int
        let cells: String
        var environment: [String: String] = [:]
    }

    static let screens = [
        Screen(testDescription: "half blocks at 80 x 25", columns: 80, rows: 25, cells: "half"),
        Screen(testDescription: "blanks at 120 x 40", columns: 120, rows: 40, cells: "block"),
        Screen(testDescription: "large at 200 x 60", columns: 200, rows: 60, cells: "auto"),
        Screen(testDescription: "upright at 60 x 50", columns: 60, rows: 50, cells: "half"),
        Screen(
            testDescription: "without colours", columns: 120, rows: 40, cells: "half",
            environment: ["NO_COLOR": "1"]),
    ]

    @Test(arguments: screens)
    func theQRReadsAsTheSessionCodeOnDarkAndLight(_ screen: Screen) async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let pane = try pane(
            school, columns: screen.columns, rows: screen.rows, cells: screen.cells,
            environment: screen.environment)
        let shown = try pane.wait(for: "the session") { $0.text.contains("present") }
        let code = try #require(school.session.session.code?.text)
        for theme in Picture.Theme.allCases {
            #expect(try Picture(shown, theme: theme).decodedQR() == [code], "\(theme)")
        }
    }

    @Test func aReaderWithoutASuffixAndOneThatIsBrokenAreNoHindrance() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456", "0024000006"])
        let pane = try pane(school, columns: 120, rows: 33)
        try pane.wait(for: "the session") { $0.text.contains("0 of 3 present") }
        try pane.send(text: "2024123456")
        try pane.wait(for: "a code without an end") { $0.text.contains("1 of 3 present") }
        try pane.send(text: String(repeating: "x", count: 600))
        try pane.wait(for: "what is no line") { $0.text.contains("[?]") }
        try pane.send(text: "2023123456")
        try pane.wait(for: "the next") { $0.text.contains("2 of 3 present") }
    }

    @Test func staffCloseAndOpenAtTheKeypadAfterTheirPIN() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456"])
        func user(_ arguments: String..., stdin: String = "") throws -> Finished {
            try KioskProgram.run(["user"] + arguments + ["--data", school.path], stdin: stdin)
        }
        let added = try user("add", "--code", "S-1", "--name", "Sam Sec", "--role", "secretary")
        try #require(added.status == 0, "\(added.errorText)")
        #expect(try user("pin", "S-1", stdin: "1234\n").status == 4, "too easy")
        #expect(try user("pin", "2024123456", stdin: "2580\n").status == 4, "no staff")
        try #require(try user("pin", "S-1", stdin: "2580\n").status == 0)
        let pane = try pane(
            school, columns: 120, rows: 33,
            environment: ["KIOSK_PUBLIC_URL": "https://k.example"])
        func type(_ text: String) throws {
            try pane.send(text: text)
            try pane.send(keys: "Enter")
        }
        try pane.wait(for: "the session") { $0.text.contains("0 of 2 present") }
        try type("S-1")
        try pane.wait(for: "the question") { $0.text.contains("Type your PIN and Enter") }
        try pane.send(text: "2581")
        let typing = try pane.wait(for: "stars") { $0.text.contains("> ****") }
        #expect(!typing.text.contains("2581"))
        try pane.send(keys: "Enter")
        try pane.wait(for: "no") { $0.text.contains("Tries left:") }
        try type("2580")
        try pane.wait(for: "the choices") { $0.text.contains("1  Close Calculus, 00:00") }
        try type("2")
        let link = try pane.wait(for: "a sign-in") { $0.text.contains("It works once") }
        let read = try Picture(link, theme: .dark).decodedQR()
        #expect(read.first?.hasPrefix("HTTPS://K.EXAMPLE/S/") == true && read.first?.count == 36)
        try type("S-1")
        try pane.wait(for: "the question") { $0.text.contains("Type your PIN and Enter") }
        try type("2580")
        try pane.wait(for: "the choices") { $0.text.contains("1  Close Calculus, 00:00") }
        try type("1")
        try pane.wait(for: "the rehearsal") { $0.text.contains("Calculus: 2 not here. 1 closes") }
        try type("1")
        try pane.wait(for: "nothing open") { $0.text.contains("Calculus is closed.") }
        try type("2024123456")
        try pane.wait(for: "closed") { $0.text.contains("Check-in is closed") }
        try type("S-1")
        try pane.wait(for: "the question") { $0.text.contains("Type your PIN and Enter") }
        try type("2580")
        try pane.wait(for: "the choices") { $0.text.contains("1  Open Calculus, 00:00, again") }
        try type("1")
        try pane.wait(for: "open") { $0.text.contains("Calculus is open: ") }
        try type("2023123456")
        try pane.wait(for: "checked in") { $0.text.contains("1 of 2 present") }
    }

    @Test func typingAndScanningShowTheResultInWords() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456", "0024000006"])
        let pane = try pane(school, columns: 120, rows: 33)
        try pane.wait(for: "the session") { $0.text.contains("0 of 3 present") }
        try pane.send(text: "0006")
        try pane.wait(for: "the entry") { $0.text.contains("0006") }
        #expect(try school.query("SELECT count(*) FROM record") == "0\n", "not before Enter")
        try pane.send(keys: "Enter")
        try pane.wait(for: "the answer") {
            $0.text.contains("Ann L.") && $0.text.contains("1 of 3 present")
        }
        #expect(try school.query("SELECT method FROM record") == "last4\n")
        try pane.send(bytes: Array("2024123456\r".utf8))
        try pane.wait(for: "the second") { $0.text.contains("2 of 3 present") }
        try pane.send(bytes: Array("3456\r".utf8))
        try pane.wait(for: "the tie") { $0.text.contains("last 7 of your number") }
        try pane.wait(for: "the name to go") { !$0.text.contains("Ann L.") }
    }

    @Test func inputIsTakenWhileAWriteIsPendingAndYesComesOnlyAfterIt() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2024000007", "2024000008"])
        let pane = try pane(school, columns: 120, rows: 33)
        try pane.wait(for: "the session") { $0.text.contains("0 of 3 present") }
        let holder = try LockHolder(school.path)
        try pane.send(bytes: Array("2024123456\r2024000007\r".utf8))
        try pane.send(bytes: Array("0008".utf8))
        let waiting = try pane.wait(for: "the third entry") { $0.text.contains("0008") }
        #expect(!waiting.text.contains("[OK]") && waiting.text.contains("0 of 3 present"))
        holder.letGo()
        try pane.wait(for: "both answers") { $0.text.contains("2 of 3 present") }
        try pane.send(keys: "Enter")
        try pane.wait(for: "the third") { $0.text.contains("3 of 3 present") }
    }

    @Test func aDayIsShownAndClearsItself() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let pane = try pane(school, columns: 120, rows: 33)
        try pane.wait(for: "the session") { $0.text.contains("0 of 1 present") }
        try pane.send(bytes: Array("?2024123456\r".utf8))
        let day = try pane.wait(for: "the day") {
            $0.text.contains("Calculus") && !$0.text.contains("0 of 1 present")
        }
        #expect(!day.text.contains("Ann L."), "nobody is named who has not just checked in")
        try pane.wait(for: "the session again") { $0.text.contains("0 of 1 present") }
    }

    @Test func aTerminalTooSmallForAQRShowsTheCodeAndNeverHalfAQR() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let pane = try pane(school, columns: 120, rows: 33)
        let code = try #require(school.session.session.code?.text)
        let large = try pane.wait(for: "the session") { $0.text.contains("present") }
        #expect(try Picture(large, theme: .dark).decodedQR() == [code])
        for (columns, rows) in [(60, 12), (24, 8), (12, 3), (70, 20), (1, 1), (9, 2)] {
            try pane.resize(columns: columns, rows: rows)
            let small = try pane.wait(for: "\(columns) x \(rows)") {
                $0.columns == columns && $0.rows == rows
            }
            let read = try Picture(small, theme: .dark).decodedQR()
            #expect(read.isEmpty || read == [code])
        }
        try pane.resize(columns: 12, rows: 3)
        try pane.wait(for: "the code") { $0.text.contains(code) }
        try pane.resize(columns: 120, rows: 33)
        try pane.wait(for: "the QR again") { screen in
            (try? Picture(screen, theme: .light).decodedQR()) == [code]
        }
    }

    @Test func aChosenSessionIsAnnouncedWhileTheScreenChangesToIt() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let first = try #require(school.session.session.code?.text)
        let extra = try KioskProgram.run([
            "occurrence", "create", "--course", "MATH101", "--date",
            "\(school.session.occurrence.date)", "--start", "00:00", "--end", "24:00",
            "--sections", "7", "--room", "A 1", "--json", "--data", school.path,
        ])
        let id = extra.text.prefix { $0 != "," }.filter(\.isNumber)
        _ = try KioskProgram.run(
            ["session", "open", "--occurrence", id, "--data", school.path])
        let pane = try pane(school, columns: 120, rows: 33)
        try pane.wait(for: "the session opened last") {
            $0.text.contains("0 of 1 present") && $0.text.contains("CS 2024 · 7")
        }
        try pane.send(bytes: Array("\(first)\r".utf8))
        try pane.wait(for: "the chosen one, and word of it") {
            $0.text.contains("CS 2024 · 1") && $0.text.contains("takes session \(first)")
        }
    }

    @Test func aCommandElsewhereShowsWithinSeconds() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let pane = try pane(school, columns: 120, rows: 33)
        try pane.wait(for: "the session") { $0.text.contains("0 of 1 present") }
        let code = school.session.session.code?.text ?? ""
        _ = try KioskProgram.run([
            "mark", "2024123456", "late", "--session", code, "--data", school.path,
        ])
        try pane.wait(for: "the mark") { $0.text.contains("1 late") }
        _ = try KioskProgram.run(["session", "close", code, "--data", school.path])
        try pane.wait(for: "the closing") { $0.text.contains("Nothing more here today") }
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT])
    func theTerminalIsGivenBackOnEveryWayOut(_ number: Int32) async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let door = ([KioskProgram.path] + school.door(screen: "full"))
            .map { "'\($0)'" }.joined(separator: " ")
        let pane = try Pane(
            [
                "sh", "-c",
                "stty -a > '\(school.path)/before'; \(door); stty -a > '\(school.path)/after'; "
                    + "echo ENDED; exec cat",
            ], columns: 100, rows: 30, environment: KioskProgram.environment)
        try pane.wait(for: "the session") { $0.text.contains("present") }
        let holder = try String(contentsOfFile: school.path + "/kiosk.lock", encoding: .utf8)
        let id = try #require(pid_t(holder.prefix { $0.isNumber }))
        kill(id, number)
        try pane.wait(for: "the end") { $0.text.contains("ENDED") }
        let before = try String(contentsOfFile: school.path + "/before", encoding: .utf8)
        let after = try String(contentsOfFile: school.path + "/after", encoding: .utf8)
        #expect(before == after)
        #expect(!(try pane.capture().text.contains("present")), "the first screen is back")
    }

    @Test func keysThatEndAProgramDoNothingAtADoorAndSayHowToStopIt() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let pane = try pane(school, columns: 120, rows: 33)
        try pane.wait(for: "the session") { $0.text.contains("0 of 1 present") }
        try pane.send(bytes: [0x1A, 0x1C, 0x13, 0x04, 0x03])
        try pane.wait(for: "how to stop it") { $0.text.contains("kill ") }
        try pane.send(bytes: Array("3456\r".utf8))
        try pane.wait(for: "that it works") { $0.text.contains("1 of 1 present") }
        #expect(try pane.exitStatus() == nil)
    }

    @Test(arguments: [[UInt8(ascii: "q")], [0x03]])
    func theDemoEndsOnItsKeys(_ key: [UInt8]) async throws {
        let pane = try Pane(
            [KioskProgram.path, "demo"], columns: 120, rows: 33,
            environment: KioskProgram.environment.merging(
                ["KIOSK_ASSETS": KioskProgram.root.path + "/assets"]) { $1 })
        try pane.wait(for: "the demo") { $0.text.contains("of 60 present") }
        try pane.send(bytes: key)
        #expect(try pane.waitForEnd() == 0)
    }
}
