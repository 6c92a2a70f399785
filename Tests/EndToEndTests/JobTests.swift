import Foundation
import TestKit
import Testing

/// What a service does by the clock, in the real program.
@Suite struct JobTests {
    /// Until `condition` holds.
    private func wait(_ what: String, until condition: () throws -> Bool) throws {
        let deadline = Date().addingTimeInterval(60)
        while try !condition() {
            if Date() > deadline {
                Issue.record("\(what) did not come about")
                return
            }
            usleep(50_000)
        }
    }

    private func demoSchool(in directory: TemporaryDirectory) throws -> URL {
        let folder = directory.url.appendingPathComponent("files")
        try FileManager.default.copyItem(
            at: KioskProgram.root.appendingPathComponent("assets/demo-school"), to: folder)
        // As if the school's system had written it an hour ago.
        _ = try run("sh", ["-c", "touch -d '1 hour ago' '\(folder.path)'/*"])
        return folder
    }

    struct LastImport: Decodable {
        struct Result: Decodable {
            struct Finding: Decodable { var file, severity: String }
            var report: [Finding]
        }
        var exit: Int
        var said: String
        var result: Result
    }

    private func last(_ data: String) -> LastImport? {
        // It is not there before the first import.
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: data + "/import.json")) else {
            return nil
        }
        // It is written whole or not at all; a fault shows as a wait without an end.
        return try? JSONDecoder().decode(LastImport.self, from: bytes)
    }

    @Test func aServiceBringsInWhatTheSchoolsSystemLeaves() async throws {
        // Nobody of the demo school.
        let school = try await DoorSchool(codes: ["2099999999"])
        let directory = try TemporaryDirectory()
        let files = try demoSchool(in: directory)
        let port = try RawConnection.freePort()
        let settings = [
            "KIOSK_IMPORT_FROM": files.path, "KIOSK_IMPORT_AT": "changed",
            "KIOSK_LISTEN": "127.0.0.1:\(port)",
        ]
        let service = try Conversation(["serve", "--data", school.path], environment: settings)
        try wait("an import") { last(school.path)?.exit == 0 }
        #expect(try school.query("SELECT count(*) FROM course WHERE source = 'oneroster'") != "0\n")
        service.kill(SIGTERM)
        #expect(service.finish() == 0)

        // A row that cannot be read: nothing changes, and it is said where to look.
        let users = files.appendingPathComponent("users.csv")
        try Data((try String(contentsOf: users, encoding: .utf8) + "x,y\n").utf8).write(to: users)
        _ = try run("touch", ["-d", "30 minutes ago", users.path])
        let before = try school.query("SELECT count(*) FROM user")
        let again = try Conversation(["serve", "--data", school.path], environment: settings)
        try wait("a refusal") { last(school.path)?.exit == 4 }
        // It minds a signal from when it listens.
        try wait("a service") { (try? RawConnection(port: port)) != nil }
        again.kill(SIGTERM)
        #expect(again.finish() == 0)
        let refused = try #require(last(school.path))
        #expect(refused.said.contains("Nothing was imported"))
        #expect(refused.result.report.contains { $0.file == "users.csv" && $0.severity == "error" })
        #expect(try school.query("SELECT count(*) FROM user") == before)
        let looked = try KioskProgram.run(
            ["doctor", "--data", school.path], environment: settings)
        #expect(looked.text.contains("import.json has every finding"))
    }

    @Test func aServiceOpensWhatIsDue() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        _ = try KioskProgram.run(
            [
                "occurrence", "create", "--course", "MATH101", "--date",
                "\(school.session.occurrence.date)", "--start", "00:00", "--end", "24:00",
                "--sections", "7", "--room", "A 1", "--data", school.path,
            ])
        let service = try Conversation(
            ["serve", "--data", school.path],
            environment: [
                "KIOSK_AUTO_OPEN": "10",
                "KIOSK_LISTEN": "127.0.0.1:\(try RawConnection.freePort())",
            ])
        try wait("a session") {
            try school.query("SELECT count(*) FROM checkin_session WHERE status = 'open'") == "2\n"
        }
        service.kill(SIGTERM)
        #expect(service.finish() == 0)
        #expect(service.errorText.contains("Opened MATH101 at 00:00 by the clock."))
    }

    /// The first room that is followed here is so only after the hub began, and what it is told is
    /// written by another process.
    @Test func aDoorHearsOfWhatChangesAtItsHub() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let at = ["--data", school.path]
        let port = try RawConnection.freePort()
        let hub = try Conversation(
            ["serve"] + at, environment: ["KIOSK_LISTEN": "127.0.0.1:\(port)"])
        try wait("a hub") { (try? RawConnection(port: port)) != nil }
        let made = try KioskProgram.run(["device", "add", "--room", "A 1"] + at)
        let code = made.text.trimmingCharacters(in: .whitespacesAndNewlines)

        let directory = try TemporaryDirectory()
        let joined = try KioskProgram.run(
            ["enrol", "http://127.0.0.1:\(port)", code, "--insecure-http"]
                + ["--data", directory.path])
        #expect(joined.status == 0, "\(joined.errorText)")
        let door = try Conversation(
            ["run", "--room", "A 1", "--screen", "json", "--data", directory.path],
            environment: ["KIOSK_LISTEN": "off"])
        func codes() throws -> String {
            let file = directory.path + "/kiosk.sqlite"
            return try run("sqlite3", [file, "SELECT code FROM user ORDER BY code"]).text
        }
        try wait("a roster") { try codes() == "2024123456\n" }

        for command in [
            ["user", "add", "--code", "2024999999", "--name", "Zoe Park", "--role", "student"],
            ["course", "enrol", "MATH101", "2024999999"],
        ] {
            #expect(try KioskProgram.run(command + at).status == 0)
        }
        try wait("who was enrolled since") { try codes() == "2024123456\n2024999999\n" }
        for program in [door, hub] {
            program.kill(SIGTERM)
            #expect(program.finish() == 0)
        }
    }
}
