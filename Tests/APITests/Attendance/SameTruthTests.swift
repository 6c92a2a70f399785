import Attendance
import Desk
import TestKit
import Testing
import Wire

/// What one API or the door is told, the others say.
@Suite struct SameTruthTests {
    private let school: AttendanceSchool
    private var api: APISchool { school.api }

    init() async throws {
        school = try await AttendanceSchool()
    }

    private static let sessions = "/api/v1/checkin-sessions"
    private static let date = "/classes/1/attendance/date/2026-03-09"

    /// What stands for a student's period on the day: label, number, note; nil where nothing does.
    private func period(_ period: String, of student: Int = 1) async throws -> String? {
        let answer = try await school.get(Self.date + "?student_ids=\(student)")
        guard let status = try answer.at("students", "0", "attendance", period, "status") else {
            return nil
        }
        let number = try answer.at("students", "0", "attendance", period, "category", "status")
        return "\(status.text) \(number?.text ?? "?")"
    }

    private func homeroom(of student: Int = 1) async throws -> String? {
        let answer = try await school.get(
            "/year-groups/1/homeroom/attendance/date/2026-03-09?student_ids=\(student)")
        #expect(try answer.at("students", "0", "id")?.text == "\(student)")
        return try answer.at("students", "0", "attendance", "category", "status")?.text
    }

    /// The counts of a student in the term, in the order of `attendance_categories`.
    private func tally(_ path: String, of student: Int = 1) async throws -> String? {
        try await school.get(path + "?student_ids=\(student)")
            .at("students", "0", "attendance")?.text
    }

    private func rosterStatus(_ session: SessionDetail, _ student: Int) async throws -> String? {
        let answer = try await api.get("\(Self.sessions)/\(session.session.id.number)/roster")
        guard case .array(let rows)? = try answer.at("data", "roster") else { return nil }
        let place = try rows.indices.first {
            try answer.at("data", "roster", "\($0)", "student_id")?.text == "\(student)"
        }
        return try place.flatMap { try answer.at("data", "roster", "\($0)", "status")?.text }
    }

    private func mySchedule() async throws -> String? {
        try await api.get("/api/v1/checkin-records/my-schedule?date=2026-03-09", as: "student")
            .at("data", "courses", "0", "status")?.text
    }

    @Test func whoScansAtTheDoorIsPresentInEveryPeriodAndInHomeroom() async throws {
        #expect(try await period("1") == nil)
        #expect(try await homeroom() == nil)
        _ = try await api.open()
        try await api.school.present("2024123456")
        #expect(try await period("1") == #""Present" 1"#)
        #expect(try await period("2") == #""Present" 1"#)
        #expect(try await period("3") == nil)
        #expect(try await homeroom() == "-1")
        #expect(try await tally("/classes/1/attendance/term/1") == #"{"Present":2}"#)
        #expect(
            try await tally("/year-groups/1/homeroom/attendance/term/1") == #"{"Present":1}"#)
    }

    @Test func aSecondClassOfTheDayIsTheSameDayOfHomeroom() async throws {
        _ = try await api.open()
        try await api.school.present("2024123456")
        let later = try await school.put(
            #"{"student_id":1,"date":"2026-03-09","period":3,"status":1}"#)
        #expect(later.status == 200)
        #expect(
            try await tally("/year-groups/1/homeroom/attendance/term/1") == #"{"Present":1}"#)
        #expect(try await tally("/classes/1/attendance/term/1") == #"{"Present":3}"#)
    }

    @Test func whatHomeroomWasSetToWinsOverWhatIsInferred() async throws {
        _ = try await api.open()
        try await api.school.present("2024123456")
        _ = try await school.ask(
            "PUT", "/students/1/set_homeroom_attendance", #"{"date":"2026-03-09","status":5}"#)
        #expect(try await homeroom() == "5")
        #expect(
            try await tally("/year-groups/1/homeroom/attendance/term/1") == #"{"Dismissed":1}"#)
    }

    @Test func withdrawingTheOnlyScanTakesHomeroomBack() async throws {
        let session = try await api.open()
        try await api.school.present("2024123456")
        let void = try await api.post(
            "\(Self.sessions)/\(session.session.id.number)/void", ["student_id": 1])
        #expect(void.status == 200)
        #expect(try await homeroom() == nil)
        #expect(try await period("1") == nil)
        #expect(try await tally("/year-groups/1/homeroom/attendance/term/1") == "{}")
        #expect(try await tally("/classes/1/attendance/term/1") == "{}")
    }

    @Test func aPeriodThatIsPutShowsInTheRosterAndInTheDay() async throws {
        let session = try await api.open()
        #expect(try await rosterStatus(session, 1) == "null")
        _ = try await school.put(
            #"{"student_id":1,"date":"2026-03-09","period":1,"status":4,"notes":"Sandals"}"#)
        #expect(try await rosterStatus(session, 1) == #""late""#)
        #expect(try await mySchedule() == #""late""#)
        #expect(try await period("1") == #""Late & Dress Code" 4"#)
        #expect(try await period("2") == nil, "only one period was told")
    }

    @Test func aFinerNumberStaysWhereStaffMarkTheSameStatus() async throws {
        let session = try await api.open()
        _ = try await school.put(
            #"{"student_id":1,"date":"2026-03-09","period":1,"status":10},"#
                + #"{"student_id":1,"date":"2026-03-09","period":2,"status":10}"#)
        let toggled = try await api.post(
            "\(Self.sessions)/\(session.session.id.number)/toggle-status",
            ["student_id": 1, "status": "leave"])
        #expect(toggled.status == 200)
        #expect(try await period("1") == #""Health" 10"#)
        _ = try await api.post(
            "\(Self.sessions)/\(session.session.id.number)/toggle-status",
            ["student_id": 1, "status": "present"])
        #expect(try await period("1") == #""Present" 1"#)
        #expect(try await tally("/classes/1/attendance/term/1") == #"{"Present":2}"#)
    }

    @Test func aPutBeforeThereIsASessionMakesADraft() async throws {
        let before = try await api.school.occurrence("MATH101", section: 3)
        _ = try await school.put(#"{"student_id":1,"date":"2026-03-09","period":3,"status":0}"#)
        let made = try await api.school.ledger.read { try $0.session(of: before.id) }
        #expect(made?.session.status == .draft)
        #expect(try await period("3") == #""Absent" 0"#)
    }

    @Test func aScanAfterAPutOfAbsentIsLateAndFlagged() async throws {
        let session = try await api.open()
        _ = try await school.put(
            #"{"student_id":1,"date":"2026-03-09","period":1,"status":0},"#
                + #"{"student_id":1,"date":"2026-03-09","period":2,"status":0}"#)
        api.school.clock.set("08:20")
        try await api.school.present("2024123456")
        #expect(try await period("1") == #""Late" 2"#)
        let row = try await api.school.row("2024123456", of: session)
        #expect(row.record?.flags == [.lateAfterAbsent])
    }

    @Test func anExcusalTurnsAbsencesOfClosedSessionsIntoLeaveAndBack() async throws {
        let session = try await api.open()
        _ = try await api.post("\(Self.sessions)/\(session.session.id.number)/close")
        #expect(try await period("1") == #""Absent" 0"#)
        #expect(try await tally("/classes/1/attendance/term/1") == #"{"Absent":2}"#)
        let parent = try await school.id("P-1")
        let made = try await school.ask(
            "POST", "/students/1/excusals",
            #"{"excusal":{"parent_id":\#(parent),"start_date":"2026-03-08","#
                + #""end_date":"2026-03-09"}}"#)
        #expect(made.status == 201)
        #expect(try await period("1") == #""Excused" 13"#)
        #expect(try await rosterStatus(session, 1) == #""leave""#)
        #expect(try await tally("/classes/1/attendance/term/1") == #"{"Excused":2}"#)
        let id = try made.at("excusal", "id")?.text ?? ""
        _ = try await school.ask(
            "PATCH", "/students/1/excusals/\(id)", #"{"excusal":{"end_date":"2026-03-08"}}"#)
        #expect(try await period("1") == #""Absent" 0"#, "the day is no longer covered")
        _ = try await school.ask(
            "PATCH", "/students/1/excusals/\(id)", #"{"excusal":{"end_date":"2026-03-10"}}"#)
        #expect(try await period("1") == #""Excused" 13"#)
        #expect(try await school.ask("DELETE", "/students/1/excusals/\(id)").status == 200)
        #expect(try await period("1") == #""Absent" 0"#)
        #expect(try await rosterStatus(session, 1) == #""absent""#)
    }

    @Test func anOpenSessionHasNoRecordFromAnExcusal() async throws {
        let session = try await api.open()
        let parent = try await school.id("P-1")
        _ = try await school.ask(
            "POST", "/students/1/excusals",
            #"{"excusal":{"parent_id":\#(parent),"start_date":"2026-03-09"}}"#)
        #expect(try await period("1") == nil)
        _ = try await api.post("\(Self.sessions)/\(session.session.id.number)/close")
        #expect(try await period("1") == #""Excused" 13"#)
    }

    @Test func aWalkInIsInTheClassesDayThoughNotEnrolled() async throws {
        let session = try await api.open()
        let added = try await api.post(
            "\(Self.sessions)/\(session.session.id.number)/roster", ["student_id": 6])
        #expect(added.status == 201)
        try await api.school.present("2024888888")
        #expect(try await period("1", of: 6) == #""Present" 1"#)
        let row = try await school.put(
            #"{"student_id":6,"date":"2026-03-09","period":2,"status":5}"#)
        #expect(try row.at("attendance", "0", "status")?.text == #""ok""#)
        #expect(try await period("2", of: 6) == #""Dismissed" 5"#)
    }

    @Test func whoHasNotTakenAttendanceIsNamedUntilTheyDo() async throws {
        func missing() async throws -> String {
            try await school.get("/classes/attendance/missing/2026-03-09").text
        }
        #expect(
            try await missing()
                == #"{"classes":[{"id":1,"name":"Calculus","periods":[1,2],"teacher_ids":[7]},"#
                + #"{"id":2,"name":"Drawing","periods":[1,2],"#
                + #""teacher_ids":[\#(try await other())]}]}"#
        )
        _ = try await api.open()
        #expect(try await missing().contains("Calculus") == false)
        _ = try await school.ask(
            "PUT", "/classes/2/attendance",
            #"{"attendances":[{"student_id":5,"date":"2026-03-09","period":1,"status":1}]}"#)
        #expect(try await missing() == #"{"classes":[]}"#)
        api.school.clock.set("10:00")
        #expect(
            try await missing()
                == #"{"classes":[{"id":1,"name":"Calculus","periods":[3,4],"teacher_ids":[7]}]}"#)
    }

    private func other() async throws -> Int64 { try await school.id("other") }
}
