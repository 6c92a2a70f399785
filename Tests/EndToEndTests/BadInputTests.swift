import Foundation
import TestKit
import Testing

/// What cannot be done is said with its cure and its exit code, and nothing is lost.
@Suite struct BadInputTests {
    @Test func anUnknownRoomNamesTheOnesThereAre() async throws {
        let school = try await DoorSchool(codes: ["1"])
        let finished = try KioskProgram.run(["run", "--room", "Z 9", "--data", school.path])
        #expect(finished.status == 5)
        #expect(finished.errorText.contains("\"Z 9\"") && finished.errorText.contains("A 1"))
    }

    @Test func aMissingDatabaseSaysHowToBegin() throws {
        let directory = try TemporaryDirectory()
        let finished = try KioskProgram.run(["run", "--room", "A 1", "--data", directory.path])
        #expect(finished.status == 5 && finished.errorText.contains("kiosk import"))
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/kiosk.sqlite"))
    }

    @Test func aNewerDatabaseIsRefused() async throws {
        let school = try await DoorSchool(codes: ["1"])
        _ = try school.query("INSERT INTO grdb_migrations VALUES ('999 later')")
        let finished = try KioskProgram.run(school.door(screen: "json"))
        #expect(finished.status == 6 && finished.errorText.contains("newer version"))
    }

    @Test func aDamagedDatabaseIsRefused() async throws {
        let school = try await DoorSchool(codes: ["1"])
        let file = URL(fileURLWithPath: school.database)
        var bytes = try Data(contentsOf: file)
        bytes.replaceSubrange(0..<4_096, with: Data(repeating: 0x5A, count: 4_096))
        try bytes.write(to: file)
        let finished = try KioskProgram.run(school.door(screen: "json"))
        #expect(finished.status == 6 && finished.errorText.contains("damaged"))
    }

    @Test(.enabled(if: mayMount, "mounting needs root"))
    func aReadOnlyDirectoryIsSaid() async throws {
        let school = try await DoorSchool(codes: ["1"])
        let bind = try run("mount", ["--bind", school.path, school.path])
        #expect(bind.status == 0)
        defer { _ = try? run("umount", [school.path]) }
        _ = try run("mount", ["-o", "remount,ro,bind", school.path])
        let finished = try KioskProgram.run(school.door(screen: "json"), stdin: "1\n")
        #expect(finished.status == 77, "\(finished.errorText)")
        #expect(finished.errorText.contains("right to write"))
    }

    @Test(.enabled(if: mayMount, "mounting needs root"))
    func aFullDiskLosesNothingAndTheDoorRecovers() async throws {
        let directory = try TemporaryDirectory()
        #expect(
            try run("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", directory.path]).status == 0)
        defer { _ = try? run("umount", [directory.path]) }
        let codes = (0..<40).map { "20241\(10_000 + $0)" }
        let school = try await DoorSchool(codes: codes)
        try FileManager.default.copyItem(
            atPath: school.database, toPath: directory.path + "/kiosk.sqlite")
        let door = try Conversation([
            "run", "--room", "A 1", "--screen", "json", "--data", directory.path,
        ])
        #expect(door.ask(codes[0])?.contains("accepted") == true)
        let filler = directory.path + "/filler"
        _ = try run("dd", ["if=/dev/zero", "of=" + filler, "bs=4096"])
        var accepted = 1
        for code in codes.dropFirst() {
            let answer = try #require(door.ask(code))
            if answer.contains("accepted") {
                accepted += 1
            } else {
                #expect(answer.contains("\"reason\":\"not_saved\""))
            }
        }
        #expect(accepted < codes.count, "the disk was full")
        try FileManager.default.removeItem(atPath: filler)
        let again = try #require(door.ask(codes[39]))
        #expect(again.contains("accepted") || again.contains("repeated"))
        if again.contains("accepted") { accepted += 1 }
        #expect(door.finish() == 0)
        #expect(door.errorText.contains("disk is full"))
        let kept = try run(
            "sqlite3", [directory.path + "/kiosk.sqlite", "SELECT count(*) FROM record"])
        #expect(kept.text == "\(accepted)\n", "what was accepted is there, and nothing else")
    }

    @Test func aDoorThatCannotAnswerSaysSoAndFails() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let command = ([KioskProgram.path] + school.door(screen: "json"))
            .map { "'\($0)'" }.joined(separator: " ")
        let finished = try run(
            "sh", ["-c", "echo 3456 | \(command) > /dev/full"],
            environment: KioskProgram.environment)
        #expect(finished.status == 1 && finished.errorText.contains("cannot be written"))
        #expect(try school.query("SELECT count(*) FROM record") == "1\n")
    }

    @Test func aDemoIsNeverRunOnASchool() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let finished = try KioskProgram.run(["demo", "--data", school.path], stdin: "3456\n")
        #expect(finished.status == 64 && finished.errorText.contains("no demo"))
        #expect(try school.query("SELECT count(*) FROM attempt") == "0\n")
    }

    @Test(arguments: [
        "UPDATE checkin_session SET grace_minutes = 9000000000000000000",
        "UPDATE checkin_interval SET opened_at = -9223372036854775808",
        "UPDATE user SET code = '2024 123456'", "UPDATE occurrence SET sections = ''",
        "UPDATE occurrence SET date = 'yesterday'",
    ])
    func nonsenseInTheDatabaseIsAFaultAndNoCrash(_ sql: String) async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        _ = try school.query("PRAGMA ignore_check_constraints = ON; " + sql)
        let finished = try KioskProgram.run(school.door(screen: "json"), stdin: "3456\n")
        #expect(finished.status == 0, "\(finished.errorText)")
        #expect(!finished.errorText.contains("2024 123456"), "no code is logged")
        #expect(!finished.text.contains("accepted"))
    }

    @Test func aReaderElsewhereDelaysNobody() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let reader = try Conversation(with: "sqlite3", [school.database])
        #expect(reader.ask("BEGIN; SELECT count(*) FROM user;") == "1")
        let finished = try KioskProgram.run(school.door(screen: "json"), stdin: "3456\n")
        #expect(finished.status == 0 && finished.text.contains("accepted"))
        let code = school.session.session.code?.text ?? ""
        #expect(
            try KioskProgram.run(["session", "close", code, "--data", school.path]).status == 0)
        #expect(reader.finish() == 0)
    }

    @Test func aSecondDoorOnTheSameDirectoryIsRefusedNamingTheFirst() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let door = try Conversation(school.door(screen: "plain"))
        #expect(door.ask("3456")?.hasPrefix("CHECKED IN") == true)
        let second = try KioskProgram.run(school.door(screen: "plain"))
        #expect(second.status == 6 && second.errorText.contains("\(door.processID)"))
        #expect(door.finish() == 0)
    }

    @Test func allComplaintsAboutTheConfigurationComeAtOnce() throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/kiosk.yaml"
        try "time_zone: Mars/Base\ncolour: red\ngrace_minutes: [1]\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let finished = try KioskProgram.run(
            ["config", "show"],
            environment: ["KIOSK_CONFIG": file, "KIOSK_DISPLAY_NAME": "everything"])
        #expect(finished.status == 4)
        for part in ["Mars/Base", "colour is no setting", ":2", "grace_minutes", "everything"] {
            #expect(finished.errorText.contains(part), "\(part) in \(finished.errorText)")
        }
    }

    @Test func everySettingTellsWhereItComesFrom() throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/kiosk.yaml"
        try "grace_minutes: 15\n".write(toFile: file, atomically: true, encoding: .utf8)
        let finished = try KioskProgram.run(
            ["config", "show", "--origin", "--data", "/somewhere"],
            environment: ["KIOSK_CONFIG": file, "KIOSK_TIME_ZONE": "Europe/Berlin"])
        let lines = finished.text.split(separator: "\n")
        func line(_ name: String) -> Substring { lines.first { $0.hasPrefix(name) } ?? "" }
        #expect(line("grace_minutes").contains(file) && line("grace_minutes").contains("15"))
        #expect(line("time_zone").contains("KIOSK_TIME_ZONE"))
        #expect(line("data").contains("flag --data"))
        #expect(line("display_name").contains("built in"))
    }

    @Test func theFileOfEverySettingIsReadAsItIsBuiltIn() throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/kiosk.yaml"
        let printed = try KioskProgram.run(["config", "file"]).text
        let lines = printed.split(separator: "\n", omittingEmptySubsequences: false)
        func shown(_ text: String) throws -> [String: [String: String]] {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let finished = try KioskProgram.run(
                ["config", "show", "--json"], environment: ["KIOSK_CONFIG": file])
            #expect(finished.status == 0, "\(finished.errorText)")
            return try JSONDecoder().decode(
                [String: [String: String]].self, from: Data(finished.stdout))
        }
        let builtIn = try shown(printed)
        #expect(builtIn["grace_minutes"] == ["value": "10", "origin": "built in"])
        let set = try shown(
            lines.map { $0.contains(/^#[a-z]/) ? $0.dropFirst() : $0 }.joined(separator: "\n"))
        // What tests set in the environment is stronger.
        for (name, value) in builtIn where value["origin"] == "built in" {
            #expect(set[name] == ["value": value["value"] ?? "", "origin": file], "\(name)")
        }
        #expect(lines.count { $0.contains(/^#[a-z]/) } == builtIn.count)
    }

    @Test func anImportWithBrokenLinesNamesThemAndImportsNothing() throws {
        let directory = try TemporaryDirectory()
        let folder = directory.url.appendingPathComponent("roster")
        try FileManager.default.copyItem(
            at: KioskProgram.root.appendingPathComponent("assets/demo-school"), to: folder)
        let users = folder.appendingPathComponent("users.csv")
        var lines = try String(contentsOf: users, encoding: .utf8).components(separatedBy: "\r\n")
        lines[4] = "\"broken" + lines[4]
        try lines.joined(separator: "\r\n").write(to: users, atomically: true, encoding: .utf8)
        let finished = try KioskProgram.run(
            ["import", "oneroster", folder.path, "--data", directory.path + "/data"])
        #expect(finished.status == 4)
        #expect(finished.errorText.contains("users.csv:5"), "\(finished.errorText)")
        #expect(finished.errorText.contains("Nothing was imported"))
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/data/kiosk.sqlite"))
    }

    @Test func aWrongArgumentIsAUsageError() throws {
        #expect(try KioskProgram.run(["run"]).status == 64)
        #expect(try KioskProgram.run(["session", "open"]).status == 64)
        #expect(try KioskProgram.run(["schedule", "1", "--date", "tomorrow"]).status == 64)
    }
}

/// Whether a small file system of a test's own can be mounted here.
private let mayMount: Bool = {
    guard getuid() == 0, let directory = try? TemporaryDirectory() else { return false }
    guard (try? run("mount", ["-t", "tmpfs", "tmpfs", directory.path]))?.status == 0 else {
        return false
    }
    return (try? run("umount", [directory.path]))?.status == 0
}()
