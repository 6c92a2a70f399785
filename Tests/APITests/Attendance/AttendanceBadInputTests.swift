import Attendance
import TestKit
import Testing
import Wire

/// What is wrong is answered in the attendance API's own words, always by a JSON object.
@Suite struct AttendanceBadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var method = "GET"
        var path: String
        var body: String?
        var status: Int
        var json: String

        var testDescription: String { "\(method) \(path) \(body ?? "")" }

        static func get(_ path: String, _ status: Int, _ json: String) -> Case {
            Case(path: path, status: status, json: json)
        }
    }

    private static func error(_ text: String) -> String { #"{"error":"\#(text)"}"# }
    private static let wrongStructure = error("Invalid payload data structure.")
    private static let noSuchDate = error(
        "Invalid date parameter: '2022-00-10' is not a valid date.")

    static let reads: [Case] = [
        .get("/classes/1/attendance/date/2022-00-10", 400, noSuchDate),
        .get("/students/excusals/2022-00-10", 400, noSuchDate),
        .get("/year-groups/1/homeroom/attendance/date/2022-00-10", 400, noSuchDate),
        .get("/classes/attendance/missing/2022-00-10", 400, noSuchDate),
        .get(
            "/students/1/excusals?applies_on=today", 400,
            error("Invalid applies_on parameter: 'today' is not a valid date.")),
        .get(
            "/classes/1/attendance/date/2026-03-01", 404,
            error("Date is out of class term date range")),
        .get(
            "/classes/1/attendance/date/2026-06-29", 404,
            error("Date is out of class term date range")),
        .get("/classes/9/attendance/term/1", 404, error("Couldn't find Class with 'id'=9")),
        .get("/classes/x/attendance/term/1", 404, error("Couldn't find Class with 'id'=x")),
        .get("/classes/0/timetable", 404, error("Couldn't find Class with 'id'=0")),
        .get(
            "/classes/99999999999999999999/timetable", 404,
            error("Couldn't find Class with 'id'=99999999999999999999")),
        // The autumn is a term, and not this class's; the year is divided, and no term.
        .get(
            "/classes/1/attendance/term/3", 404, error("Couldn't find AcademicTerm with 'id'=3")),
        .get(
            "/classes/1/attendance/term/2", 404, error("Couldn't find AcademicTerm with 'id'=2")),
        .get(
            "/year-groups/1/homeroom/attendance/term/77", 404,
            error("Couldn't find AcademicTerm with 'id'=77")),
        .get(
            "/year-groups/9/homeroom/attendance/date/2026-03-09", 404,
            error("Couldn't find YearGroup with 'id'=9")),
        .get("/students/9999/excusals", 404, error("Couldn't find Student with 'id'=9999")),
        .get("/students/7", 404, error("Couldn't find Student with 'id'=7")),
        .get("/teachers/1", 404, error("Couldn't find Teacher with 'id'=1")),
        .get("/parents/1", 404, error("Couldn't find Parent with 'id'=1")),
        .get(
            "/school/academic-years/1/attendance_categories", 404,
            error("Couldn't find AcademicYear with 'id'=1")),
        .get(
            "/classes/1/attendance/term/1?archived_students=maybe", 400,
            error("Invalid archived_students parameter: 'maybe' is not true or false.")),
        .get(
            "/classes/1/attendance/term/1?student_ids=1,x", 400,
            error("Invalid student_ids parameter: '1,x' is not a list of ids.")),
        .get(
            "/classes/1/attendance/term/1?student_ids=1%208", 400,
            error("Invalid student_ids parameter: '1 8' is not a list of ids.")),
        .get(
            "/classes/1/attendance?start_date=2026-03-09", 400,
            error("start_date and end_date are needed, as yyyy-mm-dd.")),
        .get(
            "/classes/1/attendance?start_date=2026-03-09&end_date=2026-03-08", 400,
            error("end_date must be on or after start_date, and within 366 days of it.")),
        .get(
            "/classes/1/attendance?start_date=2026-03-09&end_date=2027-03-10", 400,
            error("end_date must be on or after start_date, and within 366 days of it.")),
        .get("/nothing", 404, error("Not Found")),
        Case(method: "POST", path: "/ping", status: 405, json: error("Method Not Allowed")),
    ]

    private static func put(_ body: String?) -> Case {
        Case(
            method: "PUT", path: "/classes/1/attendance", body: body, status: 400,
            json: wrongStructure)
    }

    private static func homeroom(_ body: String, _ errors: String) -> Case {
        Case(
            method: "PUT", path: "/students/1/set_homeroom_attendance", body: body, status: 422,
            json: #"{"errors":{\#(errors)}}"#)
    }

    private static func excuse(_ body: String, _ errors: String) -> Case {
        Case(
            method: "POST", path: "/students/1/excusals", body: body, status: 422,
            json: #"{"errors":{\#(errors)}}"#)
    }

    static let writes: [Case] = [
        put(nil), put("{}"), put("[]"), put("null"), put(#"{"attendance":[]}"#),
        put(#"{"attendances":{}}"#), put(#"{"attendances":[}"#), put("\u{7}"),
        homeroom(#"{"status":1}"#, #""date":["can't be blank"]"#),
        homeroom(#"{"date":"","status":1}"#, #""date":["can't be blank"]"#),
        homeroom(#"{"date":"2022-00-10","status":1}"#, #""date":["is not a valid date"]"#),
        homeroom(#"{"date":20220110,"status":1}"#, #""date":["is not a valid date"]"#),
        homeroom(
            #"{"date":"2026-03-09","status":6}"#, #""status":["is not included in the list"]"#),
        homeroom(
            #"{"date":"2026-03-09","status":"1"}"#, #""status":["is not included in the list"]"#),
        homeroom(
            #"{"date":"2026-03-09","status":-1}"#, #""status":["is not included in the list"]"#),
        homeroom(
            #"{"date":"2026-03-09","status":1,"notes":5}"#, #""notes":["must be a string"]"#),
        homeroom("{}", #""date":["can't be blank"],"status":["can't be blank"]"#),
        Case(
            method: "PUT", path: "/students/99/set_homeroom_attendance", body: "{}", status: 404,
            json: error("Couldn't find Student with 'id'=99")),
        Case(
            method: "PUT", path: "/students/1/set_homeroom_attendance", body: "[1]", status: 400,
            json: wrongStructure),
        Case(
            method: "POST", path: "/students/1/excusals",
            body: #"{"parent_id":1,"start_date":"2026-03-09"}"#, status: 400, json: wrongStructure),
        excuse(
            #"{"excusal":{}}"#,
            #""parent_id":["can't be blank"],"start_date":["can't be blank"]"#),
        excuse(
            #"{"excusal":{"parent_id":7,"start_date":"2026-03-09"}}"#,
            #""parent_id":["Parent with ID=7 is not linked to the Student with ID=1 via a "#
                + #"relationship"]"#),
        Case(
            method: "PATCH", path: "/students/1/excusals/5", body: "{}", status: 404,
            json: error("Couldn't find Excusal with 'id'=5")),
        Case(
            method: "DELETE", path: "/students/1/excusals/5", status: 404,
            json: error("Couldn't find Excusal with 'id'=5")),
    ]

    @Test func theReadsAreAnsweredAsTheReferenceSays() async throws {
        try await check(Self.reads)
    }

    @Test func theWritesAreAnsweredAsTheReferenceSays() async throws {
        try await check(Self.writes)
    }

    private func check(_ cases: [Case]) async throws {
        let school = try await AttendanceSchool()
        for one in cases {
            let answer = try await school.ask(
                one.method, one.path, as: "integration", one.body)
            #expect(answer.status == one.status, "\(one.testDescription)")
            #expect(answer.text == one.json, "\(one.testDescription)")
        }
    }

    @Test func anExcusalOverlapsNoOtherAndLastsAtMostTwelveDays() async throws {
        let school = try await AttendanceSchool()
        let parent = try await school.id("P-1")
        func excuse(_ start: String, _ end: String) async throws -> RawResponse {
            try await school.ask(
                "POST", "/students/1/excusals",
                #"{"excusal":{"parent_id":\#(parent),"start_date":"\#(start)","#
                    + #""end_date":"\#(end)"}}"#)
        }
        let duration =
            #"{"errors":{"duration":["The duration must be a positive number, and it must be "#
            + #"between 1 and 12, inclusively"]}}"#
        let overlap = { (days: String) in
            #"{"errors":{"duration":["The selected duration overlaps with another attendance "#
                + #"excusal. Please adjust so that the duration is up to \#(days)."]}}"#
        }
        #expect(try await excuse("2026-03-10", "2026-03-21").status == 201, "twelve days")
        for (start, end, text) in [
            ("2026-04-01", "2026-04-13", duration), ("2026-04-02", "2026-04-01", duration),
            ("2026-03-09", "2026-03-10", overlap("1 day")),
            ("2026-03-08", "2026-03-15", overlap("2 days")),
            ("2026-03-21", "2026-03-22", overlap("0 days")),
            ("2026-03-12", "2026-03-12", overlap("0 days")),
        ] {
            let answer = try await excuse(start, end)
            #expect(answer.status == 422 && answer.text == text, "\(start) to \(end)")
        }
        #expect(try await excuse("2026-03-22", "2026-03-22").status == 201)
        let longer = try await school.ask(
            "PATCH", "/students/1/excusals/1", #"{"excusal":{"end_date":"2026-03-22"}}"#)
        #expect(longer.status == 422 && longer.text == duration, "thirteen days")
        let second = try await school.ask(
            "PATCH", "/students/2/excusals/1", #"{"excusal":{"comment":"x"}}"#)
        #expect(second.text == #"{"error":"Couldn't find Excusal with 'id'=1"}"#, "another's")
        let fixed = try await school.ask(
            "PATCH", "/students/1/excusals/1",
            #"{"excusal":{"start_date":"2026-03-01","parent_id":9,"comment":"Flu."}}"#)
        #expect(try fixed.at("excusal", "start_date")?.text == #""2026-03-10""#)
        #expect(try fixed.at("excusal", "parent_id")?.text == "\(parent)")
        #expect(try fixed.at("excusal", "comment")?.text == #""Flu.""#)
    }

    @Test func aBodyOverOneMebibyteIsTooLarge() async throws {
        let school = try await AttendanceSchool()
        let row = #"{"student_id":1,"date":"2026-03-09","period":1,"status":1},"#
        let most = 1 << 20
        let padding = String(repeating: " ", count: most - 18 - row.utf8.count)
        let whole = #"{"attendances":["# + row.dropLast() + padding + "]}"
        #expect(whole.utf8.count == most - 1)
        let fits = try await school.ask("PUT", "/classes/1/attendance", whole + " ")
        #expect(fits.status == 200)
        let over = try await school.ask("PUT", "/classes/1/attendance", whole + "  ")
        #expect(over.status == 413)
        #expect(over.text == #"{"error":"Content Too Large"}"#)
        let elsewhere = try await school.ask(
            "POST", "/students/1/excusals", String(repeating: " ", count: 65_537))
        #expect(elsewhere.status == 413 && elsewhere.text == #"{"error":"Content Too Large"}"#)
    }
}
