import Attendance
import Desk
import TestKit
import Testing

/// A teacher names who stands in, and adds a lesson that no timetable has.
@Suite struct LessonTeacherTests {
    typealias Room = TeachTests.Room

    // Standing in

    @Test func whoIsNamedOpensItAndLosesItAgain() async throws {
        let room = try await Room(isOpen: false)
        let other = try await room.visitor.signIn("other")
        #expect(try await room.visitor.get(room.path, cookie: other).status == 404)
        let found = try await room.page("/teachers?q=A+OTHER")
        let id = try await room.school.user("other").id.number
        #expect(found.text.contains("name=\"add\" value=\"\(id)\""))
        let named = try await room.post("/teachers", "add=\(id)")
        #expect(named["location"] == room.path + "/teachers")
        let page = try await room.page("/teachers")
        #expect(page.text.contains("name=\"remove\" value=\"\(id)\""))
        #expect(try await room.page().text.contains("substitute: A other"))
        let day = try await room.visitor.get("/teach", cookie: other)
        #expect(day.text.contains(room.path) && day.text.contains("substitute: A other"))
        let opened = try await room.visitor.post(room.path + "/open", cookie: other, form: "")
        #expect(opened.status == 303)
        #expect(try await room.session()?.session.status == .open)
        let office = try await room.visitor.signIn("secretary")
        let all = try await room.visitor.get("/office?show=all", cookie: office)
        #expect(all.text.contains("Jane Miller<br>substitute: A other"))
        #expect(try await room.post("/teachers", "remove=\(id)").status == 303)
        #expect(try await room.visitor.get(room.path, cookie: other).status == 404)
    }

    @Test func whoeverTakesThemselvesOffGoesToTheirDay() async throws {
        let room = try await Room(isOpen: false)
        let other = try await room.visitor.signIn("other")
        let id = try await room.school.user("other").id.number
        try await room.post("/teachers", "add=\(id)")
        let left = try await room.visitor.post(
            room.path + "/teachers", cookie: other, form: "remove=\(id)")
        #expect(left["location"] == "/teach?date=2026-03-09")
    }

    @Test func onlyColleaguesWhoDoNotTeachItAreFound() async throws {
        let room = try await Room(isOpen: false)
        let all = try await room.page("/teachers?q=a")
        #expect(all.text.contains("A secretary") && all.text.contains("A other"))
        #expect(!all.text.contains("A parent") && !all.text.contains("John"))
        let own = try await room.page("/teachers?q=miller")
        #expect(own.text.contains("No colleague who could be named"))
        let nothing = try await room.page("/teachers?q=%3F")
        #expect(!nothing.text.contains("name=\"add\""), "what names nobody finds nobody")
        let turned = try await room.page("/teachers?q=other+A")
        #expect(turned.text.contains("A other"), "words in any order")
        let none = try await room.page("/teachers?q=%3Cimg%3E")
        #expect(none.text.contains("value=\"&lt;img&gt;\"") && !none.text.contains("<img"))
    }

    @Test func aRefusalSaysWhatToDo() async throws {
        let room = try await Room(isOpen: false)
        let student = try await room.school.user("2024123456").id.number
        let own = try await room.school.user("T-1").id.number
        for (form, said) in [
            ("add=\(student)", "Only staff can teach"),
            ("add=\(own)", "teaches this class already"),
            ("add=999999", "is not here any more"), ("remove=\(own)", "is not here any more"),
            ("add=-1", "is not here any more"), ("", "is not here any more"),
        ] {
            let answer = try await room.post("/teachers", form)
            #expect(answer.status == 422 && answer.text.contains(said), "\(form)")
            #expect(answer.text.contains("href=\"\(room.path)/teachers\""))
        }
        let named = try await room.school.ledger.read { [id = room.lesson.id] in
            try $0.teachers(on: id)
        }
        #expect(named.isEmpty)
    }

    // Extra lessons

    private func lessons(_ room: Room, on date: String) async throws -> [Occurrence] {
        let day = SchoolDate(date)!
        return try await room.school.ledger.read {
            try $0.occurrences(OccurrenceFilter(from: day, to: day))
        }
    }

    private func add(_ room: Room, _ form: String) async throws -> RawResponse {
        try await room.visitor.post(
            "/teach/extra", cookie: room.cookie,
            form: "course=\(room.lesson.course.id.number)&" + form)
    }

    @Test func anExtraLessonIsShownFirstAndThenAdded() async throws {
        let room = try await Room(isOpen: false)
        let courses = try await room.visitor.get(
            "/teach/extra?date=2026-03-11", cookie: room.cookie)
        let id = room.lesson.course.id.number
        let link = "/teach/extra?course=\(id)&amp;date=2026-03-11"
        #expect(courses.text.contains(link) && !courses.text.contains("Drawing"))
        let form = try await room.visitor.get(
            "/teach/extra?course=\(id)&date=2026-03-11", cookie: room.cookie)
        #expect(form.text.contains("value=\"2026-03-11\""))
        let fields = "date=2026-03-11&start=08:30&end=09:30&room=C318"
        let asked = try await room.visitor.get(
            "/teach/extra?course=\(id)&\(fields)", cookie: room.cookie)
        #expect(asked.text.contains("Wednesday 2026-03-11 08:30-09:30 · 5A C318"))
        #expect(try await lessons(room, on: "2026-03-11").isEmpty)
        let added = try await add(room, fields)
        let made = try #require(try await lessons(room, on: "2026-03-11").first)
        #expect(added["location"] == "/teach/lessons/\(made.id.number)")
        #expect(made.sections == [1, 2], "those that ring then")
        let again = try await add(room, fields)
        #expect(again.status == 422 && again.text.contains("it was added before"))
        #expect(try await lessons(room, on: "2026-03-11").count == 1)
        // Beside a lesson of the course whose sections it would have it gets a number of its own.
        _ = try await add(room, "date=2026-03-11&start=09:30&end=09:40")
        #expect(try await lessons(room, on: "2026-03-11").map(\.sections) == [[1, 2], [5]])
        _ = try await add(room, "date=2026-03-11&start=18:00&end=19:00")
        #expect(try await lessons(room, on: "2026-03-11").last?.sections == [6])
    }

    @Test(arguments: [
        ("date=&start=08:00&end=09:00", "It needs a date"), ("start=08:00", "It needs a date"),
        ("date=2026-03-11&start=09:00&end=09:00", "Give an end that is later."),
        ("date=2026-03-11&start=08:00&end=x", "x is no time."),
        ("date=2026-03-11&start=08:00&end=09:00&room=?", "There is no room ?."),
    ])
    func whatIsMissingIsSaid(_ form: String, _ said: String) async throws {
        let room = try await Room(isOpen: false)
        let id = room.lesson.course.id.number
        let looked = try await room.visitor.get(
            "/teach/extra?course=\(id)&\(form)", cookie: room.cookie)
        #expect(looked.status == 422 && looked.text.contains(said))
        let posted = try await add(room, form)
        #expect(posted.status == 422 && posted.text.contains(said))
        #expect(try await lessons(room, on: "2026-03-11").isEmpty)
    }

    @Test func anothersCourseIsNotFoundThoughOneStandsInForALessonOfIt() async throws {
        let room = try await Room(isOpen: false)
        let other = try await room.visitor.signIn("other")
        let user = try await room.school.user("other").id
        _ = try await room.school.desk.teach(
            room.lesson.id, by: user, as: TestSchool.office
        ).get()
        let own = room.lesson.course.id.number
        for id in ["\(own)", "999999", "0", "x", ""] {
            let path = "/teach/extra?course=\(id)&date=2026-03-11&start=08:00&end=09:00"
            #expect(try await room.visitor.get(path, cookie: other).status == 404, "\(id)")
            let posted = try await room.visitor.post(
                "/teach/extra", cookie: other,
                form: "course=\(id)&date=2026-03-11&start=08:00&end=09:00")
            #expect(posted.status == 404, "\(id)")
        }
        #expect(try await lessons(room, on: "2026-03-11").isEmpty)
        let page = try await room.visitor.get(room.path, cookie: other)
        #expect(!page.text.contains("/teach/extra?course"), "nor is it offered")
        #expect(try await room.page().text.contains("/teach/extra?course=\(own)"))
    }

    @Test func theOfficeLooksForTheCourse() async throws {
        let room = try await Room(isOpen: false)
        let office = try await room.visitor.signIn("assistant")
        let all = try await room.visitor.get("/teach/extra", cookie: office)
        #expect(all.text.contains("name=\"q\"") && !all.text.contains("Drawing"))
        let found = try await room.visitor.get("/teach/extra?q=art", cookie: office)
        #expect(found.text.contains("Drawing") && !found.text.contains("Calculus"))
        let accented = try await room.visitor.get("/teach/extra?q=dr%C3%A0wing", cookie: office)
        #expect(accented.text.contains("Drawing"))
        let none = try await room.visitor.get("/teach/extra?q=zzz", cookie: office)
        #expect(none.text.contains("No course has that name or code."))
    }
}
