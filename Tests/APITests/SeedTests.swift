import Attendance
import Foundation
import TestKit
import Testing
import Wire

/// The answers that the check-in API's document prints, member by member.
@Suite struct SeedTests {
    @Test func aSessionIsCreatedOnceAndThenReturned() async throws {
        let api = try await APISchool()
        let occurrence = try await api.school.occurrence()
        let body: JSON = [
            "occurrence_id": .int(occurrence.id.number), "remark": "Created before class",
        ]
        let made = try await api.post("/api/v1/checkin-sessions", as: "teacher", body)
        #expect(made.status == 201)
        #expect(
            made.text == """
                {"code":0,"message":"checkin session created","data":{"created":true,"session":\
                {"id":1,"course_id":\(occurrence.course.id.number),\
                "occurrence_id":\(occurrence.id.number),"session_date":"2026-03-09",\
                "sections":[1,2],"status":"draft"}}}
                """)
        let again = try await api.post("/api/v1/checkin-sessions", as: "teacher", body)
        #expect(again.status == 200)
        #expect(try again.at("data", "created") == false)
        #expect(try again.at("message") == "checkin session exists")
        #expect(try again.at("data", "session") == made.at("data", "session"))
    }

    @Test func theRosterRepeatsItselfAsClientsReadIt() async throws {
        let api = try await APISchool()
        let opened = try await api.open()
        try await api.school.present("2024123456")
        let path = "/api/v1/checkin-sessions/\(opened.session.id.number)/roster"
        let answer = try await api.get(path, as: "teacher")
        #expect(answer.status == 200)
        let occurrence = opened.occurrence
        let room = try #require(occurrence.classroom)
        let teacher = try await api.school.user("T-1").id.number
        let john = try await api.school.user("2024123456").id.number
        let held = """
            {"id":\(occurrence.id.number),"classroom":{"id":\(room.id.number),\
            "room_number":"C317","building":"5A"},"classroom_id":\(room.id.number),\
            "occurrence_date":"2026-03-09","weekday":"MONDAY","sections":[1,2],\
            "start_time":"08:00","end_time":"09:40","status":"scheduled",\
            "source_type":"generated","remark":""}
            """
        let session = """
            {"id":1,"course":{"id":\(occurrence.course.id.number),"name":"Calculus",\
            "course_code":"MATH101","teacher":\(teacher),"teacher_name":"Jane Miller",\
            "class_name":"CS 2024"},"course_id":\(occurrence.course.id.number),\
            "occurrence":\(held),"occurrence_id":\(occurrence.id.number),\
            "course_session":\(held),"course_session_id":\(occurrence.id.number),\
            "classroom":{"id":\(room.id.number),"building":"5A","room_number":"C317",\
            "capacity":null,"equipment":{},"status":"available","last_maintenance":null,\
            "remark":""},"classroom_id":\(room.id.number),"session_date":"2026-03-09",\
            "sections":[1,2],"status":"open","session_code":"\(opened.session.code!.text)",\
            "opened_at":"2026-03-09T08:00:00+08:00","closed_at":null,"created_by":null,\
            "remark":"","created_at":"2026-03-09T08:00:00+08:00",\
            "updated_at":"2026-03-09T08:00:00+08:00"}
            """
        let row = """
            {"student_id":\(john),"full_name":"John Smith","user_code":"2024123456",\
            "user_code_last4":"3456","student_class":"","status":"present",\
            "checkin_time":"2026-03-09T08:05:00+08:00","remark":"","record_id":1,"flags":[]}
            """
        #expect(try answer.at("data", "session")?.text == session)
        guard case .array(let rows) = try answer.at("data", "roster") else {
            Issue.record("no roster")
            return
        }
        #expect(rows.map(\.text).contains(row))
        #expect(rows.count == 4)
        #expect(
            rows.map(\.text).contains { $0.contains("\"status\":null,\"checkin_time\":null") },
            "nothing yet is null, not absent")
    }

    @Test func myScheduleIsTheStudentsDay() async throws {
        let api = try await APISchool()
        _ = try await api.open()
        try await api.school.present("2024123456")
        let answer = try await api.get(
            "/api/v1/checkin-records/my-schedule?date=2026-03-09", as: "student")
        #expect(
            answer.text == """
                {"code":0,"message":"success","data":{"date":"2026-03-09","courses":[\
                {"session_id":1,"course_name":"Calculus","course_code":"MATH101",\
                "classroom":"5A C317","sections":[1,2],"status":"present",\
                "checkin_time":"2026-03-09T08:05:00+08:00","session_status":"open"},\
                {"session_id":null,"course_name":"Calculus","course_code":"MATH101",\
                "classroom":"5A C317","sections":[3,4],"status":null,"checkin_time":null,\
                "session_status":null}]}}
                """)
    }

    @Test func aToggleAndAManualCheckInAnswerWithTheRowAndTheRecord() async throws {
        let api = try await APISchool()
        let session = try await api.open().session.id.number
        let john = try await api.school.user("2024123456").id.number
        let toggled = try await api.post(
            "/api/v1/checkin-sessions/\(session)/toggle-status", as: "teacher",
            ["student_id": .int(john), "status": "leave", "remark": "Doctor"])
        #expect(
            toggled.text == """
                {"code":0,"message":"success","data":{"student_id":\(john),\
                "full_name":"John Smith","user_code":"2024123456","user_code_last4":"3456",\
                "student_class":"","status":"leave","checkin_time":null,"remark":"Doctor",\
                "record_id":1,"flags":[]}}
                """)
        let body: JSON = [
            "session_id": .int(session), "student_id": .int(john), "status": "present",
            "remark": "",
        ]
        let manual = try await api.post("/api/v1/checkin-records/manual", as: "teacher", body)
        #expect(manual.status == 200, "the record was there")
        #expect(
            manual.text == """
                {"code":0,"message":"success","data":{"id":1,"session_id":\(session),\
                "student_id":\(john),"full_name":"John Smith","user_code":"2024123456",\
                "status":"present","checkin_time":"2026-03-09T08:05:00+08:00",\
                "method":"manual","remark":"","flags":[],\
                "created_at":"2026-03-09T08:05:00+08:00","updated_at":"2026-03-09T08:05:00+08:00"}}
                """)
        let list = try await api.get(
            "/api/v1/checkin-records?session_id=\(session)&student_id=\(john)&status=present",
            as: "student")
        #expect(try list.at("data", "records", "0") == manual.at("data"))
        #expect(
            try list.at("data", "meta")?.text
                == #"{"current_page":1,"per_page":50,"total_count":1,"total_pages":1}"#)
    }
}
