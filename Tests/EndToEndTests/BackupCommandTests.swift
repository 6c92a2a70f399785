import Attendance
import Foundation
import TestKit
import Testing

@testable import Kiosk

/// Backup, restore and verify as commands, beside a door.
@Suite struct BackupCommandTests {
    func kiosk(_ school: DoorSchool, _ arguments: String...) throws -> Finished {
        try KioskProgram.run(arguments + ["--data", school.path])
    }

    /// The check code of a student's scan.
    func receipt(_ school: DoorSchool, _ code: String) throws -> String {
        let door = try KioskProgram.run(school.door(screen: "plain"), stdin: code + "\n")
        try #require(door.text.hasPrefix("CHECKED IN"), "\(door.text)")
        let kept = try school.query(
            "SELECT receipt FROM attempt WHERE receipt IS NOT NULL ORDER BY moment DESC LIMIT 1")
        return kept.trimmingCharacters(in: .newlines)
    }

    @Test func whatWasLostIsBackAndItsReceiptIsConfirmed() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456"])
        let receipt = try receipt(school, "2024123456")
        let made = try kiosk(school, "backup")
        try #require(made.status == 0, "\(made.errorText)")
        let file = made.text.trimmingCharacters(in: .newlines)
        #expect(try kiosk(school, "verify", file).text.hasPrefix("Whole."))
        try FileManager.default.removeItem(atPath: school.database)
        #expect(try kiosk(school, "receipt", receipt).status == 5)
        #expect(try kiosk(school, "restore", "latest").status == 0)
        let verified = try kiosk(school, "verify")
        #expect(verified.status == 0 && verified.text.hasPrefix("Whole."))
        #expect(try kiosk(school, "receipt", receipt).text.contains("(2024123456)"))
    }

    @Test func aRestoreThatWouldLoseSomethingAsksFirst() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456"])
        try #require(try kiosk(school, "backup").status == 0)
        _ = try receipt(school, "2024123456")
        let refused = try kiosk(school, "restore", "latest")
        #expect(refused.status == 1 && refused.errorText.contains("would be gone"))
        #expect(try school.query("SELECT count(*) FROM record") == "1\n")
        #expect(try kiosk(school, "restore", "latest", "--force").status == 0)
        #expect(try school.query("SELECT count(*) FROM record") == "0\n")
    }

    @Test func aBackupIsMadeAndNothingRestoredWhileADoorRuns() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let pane = try Pane(
            [KioskProgram.path] + school.door(screen: "full"), columns: 80, rows: 25,
            environment: KioskProgram.environment)
        try pane.wait(for: "the session") { $0.text.contains("0 of 1 present") }
        #expect(try kiosk(school, "backup", "--json").status == 0)
        let refused = try kiosk(school, "restore", "latest", "--force")
        #expect(refused.status == 6 && refused.errorText.contains("A kiosk already runs"))
        #expect(refused.errorText.contains("Stop it first"))
        #expect(refused.errorText.contains(", then restore."))
        #expect(!refused.errorText.contains("a directory of its own"))
        try pane.send(text: "2024123456")
        try pane.send(keys: "Enter")
        try pane.wait(for: "the door goes on") { $0.text.contains("1 of 1 present") }
    }

    @Test func aDamagedFileIsNotRestored() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let file = try kiosk(school, "backup").text.trimmingCharacters(in: .newlines)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        for place in stride(from: 8_192, to: min(bytes.count, 90_000), by: 64) {
            bytes[place] ^= 0xFF
        }
        try bytes.write(to: URL(fileURLWithPath: file))
        #expect(try kiosk(school, "verify", file).status == 6)
        #expect(try kiosk(school, "restore", file, "--force").status == 6)
        #expect(try kiosk(school, "verify").status == 0, "the school is as it was")
    }

    @Test(arguments: ["restore", "verify"])
    func aFileThatIsNoBackupIsNamedAndNotTheSchool(_ command: String) async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let table = school.path + "/t.csv"
        try Data("No,Name\n1,Ann\n".utf8).write(to: URL(fileURLWithPath: table))
        let empty = school.path + "/empty"
        try Data().write(to: URL(fileURLWithPath: empty))
        for (path, status, words) in [
            (table, 4, "\(table) is not a database of kiosk, nor a backup"),
            (empty, 4, "\(empty) is not a database of kiosk, nor a backup"),
            (school.path, 4, "\(school.path) is not a database of kiosk, nor a backup"),
            ("/nonexistent/b.sqlite", 5, "There is no file /nonexistent/b.sqlite"),
        ] {
            let refused = try KioskProgram.run(
                [command, path, "--data", school.path] + (command == "restore" ? ["--force"] : []))
            #expect(refused.status == status, "\(path)")
            #expect(refused.errorText.contains(words), "\(refused.errorText)")
            #expect(!refused.errorText.contains("damaged"))
        }
        #expect(try kiosk(school, "verify").status == 0, "the school is as it was")
    }

    /// What is spoilt, and whether nobody can tell then what the school has beyond its backup.
    static let damages = [(8_192..<40_000, false), (0..<4_096, true), (20..<24, true)]

    @Test(arguments: damages)
    func aDamagedSchoolIsReplacedByItsBackup(
        _ spoilt: Range<Int>, _ asks: Bool
    ) async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456"])
        let receipt = try receipt(school, "2024123456")
        try #require(try kiosk(school, "backup").status == 0)
        // What a death leaves in the log must not be written into what is put in its place.
        let database = URL(fileURLWithPath: school.database)
        let log = Data("a log that belongs to the damaged database".utf8)
        try log.write(to: URL(fileURLWithPath: school.database + "-wal"))
        var bytes = try Data(contentsOf: database)
        for place in spoilt { bytes[place] ^= 0xFF }
        try bytes.write(to: database)
        let verified = try kiosk(school, "verify")
        #expect(verified.status == 6)
        #expect((verified.text + verified.errorText).contains("kiosk restore latest"))
        if asks {
            let refused = try kiosk(school, "restore", "latest")
            #expect(refused.status == 1 && refused.errorText.contains("--force"))
        }
        let restored = try KioskProgram.run(
            ["restore", "latest", "--data", school.path] + (asks ? ["--force"] : []))
        #expect(restored.status == 0, "\(restored.errorText)")
        #expect(try kiosk(school, "verify").text.hasPrefix("Whole."))
        #expect(try kiosk(school, "receipt", receipt).status == 0)
        let former = try #require(
            try FileManager.default.contentsOfDirectory(atPath: school.path)
                .first { $0.hasPrefix("before-restore-") && $0.hasSuffix(".sqlite") })
        let aside = URL(fileURLWithPath: school.path).appendingPathComponent(former)
        #expect(try !asks || Data(contentsOf: aside) == bytes, "the damaged one is as it was")
    }

    @Test(
        arguments: [
            // The last, now, and whether the 02:30 between them has come.
            (nil, "2026-03-09 01:00", true), ("2026-03-09 02:31", "2026-03-09 23:00", false),
            ("2026-03-09 02:31", "2026-03-10 02:29", false),
            ("2026-03-09 02:31", "2026-03-10 02:30", true),
            ("2026-03-08 12:00", "2026-03-09 01:00", false),
            ("2026-03-07 12:00", "2026-03-09 01:00", true),
        ] as [(String?, String, Bool)])
    func oneIsDueOnceADay(_ last: String?, _ now: String, _ isDue: Bool) {
        func moment(_ text: String) -> Moment {
            let parts = text.split(separator: " ").map(String.init)
            return TestSchool.zone.moment(SchoolDate(parts[0])!, TimeOfDay(parts[1])!)
        }
        #expect(
            Nightly.isDue(
                last: last.map(moment), at: TimeOfDay("02:30")!, now: moment(now),
                zone: TestSchool.zone) == isDue)
    }
}
