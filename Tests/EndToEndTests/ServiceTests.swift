import Foundation
import TestKit
import Testing

@testable import Kiosk

/// The real program on a real socket, alone and beside a door.
@Suite struct ServiceTests {
    static let codes = ["2024123456", "2024777777"]

    /// A school with a token of the office and one of a student, and a free port.
    struct Served {
        let school: DoorSchool
        let office: String
        let student: String
        let port: Int

        init() async throws {
            school = try await DoorSchool(codes: ServiceTests.codes)
            let data = ["--data", school.path]
            _ = try KioskProgram.run(
                ["user", "add", "--code", "O1", "--name", "Office", "--role", "secretary"] + data)
            office = try Self.token(["--user", "O1"] + data)
            student = try Self.token(["--user", "2024123456"] + data)
            port = try RawConnection.freePort()
        }

        private static func token(_ arguments: [String]) throws -> String {
            let made = try KioskProgram.run(["token", "create"] + arguments)
            return made.text.trimmingCharacters(in: .whitespacesAndNewlines)
        }

        var listen: [String: String] { ["KIOSK_LISTEN": "127.0.0.1:\(port)"] }

        /// Asks once the program listens, and again until it does.
        func ask(
            _ method: String, _ path: String, _ body: String = "", as token: String? = nil
        ) throws -> RawResponse {
            let text =
                "\(method) \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: Bearer \(token ?? office)\r\n"
                + (body.isEmpty
                    ? ""
                    : "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n")
                + "\r\n" + body
            let connection = try connect()
            try connection.send(text)
            return try #require(try connection.response(toHead: method == "HEAD"))
        }

        func connect(deadlineSeconds: Double = 30) throws -> RawConnection {
            let deadline = Date().addingTimeInterval(deadlineSeconds)
            while true {
                do {
                    return try RawConnection(port: port)
                } catch {
                    if Date() > deadline { throw error }
                    usleep(20_000)
                }
            }
        }
    }

    static let session = "/api/v1/checkin-sessions/1"

    @Test func aToggleShowsOnTheDoorAndAScanInTheStream() async throws {
        let served = try await Served()
        let pane = try Pane(
            [KioskProgram.path] + served.school.door(screen: "full"), columns: 120, rows: 40,
            environment: KioskProgram.environment.merging(served.listen) { $1 })
        defer { pane.end() }
        try pane.wait { $0.text.contains("0 of 2 present") }
        let stream = try served.connect()
        try stream.send(
            "GET \(Self.session)/events HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: Bearer \(served.office)\r\n\r\n")
        #expect(try stream.head()["content-type"] == "text/event-stream; charset=utf-8")
        _ = try stream.chunk()

        let student = try served.school.query("SELECT id FROM user WHERE code = '2024777777'")
        let toggled = try served.ask(
            "POST", Self.session + "/toggle-status",
            "{\"student_id\":\(student),\"status\":\"present\"}")
        #expect(toggled.status == 200)
        try pane.wait { $0.text.contains("1 of 2 present") }
        #expect(
            String(decoding: try #require(try stream.chunk()), as: UTF8.self).contains("777777"))

        try pane.send(text: "3456")
        try pane.send(keys: "Enter")
        try pane.wait { $0.text.contains("2 of 2 present") }
        #expect(
            String(decoding: try #require(try stream.chunk()), as: UTF8.self).contains("123456"))
        #expect(try served.ask("GET", "/readyz").text.contains("\"ready\""))
        let metrics = try served.ask("GET", "/metrics")
        #expect(
            metrics.text.contains(
                "checkin_scans_total{source=\"door\",result=\"accepted\"} 1\n"))
        #expect(metrics.text.contains("checkin_sessions_open 1\n"))
    }

    @Test func aServiceEndsInOrderAndHasItsDirectoryToItself() async throws {
        let served = try await Served()
        let arguments = ["serve", "--data", served.school.path]
        let service = try Conversation(arguments, environment: served.listen)
        let day = try served.ask(
            "GET", "/api/v1/checkin-records/my-schedule?date=2026-03-09", as: served.student)
        #expect(day.status == 200)
        let second = try KioskProgram.run(arguments, environment: served.listen)
        #expect(second.status == 6 && second.errorText.contains("the service, process"))
        let document = try served.ask("GET", "/openapi.json")
        #expect(document.text.hasPrefix("{\"openapi\":\"3.1.0\""))
        service.kill(SIGTERM)
        #expect(service.finish() == 0)
        #expect(service.errorText == "Serving on http://127.0.0.1:\(served.port)\n")
        #expect(try served.school.query("PRAGMA integrity_check") == "ok\n")
    }

    @Test func whoServesGivesWayToADoorAndToNobodyElse() async throws {
        let served = try await Served()
        let commands = [
            (served.school.door(screen: "json"), 10), (["serve", "--data", served.school.path], 0),
        ]
        for (arguments, niceness) in commands {
            let program = try Conversation(arguments, environment: served.listen)
            #expect(try served.ask("GET", "/readyz").status == 200)
            let found = try Self.niceness(of: program.processID)
            #expect(found.serving == [niceness] && found.others.max() == 0)
            program.kill(SIGTERM)
            _ = program.finish()
        }
    }

    /// What the scheduler is asked for by the threads that serve, and by all others.
    private static func niceness(
        of process: pid_t
    ) throws -> (serving: Set<Int>, others: Set<Int>) {
        var found: (serving: Set<Int>, others: Set<Int>) = ([], [])
        let folder = "/proc/\(process)/task"
        for thread in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let text = try String(contentsOfFile: "\(folder)/\(thread)/stat", encoding: .utf8)
            let end = try #require(text.lastIndex(of: ")"))
            let niceness = try #require(Int(text[end...].split(separator: " ")[17]))
            if text.contains("(NIO-") {
                found.serving.insert(niceness)
            } else {
                found.others.insert(niceness)
            }
        }
        return found
    }

    @Test func aDoorOpensWhereItsPortIsTaken() async throws {
        let served = try await Served()
        let other = try RawConnection.Listener(port: served.port)
        let finished = try KioskProgram.run(
            served.school.door(screen: "json"), stdin: "3456\n", environment: served.listen)
        #expect(finished.text.contains("\"accepted\""))
        let taken = "127.0.0.1:\(served.port) is in use by another program. Name another with "
        #expect(finished.errorText.contains("The door opens without HTTP: \(taken)--listen."))
        let alone = try KioskProgram.run(
            ["serve", "--data", served.school.path], environment: served.listen)
        #expect(alone.status == 1 && alone.errorText == "kiosk: \(taken)--listen.\n")
        other.close()
    }

    @Test func whyAnAddressCannotBeHadIsASentence() throws {
        let address = try #require(ListenAddress("192.0.2.1:80"))
        let refused = address.failure(errno: EACCES)
        #expect(refused.status == .permission)
        #expect(
            refused.message == "This account may not listen on 192.0.2.1:80: Permission denied. "
                + "Name a port from 1024 on with --listen.")
        #expect(
            address.failure(errno: EADDRNOTAVAIL).message
                == "192.0.2.1 is no address of this machine. Name another with --listen.")
        #expect(
            address.failure(errno: EAFNOSUPPORT).message
                == "Cannot listen on 192.0.2.1:80: Address family not supported by protocol. "
                + "Name another with --listen.")
    }

    @Test func aDoorsCodeStandsBesideAnAddressThatItCanReach() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let arguments = ["device", "add", "--room", "A 1", "--data", school.path]
        let unset = try KioskProgram.run(arguments)
        let code = unset.text.trimmingCharacters(in: .newlines)
        #expect(unset.status == 0 && unset.errorText.contains("kiosk enrol ADDRESS \(code)\n"))
        #expect(unset.errorText.contains("public_url") && !unset.errorText.contains("127.0.0.1"))
        let set = try KioskProgram.run(
            arguments, environment: ["KIOSK_PUBLIC_URL": "https://hub.example"])
        let second = set.text.trimmingCharacters(in: .newlines)
        #expect(set.errorText.contains("kiosk enrol https://hub.example \(second)\n"))
        #expect(!set.errorText.contains("ADDRESS"))
        let clear = try KioskProgram.run(
            arguments, environment: ["KIOSK_PUBLIC_URL": "http://hub.example"])
        let third = clear.text.trimmingCharacters(in: .newlines)
        #expect(
            clear.errorText.contains("kiosk enrol http://hub.example \(third) --insecure-http\n"))
    }

    @Test func beyondThisMachineNamesAndTokensAreEncryptedOrItIsSaid() async throws {
        let served = try await Served()
        let data = ["--data", served.school.path]
        let refused = try KioskProgram.run(["serve", "--listen", "0.0.0.0:0"] + data)
        #expect(refused.status == 64 && refused.errorText.contains("--insecure-http"))
        let half = try KioskProgram.run(
            ["serve"] + data,
            environment: served.listen.merging(["KIOSK_TLS_KEY": "/nonexistent"]) { $1 })
        #expect(half.status == 4 && half.errorText.contains("belong together"))
    }

    @Test(.enabled(if: isInstalled("openssl") && isInstalled("curl"), "openssl and curl"))
    func aNewCertificateIsTakenOnSIGHUP() async throws {
        let served = try await Served()
        let files = try TemporaryDirectory()
        func certify(_ name: String) throws {
            _ = try run(
                "openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                    "-nodes", "-days", "2", "-subj", "/CN=\(name)", "-keyout",
                    files.path + "/key.pem", "-out", files.path + "/certificate.pem",
                ])
        }
        func subject() throws -> String {
            try run(
                "curl",
                [
                    "-skv", "--retry", "30", "--retry-connrefused", "--retry-delay", "1",
                    "https://127.0.0.1:\(served.port)/healthz",
                ]
            ).errorText
        }
        try certify("first.example")
        let service = try Conversation(
            ["serve", "--data", served.school.path],
            environment: served.listen.merging([
                "KIOSK_TLS_CERTIFICATE": files.path + "/certificate.pem",
                "KIOSK_TLS_KEY": files.path + "/key.pem",
            ]) { $1 })
        #expect(try subject().contains("CN=first.example"))
        try certify("second.example")
        service.kill(SIGHUP)
        let deadline = Date().addingTimeInterval(30)
        while try !subject().contains("CN=second.example"), Date() < deadline { usleep(20_000) }
        #expect(try subject().contains("CN=second.example"))
        service.kill(SIGTERM)
        #expect(service.finish() == 0)
        #expect(service.errorText.contains("has been read again"))
    }

    @Test func aTokenIsShownOnceListedWithoutItselfAndRevoked() async throws {
        let served = try await Served()
        let data = ["--data", served.school.path]
        let made = try KioskProgram.run(
            [
                "token", "create", "--integration", "sis", "--scope", "classes:read", "--days", "3",
                "--json",
            ] + data)
        #expect(made.text.contains("\"scopes\":[\"classes:read\"]"))
        #expect(made.text.contains("\"token\":\"kiosk_"))
        let list = try KioskProgram.run(["token", "list"] + data)
        #expect(list.text.contains("secretary O1") && list.text.contains("integration sis"))
        #expect(!list.text.contains(served.office))
        #expect(!(try served.school.query(".dump")).contains(served.office))
        #expect(try KioskProgram.run(["token", "revoke", "1"] + data).status == 0)
        #expect(try KioskProgram.run(["token", "revoke", "1"] + data).status == 5)
        #expect(try KioskProgram.run(["token", "list"] + data).text.contains("revoked"))
        for wrong in [
            ["--user", "NOBODY"], ["--calendar", "O1"], ["--device", "d"], [],
            ["--calendar-room", "Z 9"], ["--calendar-room", "A 1", "--user", "O1"],
        ] {
            let refused = try KioskProgram.run(["token", "create"] + wrong + data)
            #expect(refused.status != 0 && refused.text.isEmpty, "\(wrong)")
        }
    }
}
