import Attendance
import Desk
import TestKit
import Testing
import Wire

@testable import API

/// Every route by every caller, on what is their own, another's, and missing.
@Suite struct MatrixTests {
    /// A letter for each caller in the order below: `a` all, `o` one's own, `-` never. As the
    /// document "Who may do what" has it, written by hand for each route.
    static let callers = [
        "superadmin", "secretary", "assistant", "teacher", "student", "parent", "integration",
        "device", "calendar",
    ]

    struct Row: Sendable {
        var method: String
        var path: String
        var letters: String
        /// With `S` for a session, `U` for a student, `O` for an occurrence.
        var body = "{}"
        /// Where what is asked for is not in the path but in the body.
        var hasObject = true
    }

    static let sessions = "/api/v1/checkin-sessions"
    static let records = "/api/v1/checkin-records"
    static let table: [Row] = [
        Row(
            method: "POST", path: sessions, letters: "aaao-----", body: #"{"occurrence_id":O}"#),
        Row(method: "GET", path: sessions, letters: "aaao---o-", hasObject: false),
        Row(method: "GET", path: sessions + "/daily", letters: "aaao---o-", hasObject: false),
        Row(method: "GET", path: sessions + "/{id}", letters: "aaao---o-"),
        Row(method: "GET", path: sessions + "/{id}/proof", letters: "aaao-----"),
        Row(method: "POST", path: sessions + "/{id}/open", letters: "aaao-----"),
        Row(method: "POST", path: sessions + "/{id}/close", letters: "aaao-----"),
        Row(method: "GET", path: sessions + "/{id}/roster", letters: "aaao-----"),
        Row(
            method: "POST", path: sessions + "/{id}/roster", letters: "aaao-----",
            body: #"{"student_id":U}"#),
        Row(
            method: "POST", path: sessions + "/{id}/toggle-status", letters: "aaao-----",
            body: #"{"student_id":U,"status":"late"}"#),
        Row(
            method: "POST", path: sessions + "/{id}/flags", letters: "aaao-----",
            body: #"{"student_id":U,"flag":"unrostered","action":"dismiss"}"#),
        Row(
            method: "POST", path: sessions + "/{id}/void", letters: "aaao-----",
            body: #"{"student_id":U}"#),
        Row(method: "GET", path: sessions + "/{id}/events", letters: "aaao-----"),
        Row(method: "GET", path: records, letters: "aaaoo----", hasObject: false),
        Row(
            method: "GET", path: records + "/my-schedule", letters: "----o----", hasObject: false),
        Row(method: "GET", path: records + "/{id}/explain", letters: "aaaoo----"),
        Row(
            method: "POST", path: records + "/manual", letters: "aaao-----",
            body: #"{"session_id":S,"student_id":U,"status":"late"}"#),
        Row(
            method: "POST", path: records + "/self", letters: "----o----",
            body: #"{"session_code":"AAAAAA","proof":"AAAAAA"}"#, hasObject: false),
        Row(
            method: "POST", path: records + "/scan", letters: "-------o-",
            body: #"{"scan":"1"}"#, hasObject: false),
        Row(method: "GET", path: "/api/v1/sync/feed", letters: "-------o-", hasObject: false),
        Row(method: "GET", path: "/api/v1/sync/snapshot", letters: "-------o-", hasObject: false),
    ]

    @Test func everyRouteThatNeedsATokenIsInTheTable() {
        let routes =
            CheckinSessionRoutes.all + RosterRoutes.all + CheckinRecordRoutes.all
            + CheckInRoutes.all + ClassroomRoutes.all + FeedRoutes.all
        #expect(routes.allSatisfy { $0.family == .checkin })
        let named = Set(Self.table.map { $0.method + $0.path })
        let inLink = routes.filter(\.takesTokenInQuery)
        #expect(
            inLink.map(\.path) == [
                Self.records + "/my-schedule.ics", "/api/v1/classrooms/{id}/schedule.ics",
            ], "tested by their own tests")
        #expect(
            Set(routes.map { $0.method.rawValue + $0.path })
                == named.union(inLink.map { $0.method.rawValue + $0.path }))
        #expect(PublicRoutes.all.allSatisfy { $0.action == nil })
        #expect(routes.allSatisfy { $0.action != nil })
    }

    /// A session, its occurrence, a student of it and a record, of Calculus and of Drawing.
    private struct Things {
        var session: Int64
        var occurrence: Int64
        var student: Int64
        var record: Int64
    }

    private func things(
        _ api: APISchool, _ course: String, _ code: String
    ) async throws -> Things {
        let detail = try await api.open(course)
        try await api.school.present(code, room: course == "ART1" ? "C318" : "C317")
        let student = try await api.school.user(code)
        let record = try await api.school.row(code, of: detail).record
        return Things(
            session: detail.session.id.number, occurrence: detail.occurrence.id.number,
            student: student.id.number, record: try #require(record).id.number)
    }

    @Test(arguments: table)
    func isAsTheTableSays(_ row: Row) async throws {
        let api = try await APISchool()
        let own = try await things(api, "MATH101", "2024123456")
        let anothers = try await things(api, "ART1", "2024777777")
        let missing = Things(
            session: 999_999, occurrence: 999_999, student: own.student, record: 999_999)
        for (caller, letter) in zip(Self.callers, row.letters) {
            for (object, things) in [
                (Ownership.own, own), (.anothers, anothers), (.missing, missing),
            ]
            where row.hasObject || object == .own {
                let id = row.path.hasPrefix(Self.records) ? things.record : things.session
                var path = row.path.replacing("{id}", with: "\(id)")
                if path.hasSuffix("my-schedule") { path += "?date=2026-03-09" }
                let body = row.body.replacing("S", with: "\(things.session)")
                    .replacing("U", with: "\(things.student)")
                    .replacing("O", with: "\(things.occurrence)")
                // Every case begins alike.
                _ = try await api.post("\(Self.sessions)/\(own.session)/open", ["reopen": true])
                let answer = try await api.ask(
                    row.path.hasSuffix("/events") ? "HEAD" : row.method, path, as: caller,
                    row.method == "POST" ? body : nil)
                let context = "\(row.method) \(path) by \(caller), \(object): \(answer.text)"
                switch (letter, object) {
                case ("-", _): #expect(answer.status == 403, "\(context)")
                case (_, .missing), ("o", .anothers): #expect(answer.status == 404, "\(context)")
                default:
                    #expect(
                        ![401, 403, 404, 500, 503].contains(answer.status)
                            || path.hasSuffix("/self"), "\(context)")
                }
            }
        }
        for bad in [nil, "rubbish", "kiosk_" + String(repeating: "a", count: 32) + "_aaaaaa"] {
            let answer = try await api.ask(
                row.method, row.path.replacing("{id}", with: "1"), as: bad,
                row.method == "POST" ? "{}" : nil)
            #expect(answer.status == 401 && answer["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
            #expect(try answer.code == 40_101)
        }
    }

    @Test func aRoleIsJudgedBeforeTheObjectAndUnknownPathsNeedAToken() async throws {
        let api = try await APISchool()
        let missing = Self.sessions + "/999/roster"
        #expect(try await api.get(missing, as: "student").status == 403)
        #expect(try await api.get(missing, as: "teacher").status == 404)
        #expect(try await api.get("/api/v1/nothing", as: nil).status == 401)
        #expect(try await api.get("/api/v1/nothing", as: "student").status == 404)
    }

    @Test func aListNamesOnlyWhatIsOnesOwn() async throws {
        let api = try await APISchool()
        let own = try await things(api, "MATH101", "2024123456")
        let anothers = try await things(api, "ART1", "2024777777")
        func total(_ path: String, _ caller: String) async throws -> JSON? {
            let answer = try await api.get(path, as: caller)
            #expect(answer.status == 200)
            return try answer.at("data", "meta", "total_count")
        }
        #expect(try await total(Self.sessions, "assistant") == 2)
        #expect(try await total(Self.sessions, "teacher") == 1)
        #expect(try await total(Self.sessions, "device") == 1)
        #expect(try await total(Self.records, "secretary") == 2)
        #expect(try await total(Self.records, "teacher") == 1)
        #expect(try await total(Self.records, "student") == 1)
        let theirs = "\(Self.records)?student_id=\(anothers.student)"
        #expect(try await total(theirs, "student") == 0, "not refused, and not told")
        #expect(try await total("\(Self.records)?session_id=\(anothers.session)", "teacher") == 0)
        #expect(try await total("\(Self.sessions)?course_id=\(own.session + 500)", "teacher") == 0)
    }
}
