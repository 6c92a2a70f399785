import Attendance
import Desk
import TestKit
import Testing

@testable import API

/// Whose the teacher's pages are, and how they are kept up to date.
@Suite struct TeachAccessTests {
    typealias Room = TeachTests.Room

    static let endpoints =
        TeachRoutes.all + LessonRoutes.all + LessonDeeds.all + LessonPlanRoutes.all
        + LessonTeacherRoutes.all + ExtraLessonRoutes.all + CourseHandoutRoutes.all
    static let routes = endpoints.map { (method: $0.method.rawValue, path: $0.path) }
    static let ofLessons = routes.filter { $0.path.contains("{id}") }

    private func ask(
        _ room: Room, _ method: String, _ path: String, cookie: String?,
        _ fields: [String: String] = SignInTests.here
    ) async throws -> RawResponse {
        let all = fields.merging(cookie.map { ["Cookie": $0] } ?? [:]) { $1 }
        return try await room.visitor.api.ask(method, path, as: nil, nil, all)
    }

    @Test func thereAreRoutesToLookAt() {
        #expect(Self.ofLessons.count == 20 && Self.routes.count == 24)
        #expect(Self.endpoints.allSatisfy { $0.way == .browser })
    }

    @Test(arguments: ofLessons.map { [$0.method, $0.path] })
    func anothersLessonAndWhatIsNoneAreNotFound(_ route: [String]) async throws {
        let room = try await Room()
        _ = try await room.school.open("ART1")
        try await room.school.present("2024777777", room: "C318")
        let drawing = try await room.school.occurrence("ART1").id
        let student = try await room.school.user("2024777777").id
        let record = try await room.school.ledger.read {
            try $0.record(of: student, on: drawing)?.id.number ?? 0
        }
        let course = try await room.school.occurrence("ART1").course.id.number
        let others =
            route[1].hasPrefix("/teach/records")
            ? record : route[1].hasPrefix("/teach/courses") ? course : drawing.number
        for id in ["\(others)", "999999", "0", "-1", "x", "1e3", "9223372036854775808", "%2e%2e"] {
            let path = route[1].replacing("{id}", with: id)
                .replacing("{student}", with: "\(student.number)")
            let answer = try await ask(room, route[0], path, cookie: room.cookie)
            #expect(answer.status == 404, "\(route[0]) \(path)")
            #expect(answer.text.contains("There is nothing here"), "\(path)")
        }
        let untouched = try await room.school.ledger.read {
            try $0.record(of: student, on: drawing)?.status
        }
        #expect(untouched == .present)
        #expect(
            try await room.school.ledger.read { try $0.session(of: drawing)?.session.status }
                == .open)
    }

    @Test(arguments: routes.map { [$0.method, $0.path] })
    func onlyAStaffsBrowserComesIn(_ route: [String]) async throws {
        let room = try await Room()
        let student = try await room.visitor.signIn("2024123456")
        let path = route[1].replacing("{id}", with: "\(room.lesson.id.number)")
            .replacing("{student}", with: "1")
        for cookie in [nil, student, student.replacing("kiosk-phone=", with: "kiosk="), "kiosk=x"] {
            let answer = try await ask(room, route[0], path, cookie: cookie)
            #expect(answer.status == 401, "\(route[0]) \(path)")
            #expect(answer.text.contains("scan your card at the door"))
        }
        guard route[0] == "POST" else { return }
        for fields in [[:], ["Origin": "https://evil.example"]] {
            #expect(try await ask(room, "POST", path, cookie: room.cookie, fields).status == 403)
        }
        #expect(try await room.session()?.session.status == .open)
    }

    @Test(arguments: ["999999", "0", "x", "-1"])
    func whoIsNotOnTheListIsNotMarked(_ student: String) async throws {
        let room = try await Room()
        let answer = try await room.post("/students/\(student)", "do=present")
        #expect(answer.status == (student == "999999" ? 422 : 404))
        let stranger = try await room.school.user("2024777777").id.number
        let refused = try await room.post("/students/\(stranger)", "do=present")
        #expect(refused.status == 422 && refused.text.contains("not on the list"))
        #expect(try await room.page("/students/\(stranger)").status == 404)
    }

    // The stream

    /// Reads a stream until it has said something.
    final class Listener: @unchecked Sendable {
        // Only touched by one `onThread` at a time.
        private let connection: RawConnection
        private(set) var heard = ""

        init(_ room: Room, _ path: String) throws {
            connection = try RawConnection(port: room.visitor.api.port)
            try connection.send(
                "GET \(path) HTTP/1.1\r\nHost: school.example\r\nCookie: \(room.cookie)\r\n\r\n")
            guard try connection.head().status == 200 else {
                throw RawFault.garbage("no stream")
            }
        }

        /// Nil where it ended before.
        func next(until text: String?) throws -> String? {
            heard = ""
            while text.map({ !heard.contains($0) }) ?? true {
                guard let chunk = try connection.chunk() else { return nil }
                heard += String(decoding: chunk, as: UTF8.self)
            }
            return heard
        }
    }

    private func listen(_ room: Room, _ path: String) async throws -> Listener {
        try await onThread { try Listener(room, path) }
    }

    @Test func aScanAndAnothersMarkAreOnThePageAtOnce() async throws {
        let room = try await Room()
        let roster = try await listen(room, room.path + "/live")
        let day = try await listen(room, "/teach/live?date=2026-03-09")
        let first = try await onThread { try roster.next(until: "<b>0</b> present") }
        #expect(first?.contains("<main") == false && first?.contains("John Smith") == true)
        try await room.school.present("2024123456")
        let next = try await onThread { try roster.next(until: "<b>1</b> present") }
        #expect(next?.contains("Card scanned") == true)
        #expect(try await onThread { try day.next(until: "1 of 4 present") } != nil)
        let office = try await room.visitor.signIn("secretary")
        let id = try await room.school.user("0024000006").id.number
        _ = try await room.visitor.post(
            "\(room.path)/students/\(id)", cookie: office, form: "do=leave")
        #expect(try await onThread { try roster.next(until: "<b>1</b> leave") } != nil)
    }

    @Test func signingOutEndsTheStream() async throws {
        let room = try await Room()
        let roster = try await listen(room, room.path + "/live")
        _ = try await onThread { try roster.next(until: "John Smith") }
        _ = try await room.visitor.post("/sign-out", cookie: room.cookie)
        #expect(try await onThread { try roster.next(until: nil) } == nil)
    }

    @Test func aCarriageReturnInARemarkEndsNoLineOfTheStream() async throws {
        let room = try await Room()
        let session = try #require(try await room.session()).session.id
        let id = try await room.school.user("2024123456").id
        _ = try await room.school.desk.act(
            .mark(.init(value: .status(.late), remark: "one\revent: two\n\nid: three")), on: id,
            in: session, by: TestSchool.office
        ).get()
        let roster = try await listen(room, room.path + "/live")
        let text = try #require(try await onThread { try roster.next(until: "data: \n\n") })
        #expect(!text.contains("\r") && text.contains("data: event: two"))
        #expect(text.contains("data: id: three"))
    }
}
