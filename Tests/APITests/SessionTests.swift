import Attendance
import TestKit
import Testing
import Wire

/// A session's life by HTTP.
@Suite struct SessionTests {
    static let sessions = "/api/v1/checkin-sessions"

    @Test func closingIsRehearsedDoneAndTakenBackExactly() async throws {
        let api = try await APISchool()
        let opened = try await api.open()
        let path = "\(Self.sessions)/\(opened.session.id.number)"
        try await api.school.present("2024123456")
        let before = try await api.get(path + "/roster")
        let rehearsed = try await api.post(path + "/close?dry_run=1", as: "teacher")
        #expect(rehearsed.status == 200)
        guard case .array(let changes) = try rehearsed.at("data", "changes") else {
            Issue.record("no changes")
            return
        }
        #expect(changes.count == 3 && changes.allSatisfy { $0.text.contains("absent") })
        #expect(try await api.get(path + "/roster").body == before.body, "nothing is written")

        let closed = try await api.post(path + "/close", as: "teacher")
        #expect(
            try closed.at("data", "counts")?.text
                == #"{"present":1,"late":0,"absent":3,"leave":0,"pending":0}"#)
        let again = try await api.post(path + "/close", as: "teacher")
        #expect(again.status == 200 && again.body == closed.body, "closed already: unchanged")
        let refused = try await api.post(path + "/open", as: "teacher")
        #expect(refused.status == 409)
        #expect(try refused.code == 40_901)
        #expect(try refused.at("data", "status") == "closed")

        let reopened = try await api.post(path + "/open", as: "teacher", ["reopen": true])
        #expect(try reopened.at("data", "session", "status") == "open")
        #expect(
            try reopened.at("data", "session", "session_code")
                == .string(opened.session.code!.text), "the code stays")
        let after = try await api.get(path + "/roster")
        #expect(try after.at("data", "roster") == before.at("data", "roster"))
        let once = try await api.post(path + "/open", as: "teacher")
        #expect(once.status == 200 && once.body == reopened.body)
    }

    @Test func aDraftTakesNeitherMarksNorAClosing() async throws {
        let api = try await APISchool()
        let occurrence = try await api.school.occurrence()
        _ = try await api.post(
            Self.sessions, as: "teacher", ["occurrence_id": .int(occurrence.id.number)])
        let john = try await api.school.user("2024123456").id.number
        for (verb, body) in [
            ("close", [:]), ("close?dry_run=1", [:]), ("void", ["student_id": .int(john)]),
            ("toggle-status", ["student_id": .int(john), "status": "late"]),
        ] as [(String, JSON)] {
            let answer = try await api.post("\(Self.sessions)/1/\(verb)", as: "teacher", body)
            #expect(answer.status == 409, "\(verb)")
            #expect(try answer.at("data", "status") == "draft")
        }
        #expect(try await api.get(Self.sessions + "/1/proof", as: "teacher").status == 409)
        let shown = try await api.get(Self.sessions + "/1")
        #expect(try shown.at("data", "session", "session_code") == .null)
    }

    @Test func theDayHasEveryOccurrenceWithOrWithoutASession() async throws {
        let api = try await APISchool()
        _ = try await api.open()
        let day = try await api.get(Self.sessions + "/daily")
        #expect(try day.at("data", "date") == "2026-03-09")
        guard case .array(let rows) = try day.at("data", "sessions") else {
            Issue.record("no rows")
            return
        }
        #expect(rows.count == 3)
        let own = try await api.get(Self.sessions + "/daily", as: "teacher")
        #expect(try own.at("data", "sessions", "1", "occurrence", "start_time") == "10:00")
        #expect(try own.at("data", "sessions", "1", "session") == .null)
        #expect(try own.at("data", "sessions", "0", "counts", "pending") == 4)
        let other = try await api.get(Self.sessions + "/daily?date=2026-03-10")
        #expect(try other.at("data", "sessions")?.text == "[]")
    }

    @Test func aMarkIsTakenBackAndAVoidedScanIsGone() async throws {
        let api = try await APISchool()
        let path = "\(Self.sessions)/\(try await api.open().session.id.number)"
        try await api.school.present("2024123456")
        let john = try await api.school.user("2024123456").id.number
        let student: (String, JSON) = ("student_id", .int(john))
        func toggle(_ status: JSON) async throws -> RawResponse {
            try await api.post(
                path + "/toggle-status", as: "teacher", .object([student, ("status", status)]))
        }
        #expect(try await toggle("absent").at("data", "status") == "absent")
        #expect(try await toggle(.null).at("data", "status") == "present")
        let nothing = try await toggle(.null)
        #expect(nothing.status == 422)
        let voided = try await api.post(path + "/void", as: "teacher", .object([student]))
        #expect(try voided.at("data", "status") == .null)
        #expect(try voided.at("data", "record_id") == .null)
    }

    @Test func aTouchInTheWrongRoomIsAcceptedInOneStep() async throws {
        let api = try await APISchool()
        let drawing = try await api.open("ART1")
        _ = try await api.open()
        try await api.school.present("2024777777")
        let student = try await api.school.user("2024777777").id.number
        let path = "\(Self.sessions)/\(drawing.session.id.number)/flags"
        let body: JSON = [
            "student_id": .int(student), "flag": "wrong_room", "action": "accept",
        ]
        let accepted = try await api.post(path, as: "other", body)
        #expect(try accepted.at("data", "status") == "present")
        #expect(try accepted.at("data", "flags")?.text == "[]")
        #expect(try await api.post(path, as: "other", body).status == 422, "it is raised no more")
    }

    @Test func aRecordExplainsItself() async throws {
        let api = try await APISchool()
        let path = "\(Self.sessions)/\(try await api.open().session.id.number)"
        try await api.school.present("2024123456")
        let explain = "/api/v1/checkin-records/1/explain"
        let scanned = try await api.get(explain, as: "student")
        #expect(try scanned.at("data", "row") == 3)
        #expect(try scanned.at("data", "late_after") == "2026-03-09T08:10:00+08:00")
        #expect(try scanned.at("data", "evidence", "0", "kind") == "scan")
        #expect(try scanned.at("data", "evidence", "0", "counts") == true)
        #expect(try scanned.at("data", "override") == .null)
        let john = try await api.school.user("2024123456").id.number
        _ = try await api.post(
            path + "/toggle-status", as: "teacher",
            ["student_id": .int(john), "status": "absent", "remark": "Left at once"])
        let marked = try await api.get(explain, as: "student")
        #expect(try marked.at("data", "row") == 7)
        #expect(try marked.at("data", "evidence", "1", "remark") == "Left at once")
        #expect(try marked.at("data", "override") == marked.at("data", "evidence", "1", "id"))
        #expect(try marked.at("data", "record", "status") == "absent")
    }

    @Test func aCalendarIsReadWithATokenOfItsOwn() async throws {
        let api = try await APISchool()
        let path = "/api/v1/checkin-records/my-schedule.ics?token="
        let token = try #require(api.tokens["calendar"])
        let answer = try await api.get(path + token, as: nil)
        #expect(answer.status == 200)
        #expect(answer["Content-Type"]?.hasPrefix("text/calendar") == true)
        let lines = answer.text.components(separatedBy: "\r\n")
        #expect(lines.first == "BEGIN:VCALENDAR" && lines.contains("SUMMARY:Calculus"))
        #expect(lines.contains("DTSTART:20260309T000000Z") && lines.contains("LOCATION:5A C317"))
        #expect(lines.allSatisfy { $0.utf8.count <= 75 })
        #expect(try await api.get(path + "x", as: nil).status == 401)
        let student = try #require(api.tokens["student"])
        #expect(
            try await api.get(path + student, as: nil).status == 401,
            "a token that can do more has no place in a link")
        let bare = String(path.dropLast("?token=".count))
        for caller in APISchool.people.map(\.0) + ["device", "integration", "calendar"] {
            #expect(try await api.get(bare, as: caller).status == 401, "\(caller)")
        }
        #expect(try await api.get("/api/v1/checkin-records", as: "calendar").status == 403)
    }

    @Test func aTokenIsTakenBackAtOnceAndRunsOut() async throws {
        let api = try await APISchool()
        let path = "/api/v1/checkin-records"
        let student = try await api.school.user("2024123456").id
        let expires = api.school.clock.now.adding(seconds: 60)
        let (text, token) = try await api.school.desk.createToken(
            for: .user(student, .student), expires: expires, by: TestSchool.office)
        #expect(try await api.get(path, as: text).status == 200)
        api.school.clock.advance(seconds: 60)
        #expect(try await api.get(path, as: text).status == 401)
        api.school.clock.advance(seconds: -60)
        #expect(try await api.get(path, as: text).status == 200)
        api.service.writeUses()
        #expect(try await api.school.desk.revokeToken(token.id, by: TestSchool.office))
        #expect(try await api.get(path, as: text).status == 401)
        let noted = try await api.school.ledger.read { try $0.tokens() }
            .first { $0.id == token.id }
        #expect(noted?.revokedAt != nil && noted?.lastUsedAt != nil)
    }
}
