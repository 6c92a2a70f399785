import Attendance
import Desk
import TestKit
import Testing
import Wire

/// Many who ask at once, of every kind: short and long reads, streams, and whoever has no token.
@Suite struct LoadTests {
    @Test func moreCallersThanConnectionsToTheDatabaseAreAllAnswered() async throws {
        let api = try await APISchool()
        let session = try await api.open().session.id.number
        let paths: [(path: String, caller: String, status: Int)] = [
            ("/api/v1/checkin-sessions/daily", "secretary", 200),
            ("/api/v1/checkin-records", "teacher", 200),
            ("/api/v1/checkin-records/my-schedule?date=2026-03-09", "student", 200),
            ("/api/v1/checkin-sessions/\(session)/roster", "teacher", 200),
            // Well formed, and nobody's.
            ("/api/v1/nothing", TokenText.make(), 401),
            ("/api/v1/nothing", "student", 404), ("/healthz", "student", 200),
        ]
        let refused = try await withThrowingTaskGroup(of: String?.self) { group in
            for caller in 0..<40 {
                group.addTask {
                    for turn in 0..<25 {
                        let asked = paths[(caller + turn) % paths.count]
                        let answer = try await api.get(asked.path, as: asked.caller)
                        if answer.status != asked.status { return "\(asked) \(answer.status)" }
                    }
                    return nil
                }
            }
            var refused: [String] = []
            for try await words in group { if let words { refused.append(words) } }
            return refused
        }
        #expect(refused == [])
    }

    @Test func whoIsNoLongerStaffSeesNoMoreOfAStream() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let number = session.session.id.number
        let listener = try await onThread {
            try EventTests.Listener(api, number, as: "secretary", lastID: nil)
        }
        _ = try await onThread { try listener.next() }
        let changed = try api.school.asking(
            "UPDATE user SET role = 'student' WHERE code = 'secretary'")
        #expect(changed.status == 0, "\(changed.errorText)")
        try await api.school.present("2024123456")
        #expect(try await onThread { try listener.next() } == nil)
    }

    @Test func whoeverMayNothingIsForbiddenEverythingAlike() async throws {
        let api = try await APISchool()
        let path = "/api/v1/checkin-sessions"
        for caller in ["parent", "integration"] {
            #expect(try await api.get("/api/v1/nothing", as: caller).status == 403)
            #expect(try await api.ask("PUT", path, as: caller).status == 403)
            let text = try await api.ask(
                "POST", path, as: caller, "x", ["Content-Type": "text/plain"])
            #expect(text.status == 403)
            let key = try await api.ask(
                "POST", path, as: caller, "{}", ["Idempotency-Key": "a b"])
            #expect(key.status == 403)
        }
    }
}
