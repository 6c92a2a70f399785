import Attendance
import TestKit
import Testing
import Wire

/// What comes from outside is wrong until shown right.
@Suite struct BadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var body: String
        var status: Int
        var code: Int64
        var testDescription: String { body }
    }

    /// Bodies of a toggle.
    static let bodies: [Case] = [
        (#"{"student_id":1"#, 400, 40_001), ("", 422, 42_201), ("[]", 400, 40_001),
        ("null", 400, 40_001), ("\"text\"", 400, 40_001), ("{} {}", 400, 40_001),
        (String(repeating: "[", count: 60_000), 400, 40_001),
        (#"{"student_id":1,"student_id":2,"status":"late"}"#, 400, 40_001),
        (#"{"student_id":1,"status":"late","x":"\uD800"}"#, 400, 40_001),
        (#"{"student_id":01,"status":"late"}"#, 400, 40_001),
        (#"{"student_id":1,"status":"late",}"#, 400, 40_001),
        (#"{'student_id':1}"#, 400, 40_001), (#"{"student_id":NaN}"#, 400, 40_001),
        (#"{"student_id":"1","status":"late"}"#, 400, 40_001),
        (#"{"student_id":1.5,"status":"late"}"#, 400, 40_001),
        (#"{"student_id":true,"status":"late"}"#, 400, 40_001),
        (#"{"student_id":null,"status":"late"}"#, 400, 40_001),
        (#"{"student_id":-1,"status":"late"}"#, 422, 42_201),
        (#"{"student_id":0,"status":"late"}"#, 422, 42_201),
        (#"{"student_id":9223372036854775808,"status":"late"}"#, 422, 42_201),
        (#"{"student_id":1e30,"status":"late"}"#, 422, 42_201),
        (#"{"student_id":9223372036854775807,"status":"late"}"#, 422, 42_201),
        (#"{"student_id":9007199254740991,"status":"late"}"#, 422, 42_202),
        (#"{"status":"late"}"#, 422, 42_201), (#"{"student_id":1}"#, 422, 42_201),
        (#"{"student_id":1,"status":"LATE"}"#, 422, 42_201),
        (#"{"student_id":1,"status":4}"#, 400, 40_001),
        (#"{"student_id":1,"status":"late","remark":5}"#, 400, 40_001),
        (#"{"student_id":1,"status":"late","remark":"\u0000"}"#, 422, 42_201),
        (
            #"{"student_id":1,"status":"late","remark":"\#(String(repeating: "a", count: 501))"}"#,
            422, 42_201
        ),
    ].map { Case(body: $0.0, status: $0.1, code: $0.2) }

    @Test(arguments: bodies)
    func aBodyIsRefusedWithItsReason(_ bad: Case) async throws {
        let api = try await APISchool()
        let session = try await api.open().session.id.number
        let path = "/api/v1/checkin-sessions/\(session)/toggle-status"
        let answer = try await api.ask("POST", path, as: "teacher", bad.body)
        #expect(answer.status == bad.status, "\(answer.text)")
        #expect(try answer.code == bad.code)
        guard case .string(let message) = try answer.at("message") else {
            Issue.record("no message")
            return
        }
        #expect(message.hasSuffix("."))
        if bad.code == 42_201 {
            #expect(try answer.at("errors", "0", "pointer")?.text.hasPrefix("\"/") == true)
        }
    }

    @Test func bytesThatAreNoTextAreRefused() async throws {
        let api = try await APISchool()
        let session = try await api.open().session.id.number
        let head = [
            "POST /api/v1/checkin-sessions/\(session)/void HTTP/1.1", "Host: x",
            "Authorization: Bearer \(api.tokens["teacher"]!)", "Content-Type: application/json",
            "Content-Length: 7", "Connection: close", "", "",
        ].joined(separator: "\r\n")
        let answer = try await onThread { [port = api.port] in
            let connection = try RawConnection(port: port)
            try connection.send(Array(head.utf8) + Array("{\"".utf8) + [0xFF] + Array("\":1}".utf8))
            return try connection.response()
        }
        #expect(answer?.status == 400)
    }

    @Test func fieldsNobodyAskedForAreIgnored() async throws {
        let api = try await APISchool()
        let session = try await api.open().session.id.number
        let john = try await api.school.user("2024123456").id.number
        let answer = try await api.post(
            "/api/v1/checkin-sessions/\(session)/toggle-status",
            [
                "student_id": .int(john), "status": "late", "role": "superadmin",
                "checkin_time": "1999-01-01", "nested": ["a": [1, 2]],
            ])
        #expect(answer.status == 200)
        #expect(try answer.at("data", "checkin_time") == "2026-03-09T08:05:00+08:00")
    }

    @Test(arguments: [
        ("?cuorse_id=1", "?cuorse_id"), ("?course_id=x", "?course_id"),
        ("?course_id=0", "?course_id"), ("?course_id=-1", "?course_id"),
        ("?course_id=9223372036854775808", "?course_id"), ("?status=opened", "?status"),
        ("?date=2026-02-30", "?date"), ("?date=09.03.2026", "?date"), ("?date=", "?date"),
        ("?date=2026-03-09&start_date=2026-03-01", "?date"),
        ("?start_date=2026-03-09&end_date=2026-03-08", "?end_date"),
        ("?date=2026-03-09&date=2026-03-09", "?date"), ("?page=0", "?page"),
        ("?page=99999999999999999999", "?page"), ("?per_page=0", "?per_page"),
        ("?page=1e3", "?page"),
    ])
    func aParameterIsRefusedByName(_ query: String, _ pointer: String) async throws {
        let api = try await APISchool()
        let answer = try await api.get("/api/v1/checkin-sessions" + query)
        #expect(answer.status == 422)
        #expect(try answer.at("errors", "0", "pointer") == .string(pointer))
    }

    @Test(arguments: [
        "0", "-1", "x", "1.0", "%31", "9223372036854775808", "99999999999999999999999", "", "+1",
        "1%00",
    ])
    func anIDThatIsNoneNamesNothing(_ id: String) async throws {
        let api = try await APISchool()
        #expect(try await api.get("/api/v1/checkin-sessions/\(id)/roster").status == 404)
    }

    @Test func aBodyWhereNoneBelongsAndOneThatIsNoJSON() async throws {
        let api = try await APISchool()
        let path = "/api/v1/checkin-sessions"
        #expect(try await api.ask("GET", path, as: "teacher", "{}").status == 400)
        let form = try await api.ask(
            "POST", path, as: "teacher", "occurrence_id=1",
            ["Content-Type": "application/x-www-form-urlencoded"])
        #expect(form.status == 415)
        #expect(try form.code == 41_501)
        let large = try await api.ask(
            "POST", path, as: "teacher", String(repeating: " ", count: 65_537))
        #expect(large.status == 413)
        #expect(try large.code == 41_301)
    }

    @Test func aScheduleNeedsADateThatExists() async throws {
        let api = try await APISchool()
        let path = "/api/v1/checkin-records/my-schedule"
        for query in ["", "?date=2026-13-01", "?date=2026-02-29", "?date=20260309"] {
            let answer = try await api.get(path + query, as: "student")
            #expect(answer.status == 422, "\(query)")
        }
    }
}
