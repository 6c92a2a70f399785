import Attendance
import Desk
import Foundation
import LedgerSQLite
import TestKit
import Testing

@testable import API

/// A course's workbook and register, from its teacher's page.
@Suite struct CourseHandoutTests {
    typealias Room = TeachTests.Room

    private func path(_ room: Room, _ name: String) -> String {
        "/teach/courses/\(room.lesson.course.id.number)/\(name)?date=2026-03-09"
    }

    private func get(_ room: Room, _ name: String) async throws -> RawResponse {
        try await room.visitor.get(path(room, name), cookie: room.cookie)
    }

    @Test func theWorkbookIsWholeAndHasItsNameAndType() async throws {
        let room = try await Room()
        try await room.school.present("2024123456")
        let answer = try await get(room, "attendance.xlsx")
        #expect(answer.status == 200)
        #expect(
            answer["Content-Type"]
                == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        #expect(
            answer["Content-Disposition"]
                == "attachment; filename=\"MATH101-2026-03-02-2026-03-09.xlsx\"")
        #expect(answer["Content-Length"] == "\(answer.body.count)")
        let directory = try TemporaryDirectory()
        let file = directory.url.appendingPathComponent("a.xlsx")
        try Data(answer.body).write(to: file)
        let sheets = try OtherReader.workbook(file.path).sheets
        #expect(sheets.map(\.name) == ["Summary", "MATH101"])
        let john = try #require(
            sheets[1].rows.first { $0.first?.value == .text("John Smith") })
        // Two lessons on each of two Mondays, of which the third is open: he is present.
        #expect(john.count == 8 + 4 && john[8 + 2].value == .text("P"))
        let left = try FileManager.default.contentsOfDirectory(
            atPath: room.school.directory.path)
        #expect(!left.contains { $0.hasPrefix("handout-") }, "nothing is left of it")
    }

    @Test func whoAsksForTheHeadGetsItsLength() async throws {
        let room = try await Room()
        let whole = try await get(room, "attendance.xlsx")
        let head = try await room.visitor.api.ask(
            "HEAD", path(room, "attendance.xlsx"), as: nil, nil, ["Cookie": room.cookie])
        #expect(head.status == 200 && head.body == [])
        #expect(head["Content-Length"] == "\(whole.body.count)")
    }

    @Test func theRegisterIsShownAndRunsNothing() async throws {
        let room = try await Room()
        try await room.school.present("2024123456")
        let answer = try await get(room, "register.html")
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == "text/html; charset=utf-8")
        #expect(
            answer["Content-Disposition"]
                == "inline; filename=\"MATH101-2026-03-02-2026-03-09.html\"")
        let policy = try #require(answer["Content-Security-Policy"])
        #expect(policy.hasPrefix("default-src 'none';") && !policy.contains("script"))
        #expect(answer.text.contains("John Smith") && answer.text.contains("2026-03-09 08:00"))
        #expect(!answer.text.contains("2026-03-16"), "what is to come is not in it")
    }

    @Test func whoeverStandsInForALessonHasItsListAndNotTheCourses() async throws {
        let room = try await Room()
        let other = try await room.school.user("other").id
        _ = try await room.school.desk.teach(
            room.lesson.id, by: other, as: TestSchool.office
        ).get()
        let cookie = try await room.visitor.signIn("other")
        let lesson = try await room.visitor.get(room.path, cookie: cookie)
        #expect(lesson.text.contains("attendance.csv") && !lesson.text.contains("/teach/courses/"))
        let list = try await room.visitor.get(room.path + "/attendance.csv", cookie: cookie)
        #expect(list.status == 200)
        for name in ["attendance.xlsx", "register.html"] {
            let whole = try await room.visitor.get(path(room, name), cookie: cookie)
            #expect(whole.status == 404, "\(name)")
            let office = try await room.visitor.signIn("assistant")
            let theirs = try await room.visitor.get(path(room, name), cookie: office)
            #expect(theirs.status == 200, "\(name)")
        }
    }

    @Test(arguments: ["0001-01-01", "9999-12-31", "2026-02-30", "x", "%00"])
    func anyDateIsAnswered(_ date: String) async throws {
        let room = try await Room()
        for name in ["attendance.xlsx", "register.html"] {
            let path = "/teach/courses/\(room.lesson.course.id.number)/\(name)?date=\(date)"
            let answer = try await room.visitor.get(path, cookie: room.cookie)
            #expect(answer.status == 200, "\(name) \(date)")
        }
    }

    @Test func aPlaceThatTakesNoFileIsAFaultAndWhatFailsLeavesNothing() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: LedgerFault.self) {
            _ = try UnnamedFile(in: directory.path + "/none") { _ in }
        }
        struct Failing: Error {}
        #expect(throws: Failing.self) {
            _ = try UnnamedFile(in: directory.path) { _ in throw Failing() }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
    }
}
