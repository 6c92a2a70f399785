import Attendance
import Desk
import Foundation
import Testing
import Wire

/// The answers printed in the check-in API's document, field by field.
@Suite struct ShapesTests {
    static let zone = SchoolZone(name: "Asia/Shanghai")!
    let shapes = Shapes(zone: zone)

    static let date = SchoolDate("2026-03-09")!
    static func at(_ time: String) -> Moment { zone.moment(date, TimeOfDay(time)!) }

    static let occurrence = Occurrence(
        id: OccurrenceID(345),
        course: Course(
            id: CourseID(12), name: "Calculus", code: "MATH101", className: "CS 2024",
            teacher: UserID(88), teacherName: "Jane Miller", graceMinutes: nil, isArchived: false),
        classroom: Classroom(
            id: ClassroomID(121), building: "5A", roomNumber: "C317", capacity: 60),
        date: date, sections: [1, 2], start: TimeOfDay("08:00")!, end: TimeOfDay("09:40")!,
        status: .scheduled, source: .generated, remark: "")

    static func detail(open: Bool) -> SessionDetail {
        SessionDetail(
            session: CheckinSession(
                id: CheckinSessionID(101), occurrence: OccurrenceID(345),
                code: open ? SessionCode("ABC123") : nil,
                intervals: open ? [.init(opened: at("08:00"), closed: nil)] : []),
            occurrence: occurrence, createdBy: UserID(88), remark: "Created before class",
            createdAt: at("07:55"), updatedAt: at("08:00"))
    }

    static let john = User(
        id: UserID(2001), code: UserCode("2024123456")!, givenName: "John", familyName: "Smith",
        fullName: "John Smith", role: .student, studentClass: "CS 2024", isArchived: false)

    static let record = AttendanceRecord(
        id: RecordID(101), number: .present, checkinTime: at("08:05"), method: .card, remark: "",
        flags: [], createdAt: at("08:05"), updatedAt: at("08:05"))

    @Test func aDraftIsShort() {
        #expect(
            shapes.shortSession(Self.detail(open: false)).text == """
                {"id":101,"course_id":12,"occurrence_id":345,"session_date":"2026-03-09",\
                "sections":[1,2],"status":"draft"}
                """)
    }

    @Test func aSessionIsLongAndRepeatsItself() {
        let held = """
            {"id":345,"classroom":{"id":121,"room_number":"C317","building":"5A"},\
            "classroom_id":121,"occurrence_date":"2026-03-09","weekday":"MONDAY",\
            "sections":[1,2],"start_time":"08:00","end_time":"09:40","status":"scheduled",\
            "source_type":"generated","remark":""}
            """
        #expect(
            shapes.session(Self.detail(open: true)).text == """
                {"id":101,"course":{"id":12,"name":"Calculus","course_code":"MATH101",\
                "teacher":88,"teacher_name":"Jane Miller","class_name":"CS 2024"},\
                "course_id":12,"occurrence":\(held),"occurrence_id":345,\
                "course_session":\(held),"course_session_id":345,\
                "classroom":{"id":121,"building":"5A","room_number":"C317","capacity":60,\
                "equipment":{},"status":"available","last_maintenance":null,"remark":""},\
                "classroom_id":121,"session_date":"2026-03-09","sections":[1,2],\
                "status":"open","session_code":"ABC123",\
                "opened_at":"2026-03-09T08:00:00+08:00","closed_at":null,"created_by":88,\
                "remark":"Created before class","created_at":"2026-03-09T07:55:00+08:00",\
                "updated_at":"2026-03-09T08:00:00+08:00"}
                """)
    }

    @Test func aRosterRowHasItsRecordOrNulls() {
        #expect(
            shapes.rosterRow(RosterRow(student: Self.john, record: Self.record)).text == """
                {"student_id":2001,"full_name":"John Smith","user_code":"2024123456",\
                "user_code_last4":"3456","student_class":"CS 2024","status":"present",\
                "checkin_time":"2026-03-09T08:05:00+08:00","remark":"","record_id":101,\
                "flags":[]}
                """)
        let nothing = shapes.rosterRow(RosterRow(student: Self.john, record: nil)).text
        #expect(
            nothing.contains(
                "\"status\":null,\"checkin_time\":null,\"remark\":\"\",\"record_id\":null"))
    }

    @Test func aDayIsTheStudentsClasses() {
        let rows = [
            ScheduleRow(
                start: Self.occurrence.start, end: Self.occurrence.end, sections: [1, 2],
                courseName: "Calculus", courseCode: "MATH101", room: "5A C317",
                session: CheckinSessionID(101), sessionStatus: .open, status: .present,
                checkinTime: Self.record.checkinTime)
        ]
        #expect(
            shapes.schedule(Self.date, rows).text == """
                {"date":"2026-03-09","courses":[{"session_id":101,"course_name":"Calculus",\
                "course_code":"MATH101","classroom":"5A C317","sections":[1,2],\
                "status":"present","checkin_time":"2026-03-09T08:05:00+08:00",\
                "session_status":"open"}]}
                """)
    }

    @Test(arguments: [
        ("quote\" back\\ slash/", #""quote\" back\\ slash/""#),
        ("\u{1B}[2J\u{7F}\u{9B}\n", #""\u001b[2J\u007f\u009b\n""#), ("张伟 👩‍🎓", "\"张伟 👩‍🎓\""),
    ])
    func textIsEscaped(_ text: String, _ json: String) throws {
        #expect(JSON.string(text).text == json)
        #expect(try JSONDecoder().decode(String.self, from: Data(json.utf8)) == text)
    }
}
