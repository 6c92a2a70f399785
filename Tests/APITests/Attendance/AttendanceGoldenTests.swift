import TestKit
import Testing
import Wire

/// What each endpoint answers, whole, as clients in the field read it.
@Suite struct AttendanceGoldenTests {
    private func expect(
        _ answer: RawResponse, _ status: Int, _ json: String,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(answer.status == status, sourceLocation: location)
        #expect(answer.text == json, sourceLocation: location)
        #expect(
            answer["Content-Type"] == "application/json; charset=utf-8", sourceLocation: location)
    }

    private static let timetable = #""timetable":{"period_starts_count_from":0,"period_offset":-1}"#

    @Test func aClassOnADateIsAnObjectByPeriod() async throws {
        let school = try await AttendanceSchool()
        let answer = try await school.put(
            """
            {"student_id":1,"date":"2026-03-09","period":1,"status":1},
            {"student_id":1,"date":"2026-03-09","period":4,"status":0,"notes":"Left after lunch."}
            """)
        expect(
            answer, 200,
            #"{"attendance":[{"index":0,"student_id":1,"status":"ok"},"#
                + #"{"index":1,"student_id":1,"status":"ok"}]}"#)
        expect(
            try await school.get("/classes/1/attendance/date/2026-03-09"), 200,
            #"{"students":[{"id":1,"attendance":{"#
                + #""1":{"status":"Present","note":"","category":{"status":1}},"#
                + #""4":{"status":"Absent","note":"Left after lunch.","category":{"status":0}}}},"#
                + #"{"id":2,"attendance":{}},{"id":3,"attendance":{}},{"id":4,"attendance":{}}],"#
                + Self.timetable + "}")
        expect(
            try await school.get(
                "/classes/1/attendance?start_date=2026-03-08&end_date=2026-03-10&student_ids=1,2"),
            200,
            #"{"students":[{"id":1,"attendance":{"2026-03-09":{"#
                + #""1":{"status":"Present","note":"","category":{"status":1}},"#
                + #""4":{"status":"Absent","note":"Left after lunch.","category":{"status":0}}}}},"#
                + #"{"id":2,"attendance":{}}],"# + Self.timetable + "}")
    }

    @Test func aTermIsSummedByLabelAndByNumber() async throws {
        let school = try await AttendanceSchool()
        _ = try await school.put(
            """
            {"student_id":1,"date":"2026-03-09","period":1,"status":1},
            {"student_id":1,"date":"2026-03-09","period":2,"status":1},
            {"student_id":1,"date":"2026-03-09","period":3,"status":0},
            {"student_id":1,"date":"2026-03-16","period":1,"status":2},
            {"student_id":1,"date":"2026-03-16","period":2,"status":15},
            {"student_id":2,"date":"2026-03-16","period":2,"status":4}
            """)
        expect(
            try await school.get("/classes/1/attendance/term/1"), 200,
            #"{"students":[{"id":1,"attendance":{"Present":2,"Absent":1,"Late":1,"Custom 1":1},"#
                + #""attendance_categories":[{"label":"Present","status":1,"value":2},"#
                + #"{"label":"Absent","status":0,"value":1},{"label":"Late","status":2,"value":1},"#
                + #"{"label":"Custom 1","status":15,"value":1}]},"#
                + #"{"id":2,"attendance":{"Late & Dress Code":1},"attendance_categories":["#
                + #"{"label":"Late & Dress Code","status":4,"value":1}]},"#
                + #"{"id":3,"attendance":{},"attendance_categories":[]},"#
                + #"{"id":4,"attendance":{},"attendance_categories":[]}],"# + Self.timetable + "}")
    }

    @Test func aTimetableIsSortedByPeriodThenDay() async throws {
        let school = try await AttendanceSchool()
        func timetable(_ slots: String) -> String {
            #"{"timetable":{"period_starts_count_from":0,"academic_years":[{"id":2,"#
                + #""name":"August 2025 – July 2026","start_date":"2025-08-01","#
                + #""end_date":"2026-07-31","slots":["# + slots + "]}]}}"
        }
        let monday = { (period: Int) in
            #"{"day":1,"period":\#(period),"location":"5A C317","enabled":true}"#
        }
        expect(
            try await school.get("/classes/1/timetable"), 200,
            timetable([1, 2, 3, 4].map(monday).joined(separator: ",")))
        expect(
            try await school.get("/classes/1/timetable?include_disabled=1"), 200,
            timetable(
                [
                    monday(1), monday(2),
                    #"{"day":3,"period":2,"location":"5A C317","enabled":false}"#, monday(3),
                    monday(4),
                ].joined(separator: ",")))
    }

    @Test func anExcusalIsAnsweredAsItIsKept() async throws {
        let school = try await AttendanceSchool()
        let parent = try await school.id("P-1")
        let made = try await school.ask(
            "POST", "/students/1/excusals",
            #"{"excusal":{"parent_id":\#(parent),"start_date":"2026-03-10","#
                + #""end_date":"2026-03-11","comment":"Flu."}}"#)
        let kept =
            #"{"id":1,"student_id":1,"parent_id":\#(parent),"start_date":"2026-03-10","#
            + #""end_date":"2026-03-11","duration":2,"comment":"Flu.","#
            + #""created_at":"2026-03-09T00:00:00.000Z","updated_at":"2026-03-09T00:00:00.000Z"}"#
        expect(made, 201, #"{"excusal":\#(kept)}"#)
        let meta =
            #""meta":{"current_page":1,"total_pages":1,"total_count":1,"per_page":100}"#
        expect(
            try await school.get("/students/1/excusals"), 200,
            #"{"excusals":[\#(kept)],\#(meta)}"#)
        expect(
            try await school.get("/students/excusals/2026-03-11"), 200,
            #"{"excusals":[\#(kept)],\#(meta)}"#)
        expect(
            try await school.ask("DELETE", "/students/1/excusals/1"), 200,
            #"{"excusal":\#(kept)}"#)
        expect(
            try await school.get("/students/1/excusals"), 200,
            #"{"excusals":[],"meta":{"current_page":1,"total_pages":1,"total_count":0,"#
                + #""per_page":100}}"#)
    }

    @Test func homeroomIsFlat() async throws {
        let school = try await AttendanceSchool()
        expect(
            try await school.ask(
                "PUT", "/students/1/set_homeroom_attendance",
                #"{"id":99,"date":"2026-03-09","status":12,"notes":"Museum"}"#), 200,
            #"{"status":"ok"}"#)
        let others = [2, 3, 4, 6].map { #"{"id":\#($0),"attendance":{}}"# }.joined(separator: ",")
        let museum = #"{"status":"Fieldtrip","note":"Museum","category":{"status":12}}"#
        expect(
            try await school.get("/year-groups/1/homeroom/attendance/date/2026-03-09"), 200,
            #"{"students":[{"id":1,"attendance":\#(museum)},\#(others)]}"#)
        expect(
            try await school.get(
                "/year-groups/1/homeroom/attendance?start_date=2026-03-09&end_date=2026-03-09"
                    + "&student_ids=1"), 200,
            #"{"students":[{"id":1,"attendance":{"2026-03-09":\#(museum)}}]}"#)
        expect(
            try await school.get(
                "/year-groups/1/homeroom/attendance/term/1?student_ids=1,2"), 200,
            #"{"students":[{"id":1,"attendance":{"Fieldtrip":1},"attendance_categories":["#
                + #"{"label":"Fieldtrip","status":12,"value":1}]},"#
                + #"{"id":2,"attendance":{},"attendance_categories":[]}]}"#)
        expect(
            try await school.get("/year-groups/1/homeroom/attendance/term/1/adjustments"), 200,
            #"{"students":[{"id":2,"attendance_adjustments":["#
                + #"{"id":1,"name":"Absent","adjustment":-2}]}]}"#)
        expect(
            try await school.get("/year-groups/2/homeroom/attendance/term/1/adjustments"), 200,
            #"{"students":[]}"#)
    }

    @Test func aYearGroupIsSetAtOnce() async throws {
        let school = try await AttendanceSchool()
        expect(
            try await school.ask(
                "PUT", "/year-groups/1/homeroom/attendance",
                #"{"attendances":[{"student_id":1,"date":"2026-03-09","status":1},"#
                    + #"{"student_id":5,"date":"2026-03-09","status":1},"#
                    + #"{"student_id":2,"date":"2026-03-09","status":6}]}"#), 200,
            #"{"attendance":[{"index":0,"student_id":1,"status":"ok"},"#
                + #"{"index":1,"student_id":5,"status":"not_found"},"#
                + #"{"index":2,"student_id":2,"status":"unprocessable_entity","#
                + #""errors":{"status":["is not included in the list"]}}]}"#)
    }

    @Test func yearsTermsAndGroupsAreWhatTheRosterSays() async throws {
        let school = try await AttendanceSchool()
        expect(
            try await school.get("/school/academic-years"), 200,
            #"{"academic_years":{"default":{"academic_years":[{"id":2,"#
                + #""name":"August 2025 – July 2026","active":true,"starts_on":"2025-08-01","#
                + #""ends_on":"2026-07-31","academic_terms":[{"id":3,"name":"Autumn","#
                + #""active":false,"starts_on":"2025-09-01","ends_on":"2026-01-25"},"#
                + #"{"id":1,"name":"Spring","active":true,"starts_on":"2026-03-02","#
                + #""ends_on":"2026-06-28"}]}]}}}"#)
        expect(
            try await school.get("/year-groups?per_page=1"), 200,
            #"{"year_groups":[{"id":1,"name":"Grade 9","short_name":"G9","program":"Default","#
                + #""program_code":"default","grade":"Grade 9","archived":false,"#
                + #""grade_number":9,"student_ids":[1,2,3,4,6]}],"meta":{"current_page":1,"#
                + #""total_pages":2,"total_count":2,"per_page":1}}"#)
        expect(
            try await school.get("/classes/1/terms"), 200,
            #"{"terms":[{"id":1,"name":"Spring","active":true,"starts_on":"2026-03-02","#
                + #""ends_on":"2026-06-28"}]}"#)
        expect(
            try await school.get("/classes/1"), 200,
            #"{"class":{"id":1,"name":"Calculus","start_term_id":1,"end_term_id":1,"#
                + #""grade":"CS 2024","archived":false,"program":"Default","#
                + #""program_code":"default","teachers":[{"teacher_id":7,"#
                + #""show_on_reports":true}]}}"#)
    }

    @Test func peopleAreToldWithoutWhatIsNotKnown() async throws {
        let school = try await AttendanceSchool()
        let parent = try await school.id("P-1")
        expect(
            try await school.get("/students/1"), 200,
            #"{"student":{"id":1,"email":"john@example.org","first_name":"John","#
                + #""last_name":"Smith","archived":false,"student_id":"2024123456","#
                + #""class_grade":"Grade 9","year_group_id":1,"parent_ids":[\#(parent)]}}"#)
        expect(
            try await school.get("/parents/\(parent)"), 200,
            #"{"parent":{"id":\#(parent),"first_name":"Mary","last_name":"Smith","#
                + #""archived":false,"child_ids":[1,2]}}"#)
        expect(
            try await school.get("/teachers/7"), 200,
            #"{"teacher":{"id":7,"first_name":"Jane","last_name":"Miller","archived":false}}"#)
        expect(
            try await school.get("/memberships?per_page=1&page=6"), 200,
            #"{"memberships":[{"id":6,"user_id":7,"class_id":1,"role":"Teacher"}],"#
                + #""meta":{"current_page":6,"total_pages":7,"total_count":7,"per_page":1}}"#)
        expect(try await school.get("/ping"), 200, #"{"pong":"ok"}"#)
        expect(
            try await school.get("/auth/permissions", as: "excusals"), 200,
            #"{"permissions":["excusals"]}"#)
        expect(
            try await school.get("/auth/permissions"), 200,
            #"{"permissions":["classes:read","classes:write","excusals","homeroom:read","#
                + #""homeroom:write"]}"#)
    }

    @Test func theFifteenCategoriesAreListed() async throws {
        let school = try await AttendanceSchool()
        let answer = try await school.get("/school/academic-years/2/attendance_categories")
        #expect(answer.status == 200)
        guard case .array(let rows)? = try answer.at("categories") else {
            Issue.record("no list")
            return
        }
        #expect(
            rows.first
                == [
                    "status": 0, "label": "Absent", "abbreviation": "A", "enabled": true,
                    "color_code": "#D55E00",
                ])
        let numbers = try rows.indices.map { try answer.at("categories", "\($0)", "status")?.text }
        #expect(
            numbers == [
                "0", "1", "2", "3", "4", "5", "10", "11", "12", "13", "14", "15", "16", "17", "18",
            ])
    }
}
