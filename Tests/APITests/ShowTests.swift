import Attendance
import Desk
import Foundation
import TestKit
import Testing

/// What a projector shows a room.
@Suite struct ShowTests {
    typealias Room = PhoneTests.Room

    private func token(_ room: Room) async throws -> String {
        try await room.visitor.api.school.desk.createToken(
            for: .projector(room.session.session.id), by: TestSchool.office
        ).text
    }

    private func cookie(_ answer: RawResponse) throws -> String {
        String(try #require(answer["set-cookie"]).prefix { $0 != ";" })
    }

    @Test func aLinksTokenBecomesACookieAndLeavesTheAddress() async throws {
        let room = try await Room()
        let token = try await token(room)
        let first = try await room.visitor.get("/show/\(room.code)?token=\(token)")
        #expect(first.status == 303)
        #expect(first["location"] == "/show/\(room.code.lowercased())")
        let field = try #require(first["set-cookie"])
        #expect(field.contains("Path=/show") && field.contains("HttpOnly"))
        let page = try await room.visitor.get(
            "/show/\(room.code)", cookie: try cookie(first))
        #expect(page.status == 200 && page.text.contains(room.code))
        #expect(page.text.contains("<strong>0</strong> of 4 here"))
        #expect(try await room.visitor.get("/show/\(room.code)").status == 401)
    }

    @Test func itShowsNobodysName() async throws {
        let room = try await Room()
        let shown = try cookie(
            try await room.visitor.get("/show/\(room.code)?token=\(try await token(room))"))
        _ = try await room.visitor.api.school.present("2024123456")
        let page = try await room.visitor.get("/show/\(room.code)", cookie: shown)
        #expect(page.text.contains("<strong>1</strong> of 4 here"))
        for secret in ["John", "Smith", "2024123456", "Miller"] {
            #expect(!page.text.contains(secret))
        }
        for path in ["/teach", "/me", "/office", "/show/ZZZZZZ"] {
            let answer = try await room.visitor.get(path, cookie: shown)
            #expect([401, 404].contains(answer.status), "\(path)")
        }
    }

    @Test func theCodeRotatesWithTheWindowsOfTheService() async throws {
        let room = try await Room()
        let shown = try cookie(
            try await room.visitor.get("/show/\(room.code)?token=\(try await token(room))"))
        func square() async throws -> String {
            let page = try await room.visitor.get("/show/\(room.code)", cookie: shown)
            let match = try #require(page.text.firstMatch(of: /fill="#000" d="([^"]+)"/))
            return String(match.1)
        }
        let clock = room.visitor.api.school.clock
        clock.set("08:05", seconds: 0)
        let first = try await square()
        clock.set("08:05", seconds: 9)
        #expect(try await square() == first, "the same on every screen of a window")
        clock.set("08:05", seconds: 10)
        #expect(try await square() != first)
        _ = try await room.visitor.api.school.desk.close(
            room.session.session.id, by: TestSchool.office)
        let closed = try await room.visitor.get("/show/\(room.code)", cookie: shown)
        #expect(closed.text.contains("CLOSED") && !closed.text.contains("class=\"square\""))
    }

    @Test func aTeachersBrowserBecomesTheProjectorOfTheirOwnLesson() async throws {
        let room = try await Room()
        let path = "/teach/lessons/\(room.session.occurrence.id.number)/show"
        let teacher = try await room.visitor.signIn()
        let begun = try await room.visitor.post(path, cookie: teacher)
        #expect(begun.status == 303 && begun["location"] == "/show/\(room.code.lowercased())")
        #expect(
            try await room.visitor.get("/show/\(room.code)", cookie: try cookie(begun)).status
                == 200)
        let other = try await room.visitor.signIn("other")
        #expect(try await room.visitor.post(path, cookie: other).status == 404)
        #expect(try await room.visitor.post(path + "x", cookie: teacher).status == 404)
    }
}
