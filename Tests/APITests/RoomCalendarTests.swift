import Attendance
import Desk
import TestKit
import Testing

/// A classroom's calendar, as a screen in the corridor follows it.
@Suite struct RoomCalendarTests {
    private func path(_ room: Classroom, _ token: String) -> String {
        "/api/v1/classrooms/\(room.id.number)/schedule.ics?token=\(token)"
    }

    @Test func whatIsHeldInTheRoomAndNothingElse() async throws {
        let api = try await APISchool()
        let room = try await api.school.classroom()
        let token = try #require(api.tokens["room calendar"])
        let answer = try await api.get(path(room, token), as: nil)
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == "text/calendar; charset=utf-8")
        let lines = answer.text.components(separatedBy: "\r\n")
        #expect(lines.contains("SUMMARY:Calculus") && !lines.contains("SUMMARY:Drawing"))
        #expect(lines.contains("X-WR-CALNAME:5A C317"))
        #expect(!answer.text.contains("John Smith"), "students are not named")
        // Two on each of the seventeen Mondays from the first of the term to the last.
        #expect(lines.count { $0 == "BEGIN:VEVENT" } == 2 * 17)
    }

    @Test func aCancelledLessonStaysAndAMovedOneGoes() async throws {
        let api = try await APISchool()
        let room = try await api.school.classroom()
        let token = try #require(api.tokens["room calendar"])
        var cancelled = OccurrenceChange()
        cancelled.status = .cancelled
        var moved = OccurrenceChange()
        moved.classroom = try await api.school.classroom("C318").id
        let lesson = try await api.school.occurrence().id
        let other = try await api.school.occurrence(section: 3).id
        _ = try await api.school.desk.change(lesson, to: cancelled, by: TestSchool.office).get()
        _ = try await api.school.desk.change(other, to: moved, by: TestSchool.office).get()
        let lines = try await api.get(path(room, token), as: nil).text
            .components(separatedBy: "\r\n")
        #expect(lines.count { $0 == "STATUS:CANCELLED" } == 1)
        #expect(lines.contains("UID:occurrence-\(lesson.number)@school.example"))
        #expect(!lines.contains("UID:occurrence-\(other.number)@school.example"))
    }

    @Test func itsTokenOpensThatRoomAlone() async throws {
        let api = try await APISchool()
        let own = try await api.school.classroom()
        let another = try await api.school.classroom("C318")
        let token = try #require(api.tokens["room calendar"])
        #expect(try await api.get(path(another, token), as: nil).status == 404)
        for id in ["999999", "0", "x", "-1", "9223372036854775808"] {
            let missing = "/api/v1/classrooms/\(id)/schedule.ics?token=\(token)"
            #expect(try await api.get(missing, as: nil).status == 404, "\(id)")
        }
        // A student's feed is no room's, nor a room's a student's.
        let student = try #require(api.tokens["calendar"])
        #expect(try await api.get(path(own, student), as: nil).status == 404)
        let schedule = "/api/v1/checkin-records/my-schedule.ics?token=\(token)"
        #expect(try await api.get(schedule, as: nil).status == 401)
        #expect(try await api.get("/api/v1/checkin-sessions", as: "room calendar").status == 403)
    }

    @Test func aTokenThatCanDoMoreHasNoPlaceInItsLink() async throws {
        let api = try await APISchool()
        let room = try await api.school.classroom()
        let callers = APISchool.people.map(\.0) + ["device", "integration"]
        for caller in callers {
            let token = try #require(api.tokens[caller])
            #expect(try await api.get(path(room, token), as: nil).status == 401, "\(caller)")
        }
        let bare = "/api/v1/classrooms/\(room.id.number)/schedule.ics"
        for caller in callers + ["room calendar"] {
            #expect(try await api.get(bare, as: caller).status == 401, "\(caller)")
        }
        let token = try #require(api.tokens["room calendar"])
        let known = try await api.school.ledger.read { try $0.tokens() }
            .first { $0.holder == .roomCalendar(room.id) }
        #expect(
            try await api.school.desk.revokeToken(
                try #require(known).id, by: TestSchool.office))
        #expect(try await api.get(path(room, token), as: nil).status == 401)
    }
}
