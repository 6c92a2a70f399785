import Attendance
import TestKit
import Testing
import Wire

/// A teacher who stands in for another for one lesson, by HTTP.
@Suite struct SubstituteTests {
    private static let sessions = "/api/v1/checkin-sessions"

    @Test func aSubstituteMayOpenThatSessionAndSeesItAlone() async throws {
        let api = try await APISchool()
        let lesson = try await api.school.occurrence().id
        let other = try await api.school.user("other").id
        func create() async throws -> Int {
            try await api.post(
                Self.sessions, as: "other", ["occurrence_id": .int(lesson.number)]
            ).status
        }
        #expect(try await create() == 404, "nobody's but the course's teachers'")
        _ = try await api.school.desk.teach(lesson, by: other, as: TestSchool.office).get()
        #expect(try await create() == 201)
        let opened = try await api.post("\(Self.sessions)/1/open", as: "other")
        #expect(opened.status == 200)
        #expect(try opened.at("data", "session", "status") == "open")
        _ = try await api.school.desk.stopTeaching(lesson, by: other, as: TestSchool.office).get()
        #expect(try await api.post("\(Self.sessions)/1/close", as: "other").status == 404)
        #expect(try await api.post("\(Self.sessions)/1/close", as: "teacher").status == 200)
    }
}
