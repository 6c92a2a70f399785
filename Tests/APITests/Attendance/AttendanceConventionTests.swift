import Attendance
import Desk
import TestKit
import Testing
import Wire

@testable import API

/// Tokens, aliases, scopes, paging, validators and the rate limit of the attendance API.
@Suite struct AttendanceConventionTests {
    static let endpoints =
        AttendanceRoutes.all + HomeroomRoutes.all + ExcusalRoutes.all + SchoolRoutes.all
        + PeopleRoutes.all

    /// By hand, as the reference has it: the scope that each endpoint asks for; `any` for the rest.
    static let scopes: [(String, String)] = [
        ("GET /classes/{id}/attendance/term/{term_id}", "classes:read"),
        ("GET /classes/{id}/attendance/date/{date}", "classes:read"),
        ("GET /classes/{id}/attendance", "classes:read"),
        ("PUT /classes/{id}/attendance", "classes:write"),
        ("GET /classes/{id}/timetable", "classes:read"),
        ("GET /classes/attendance/missing/{date}", "classes:read"),
        ("GET /students/excusals/{date}", "excusals"),
        ("GET /students/{id}/excusals", "excusals"),
        ("POST /students/{id}/excusals", "excusals"),
        ("PATCH /students/{id}/excusals/{excusal_id}", "excusals"),
        ("DELETE /students/{id}/excusals/{excusal_id}", "excusals"),
        ("GET /year-groups/{id}/homeroom/attendance/term/{term_id}", "homeroom:read"),
        ("GET /year-groups/{id}/homeroom/attendance/date/{date}", "homeroom:read"),
        ("GET /year-groups/{id}/homeroom/attendance", "homeroom:read"),
        ("GET /year-groups/{id}/homeroom/attendance/term/{term_id}/adjustments", "homeroom:read"),
        ("PUT /year-groups/{id}/homeroom/attendance", "homeroom:write"),
        ("PUT /students/{id}/set_homeroom_attendance", "homeroom:write"),
        ("GET /ping", "any"), ("GET /auth/permissions", "any"),
        ("GET /school/academic-years", "any"),
        ("GET /school/academic-years/{id}/attendance_categories", "any"),
        ("GET /year-groups", "any"), ("GET /classes", "any"), ("GET /classes/{id}", "any"),
        ("GET /classes/{id}/terms", "any"), ("GET /classes/{id}/students", "any"),
        ("GET /students", "any"), ("GET /students/{id}", "any"), ("GET /teachers", "any"),
        ("GET /teachers/{id}", "any"), ("GET /parents", "any"), ("GET /parents/{id}", "any"),
        ("GET /memberships", "any"),
    ]

    private static func path(_ pattern: String) -> String {
        pattern.replacing("{date}", with: "2026-03-09").replacing("{term_id}", with: "1")
            .replacing("{excusal_id}", with: "1").replacing("{id}", with: "1")
    }

    @Test func everyEndpointIsInTheTable() {
        let named = Set(Self.scopes.map { $0.0.replacing(" ", with: " /v2p1", maxReplacements: 1) })
        #expect(Set(Self.endpoints.map { "\($0.method.rawValue) \($0.path)" }) == named)
        #expect(Self.endpoints.allSatisfy { $0.action != nil })
    }

    @Test func aScopeMayWhatTheTableSaysAndPersonsMayNothing() async throws {
        let school = try await AttendanceSchool()
        let callers = Caller.Scope.allCases.map(\.rawValue)
        for (endpoint, wanted) in Self.scopes {
            let words = endpoint.split(separator: " ")
            let (method, path) = (String(words[0]), Self.path(String(words[1])))
            let body = method == "GET" ? nil : "{}"
            for caller in callers {
                let answer = try await school.ask(method, path, as: caller, body)
                let isAllowed = wanted == "any" || caller == wanted
                #expect((answer.status == 403) == !isAllowed, "\(endpoint) by \(caller)")
                if !isAllowed { #expect(answer.text == #"{"error":"Forbidden"}"#) }
                #expect(answer.status < 500)
            }
            for person in ["superadmin", "teacher", "student", "parent", "device", "calendar"] {
                let answer = try await school.ask(method, path, as: person, body)
                #expect(answer.status == 403 && answer.text == #"{"error":"Forbidden"}"#)
            }
            for bad in [nil, "rubbish"] {
                let answer = try await school.ask(method, path, as: bad, body)
                #expect(answer.status == 401 && answer.text == #"{"error":"Access Denied"}"#)
            }
        }
        #expect(try await school.get("/nothing", as: nil).status == 401)
        #expect(try await school.get("/nothing", as: "superadmin").status == 403)
    }

    @Test func aTokenIsSentInAnyOfThreeWays() async throws {
        let school = try await AttendanceSchool()
        let token = try #require(school.api.tokens["integration"])
        let ping = "/ping"
        #expect(try await school.get(ping + "?auth_token=\(token)", as: nil).status == 200)
        let header = try await school.ask("GET", ping, as: nil, nil, ["auth-token": token])
        #expect(header.status == 200)
        #expect(try await school.get(ping).status == 200)
        #expect(try await school.get(ping + "?auth_token=nonsense", as: nil).status == 401)
        let checkin = "/api/v1/checkin-sessions?auth_token=\(school.api.tokens["secretary"] ?? "")"
        #expect(try await school.api.get(checkin, as: nil).status == 401, "only there")
    }

    @Test(arguments: ["/v2", "/v2p0", "/v2p1", "/v2p2", "/v2p3"])
    func theAliasesAreOneAPI(_ prefix: String) async throws {
        let school = try await AttendanceSchool()
        let path = "/classes/1/attendance/date/2026-03-09"
        let answer = try await school.api.get(prefix + path, as: "integration")
        #expect(answer.status == 200)
        #expect(answer.text == (try await school.get(path)).text)
        let missing = try await school.api.get(prefix + "/classes/9", as: "integration")
        #expect(missing.text == #"{"error":"Couldn't find Class with 'id'=9"}"#)
        #expect(try await school.api.get("/v2p4/ping", as: "integration").status == 403)
    }

    @Test func pagesAreClampedAndPastTheEndAreEmpty() async throws {
        let school = try await AttendanceSchool()
        for (query, current, perPage, pages) in [
            ("", 1, 100, 1), ("per_page=9999", 1, 500, 1), ("page=0", 1, 100, 1),
            ("page=-3&per_page=0", 1, 1, 6), ("page=x&per_page=y", 1, 100, 1),
            ("page=99999999999999999999", 1_000_000, 100, 1), ("page=3&per_page=4", 3, 4, 2),
            ("unknown=1&page=2&per_page=3", 2, 3, 2),
        ] {
            let answer = try await school.get("/students?" + query)
            #expect(answer.status == 200)
            #expect(
                try answer.at("meta")
                    == [
                        "current_page": JSON(current), "total_pages": JSON(pages),
                        "total_count": 6, "per_page": JSON(perPage),
                    ], "\(query)")
            if query.hasPrefix("page=3&") { #expect(try answer.at("students") == []) }
        }
    }

    @Test func archivedStudentsAreLeftOutUnlessTheyAreAskedFor() async throws {
        let school = try await AttendanceSchool()
        _ = try await school.put(#"{"student_id":2,"date":"2026-03-09","period":1,"status":1}"#)
        var roster = AttendanceSchool.roster
        roster.people.removeAll { $0.id == "s2023123456" }
        roster.enrolments.removeAll { $0.person == "s2023123456" }
        roster.people[roster.people.count - 1].agents = ["s2024123456"]
        roster.adjustments = []
        let applied = try await school.api.school.desk.apply(
            roster, source: "test", allowMassRemoval: true)
        _ = try applied.get()
        func ids(_ path: String) async throws -> [String] {
            let answer = try await school.get(path)
            guard case .array(let rows)? = try answer.at("students") else { return [] }
            return try rows.indices.map { try answer.at("students", "\($0)", "id")?.text ?? "" }
        }
        for path in ["/classes/1/attendance/term/1", "/year-groups/1/homeroom/attendance/term/1"] {
            #expect(try await !ids(path).contains("2"))
            #expect(try await ids(path + "?archived_students=true").contains("2"))
            #expect(try await ids(path + "?include_archived_students=1").contains("2"))
        }
        #expect(try await ids("/students?archived=true") == ["2"])
        #expect(try await !ids("/students").contains("2"))
        let archived = try await school.get("/students/2")
        #expect(try archived.at("student", "archived") == true)
    }

    @Test func readsHaveAValidatorThatChangesWithThem() async throws {
        let school = try await AttendanceSchool()
        let path = "/classes/1/attendance/date/2026-03-09"
        let first = try await school.get(path)
        let etag = try #require(first["ETag"])
        let again = try await school.ask(
            "GET", path, as: "integration", nil, ["If-None-Match": etag])
        #expect(again.status == 304 && again.body.isEmpty)
        _ = try await school.put(#"{"student_id":1,"date":"2026-03-09","period":1,"status":1}"#)
        let changed = try await school.ask(
            "GET", path, as: "integration", nil, ["If-None-Match": etag])
        #expect(changed.status == 200 && changed["ETag"] != etag)
        for endpoint in Self.endpoints where endpoint.method == .get {
            let answer = try await school.api.get(Self.path(endpoint.path), as: "integration")
            if answer.status == 200 { #expect(answer["ETag"] != nil, "\(endpoint.path)") }
        }
    }

    @Test func studentsAreNamedOnEveryReadThatListsThem() async throws {
        let school = try await AttendanceSchool()
        let parent = try await school.id("P-1")
        for student in [1, 2] {
            let made = try await school.ask(
                "POST", "/students/\(student)/excusals", as: "integration",
                #"{"excusal":{"parent_id":\#(parent),"start_date":"2026-03-09"}}"#)
            #expect(made.status == 201)
        }
        for (path, name) in [("/students", "id"), ("/students/excusals/2026-03-09", "student_id")] {
            let answer = try await school.get(path + "?student_ids=2,%203")
            let list = path == "/students" ? "students" : "excusals"
            guard case .array(let rows)? = try answer.at(list) else { return }
            let ids = try rows.indices.map { try answer.at(list, "\($0)", name)?.text }
            #expect(ids == (path == "/students" ? ["2", "3"] : ["2"]))
        }
    }

    @Test func aWriteThatWasDoneIsNeverNotModified() async throws {
        let school = try await AttendanceSchool()
        let answer = try await school.ask(
            "PUT", "/students/1/set_homeroom_attendance", as: "integration",
            #"{"date":"2026-03-09","status":1}"#, ["If-None-Match": "*"])
        #expect(answer.status == 200 && answer.text == #"{"status":"ok"}"#)
    }

    @Test func whatNeverReachesTheServiceIsRefusedInTheSameWords() async throws {
        let school = try await AttendanceSchool()
        let long = String(repeating: "1", count: 9_000)
        let target = try await school.get("/students?student_ids=" + long)
        #expect(target.status == 414 && target.text == #"{"error":"URI Too Long"}"#)
        let fields = try await school.ask("GET", "/ping", as: "integration", nil, ["X-Long": long])
        #expect(fields.status == 431)
        #expect(fields.text == #"{"error":"Request Header Fields Too Large"}"#)
        let other = try await school.api.get("/api/v1/checkin-sessions?x=" + long)
        #expect(other.status == 414 && other.text.hasPrefix(#"{"code":"#))
    }

    @Test func aBodyNeedsNoContentType() async throws {
        let school = try await AttendanceSchool()
        let answer = try await school.ask(
            "PUT", "/students/1/set_homeroom_attendance", as: "integration",
            #"{"date":"2026-03-09","status":1}"#,
            ["Content-Type": "application/x-www-form-urlencoded"])
        #expect(answer.status == 200)
        let get = try await school.ask("GET", "/ping", as: "integration", "{}")
        #expect(get.status == 200, "a body where none is needed is not looked at")
    }

    @Test func anAddressIsLimitedAndToldUntilWhen() async throws {
        // One a second: also a busy machine asks twice in some second.
        let school = try await AttendanceSchool(attendanceRateLimit: 1)
        var refused: RawResponse?
        for _ in 0..<100 where refused == nil {
            let answer = try await school.get("/ping")
            if answer.status == 429 { refused = answer }
        }
        let answer = try #require(refused)
        #expect(answer.text == #"{"error":"Too Many Requests"}"#)
        #expect(answer["X-RateLimit-Limit"] == "1" && answer["X-RateLimit-Period"] == "1")
        #expect(answer["X-RateLimit-Reset"] == "2026-03-09 00:00:01 UTC")
        #expect(answer["Retry-After"] == "1")
        #expect(try await school.api.get("/healthz", as: nil).status == 200)
    }

    @Test func aRenamedLabelIsSummedUnderItsName() throws {
        let labels = try #require(StatusLabels("2=Tardy, 15=Tardy,16=Trip"))
        let shapes = AttendanceShapes(labels: labels, periodsCountFrom: 1)
        let tally = AttendanceTally(
            student: ID(5), counts: [(.inferred, 2), (.late, 1), (.custom1, 3)])
        #expect(
            String(decoding: shapes.tallies([tally], withTimetable: true), as: UTF8.self)
                == #"{"students":[{"id":5,"attendance":{"Tardy":4,"Present":2},"#
                + #""attendance_categories":[{"label":"Tardy","status":2,"value":1},"#
                + #"{"label":"Tardy","status":15,"value":3},"#
                + #"{"label":"Present","status":-1,"value":2}]}],"#
                + #""timetable":{"period_starts_count_from":1,"period_offset":0}}"#)
        for wrong in ["1=Here", "6=Six", "15=", "15", "2=a,2=b", "x=y", "-1=z"] {
            #expect(StatusLabels(wrong) == nil, "\(wrong)")
        }
    }
}
