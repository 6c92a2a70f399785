import Attendance
import Desk
import Foundation
import TestKit
import Testing

/// A teacher's day, and a lesson opened, closed and handed out from its page.
@Suite struct TeachTests {
    typealias Visitor = SignInTests.Visitor

    /// Calculus at 08:00 of a teacher who is signed in; it is 08:05.
    struct Room {
        let visitor: Visitor
        let cookie: String
        let lesson: Occurrence
        var path: String { "/teach/lessons/\(lesson.id.number)" }
        var school: TestSchool { visitor.api.school }

        init(isOpen: Bool = true) async throws {
            visitor = Visitor(api: try await APISchool())
            if isOpen {
                _ = try await visitor.api.open()
            } else {
                visitor.api.school.clock.set("08:05")
            }
            cookie = try await visitor.signIn()
            lesson = try await visitor.api.school.occurrence()
        }

        func page(_ more: String = "", language: String = "en") async throws -> RawResponse {
            try await visitor.api.ask(
                "GET", path + more, as: nil, nil,
                ["Cookie": cookie, "Accept-Language": language])
        }

        @discardableResult
        func post(_ more: String, _ form: String = "") async throws -> RawResponse {
            try await visitor.post(path + more, cookie: cookie, form: form)
        }

        /// Sends what a button of a student's row sends.
        @discardableResult
        func press(_ deed: String, _ code: String = "2024123456") async throws -> RawResponse {
            let id = try await school.user(code).id.number
            return try await post("/students/\(id)", "do=\(deed)")
        }

        func record(_ code: String = "2024123456") async throws -> AttendanceRecord? {
            let user = try await school.user(code).id
            return try await school.ledger.read { [lesson] in
                try $0.record(of: user, on: lesson.id)
            }
        }

        func status(_ code: String = "2024123456") async throws -> CheckinStatus? {
            try await record(code)?.status
        }

        /// A student's row of the roster, as the page has it.
        func row(_ code: String = "2024123456", _ more: String = "") async throws -> String {
            let id = try await school.user(code).id.number
            let text = try await page(more).text
            let begin = try #require(text.range(of: "<li id=\"s\(id)\""))
            let end = try #require(text.range(of: "</li>", range: begin.lowerBound..<text.endIndex))
            return String(text[begin.lowerBound..<end.lowerBound])
        }

        func session() async throws -> SessionDetail? {
            try await school.ledger.read { [lesson] in try $0.session(of: lesson.id) }
        }

        func cancel() async throws {
            var change = OccurrenceChange()
            change.status = .cancelled
            try await school.ledger.write { [lesson, change] ledger in
                try ledger.update(
                    lesson.id, to: change, at: TestSchool.time("08:05"), by: TestSchool.office)
            }
        }
    }

    @Test func theDayLeadsToItsLessonsAndOffersToOpen() async throws {
        let room = try await Room()
        let day = try await room.visitor.get("/teach", cookie: room.cookie)
        #expect(day.text.contains("<a href=\"\(room.path)\">Calculus</a>"))
        #expect(day.text.contains("data-live=\"/teach/live\""))
        let second = try await room.school.occurrence(section: 3).id.number
        let opening = "action=\"/teach/lessons/\(second)/open\""
        #expect(day.text.contains(opening), "the one without a session")
        #expect(!day.text.contains("action=\"\(room.path)/open\""), "and not the open one")
        #expect(!day.text.contains("Drawing"))
    }

    @Test func daysBeforeAndAfterAreLinked() async throws {
        let room = try await Room()
        let day = try await room.visitor.get("/teach?date=2026-03-16", cookie: room.cookie)
        #expect(day.text.contains("Monday 2026-03-16") && day.text.contains("Calculus"))
        #expect(day.text.contains("href=\"/teach?date=2026-03-15\""))
        #expect(day.text.contains("href=\"/teach?date=2026-03-17\""))
        #expect(day.text.contains("href=\"/teach\""), "back to today")
        let empty = try await room.visitor.get("/teach?date=2026-03-17", cookie: room.cookie)
        #expect(empty.text.contains("No classes that day."))
    }

    @Test(arguments: ["0001-01-01", "9999-12-31", "2026-02-30", "", "%00", "x&date=y"])
    func anyDateIsAnswered(_ date: String) async throws {
        let room = try await Room()
        let day = try await room.visitor.get("/teach?date=\(date)", cookie: room.cookie)
        #expect(day.status == 200 && day.text.contains("<h1>"))
    }

    @Test func theOfficeSeesEverybodysLessons() async throws {
        let room = try await Room()
        let office = try await room.visitor.signIn("secretary")
        let drawing = try await room.school.occurrence("ART1").id.number
        let day = try await room.visitor.get("/teach", cookie: office)
        #expect(day.text.contains("/teach/lessons/\(drawing)"))
        let page = try await room.visitor.get("/teach/lessons/\(drawing)", cookie: office)
        #expect(page.status == 200 && page.text.contains("Drawing"))
    }

    @Test func openingMakesTheSessionAndShowsItsCode() async throws {
        let room = try await Room(isOpen: false)
        let before = try await room.page()
        #expect(before.text.contains("not taken") && before.text.contains("John Smith"))
        #expect(!before.text.contains("name=\"do\""), "nothing to mark yet")
        let answer = try await room.post("/open")
        #expect(answer.status == 303 && answer["location"] == room.path)
        let code = try #require(try await room.session()?.session.code?.text)
        let page = try await room.page()
        #expect(page.text.contains("<b class=\"code\">\(code)</b>"))
        #expect(page.text.contains("action=\"\(room.path)/show\""))
        #expect(page.text.contains("Show to the room") && !page.text.contains("id=\"open\""))
        #expect(try await room.post("/open").status == 303, "open already is as well")
        #expect(try await room.session()?.session.code?.text == code)
    }

    @Test func whatIsNotAboutNowIsOpenedOnlyWhenMeant() async throws {
        let room = try await Room(isOpen: false)
        let clock = room.school.clock
        for (moment, isAsked) in [("06:59", true), ("07:00", false), ("22:00", true)] {
            clock.set(moment)
            let answer = try await room.post("/open")
            #expect(answer["location"] == room.path + (isAsked ? "/open" : ""), "\(moment)")
            if isAsked { #expect(try await room.session() == nil) }
            if !isAsked { break }
        }
        #expect(try await room.page("/open").text.contains("Calculus: Open it now?"))
        let early = try await room.page("/close")
        #expect(early.text.contains("This class has not begun yet"))
        clock.set("08:00")
        #expect(try await !room.page("/close").text.contains("has not begun"))
    }

    @Test func anOpeningThatIsMeantIsDone() async throws {
        let room = try await Room(isOpen: false)
        room.school.clock.set("06:00")
        #expect(try await room.post("/open", "sure=1")["location"] == room.path)
        #expect(try await room.session()?.session.status == .open)
    }

    @Test func aDraftIsOpenedToo() async throws {
        let room = try await Room(isOpen: false)
        _ = try await room.school.desk.createSession(on: room.lesson.id, by: TestSchool.office)
        #expect(try await room.page().text.contains("id=\"open\""))
        #expect(try await room.post("/open").status == 303)
        #expect(try await room.session()?.session.status == .open)
    }

    @Test func closingIsRehearsedByNameAndThenDone() async throws {
        let room = try await Room()
        try await room.school.present("2024123456")
        let rehearsal = try await room.page("/close")
        #expect(rehearsal.text.contains("<h1>Close Calculus?</h1>"))
        #expect(rehearsal.text.contains("3 would become absent"))
        #expect(rehearsal.text.contains("Given 0024000006"))
        #expect(!rehearsal.text.contains("John Smith"), "whoever is there stays so")
        #expect(rehearsal.text.contains("href=\"\(room.path)\""), "and the way back")
        #expect(try await room.session()?.session.status == .open, "nothing has changed")
        #expect(try await room.post("/close")["location"] == room.path)
        let page = try await room.page()
        #expect(page.text.contains("closed") && page.text.contains("Open again"))
        #expect(!page.text.contains("class=\"code\""), "nobody checks in by it now")
        #expect(try await room.status("0024000006") == .absent)
        #expect(try await room.status() == .present)
    }

    @Test func whatClosedOpensAgainOnlyWhereThatIsAskedFor() async throws {
        let room = try await Room()
        try await room.post("/close")
        let refused = try await room.post("/open")
        #expect(refused.status == 409 && refused.text.contains("“Open again”"))
        #expect(refused.text.contains("href=\"\(room.path)\""), "the way back is the lesson")
        #expect(try await room.session()?.session.status == .closed)
        #expect(try await room.post("/open", "reopen=1").status == 303)
        #expect(try await room.session()?.session.status == .open)
        #expect(try await room.status("0024000006") == nil)
    }

    @Test func onlyWhatIsOpenIsRehearsed() async throws {
        let room = try await Room(isOpen: false)
        let answer = try await room.page("/close")
        #expect(answer.status == 303 && answer["location"] == room.path)
        let refused = try await room.post("/close")
        #expect(refused.status == 409 && refused.text.contains("open it first"))
    }

    @Test func whereEverybodyHasAStatusTheRehearsalSaysSo() async throws {
        let room = try await Room()
        for code in ["2024123456", "2023123456", "0024000006", "202412345X"] {
            try await room.press("leave", code)
        }
        #expect(try await room.page("/close").text.contains("Everybody has a status"))
    }

    @Test func aCancelledLessonSaysSoAndIsNotOpened() async throws {
        let room = try await Room(isOpen: false)
        try await room.cancel()
        let page = try await room.page()
        #expect(
            page.text.contains("This class is cancelled.")
                && !page.text.contains("<button id=\"open\""))
        let refused = try await room.post("/open")
        #expect(refused.status == 409 && refused.text.contains("cancelled"))
        #expect(try await room.session() == nil, "and no draft stays behind")
        let day = try await room.visitor.get("/teach", cookie: room.cookie)
        #expect(day.text.contains("cancelled"))
    }

    @Test func theLessonIsHandedOutAsCSV() async throws {
        let room = try await Room()
        try await room.school.present("2024123456")
        let id = try await room.school.user("0024000006").id.number
        try await room.post(
            "/students/\(id)", "do=remark&status=leave&remark=%3D1%2B1%2C+%22ill%22")
        let table = try await room.page("/attendance.csv")
        #expect(table["content-type"]?.hasPrefix("text/csv") == true)
        #expect(
            table["content-disposition"]
                == "attachment; filename=\"MATH101-2026-03-09-0800.csv\"")
        let lines = table.text.split(separator: "\n")
        #expect(lines.count == 3 && lines[0].hasPrefix("date,start,end,"))
        #expect(table.text.contains("2024123456,John Smith,"))
        #expect(table.text.contains("\"'=1+1, \"\"ill\"\"\""), "no formula, and one cell")
        #expect(!table.text.contains("10:00"), "only this lesson of the course")
    }
}
