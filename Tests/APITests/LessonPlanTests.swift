import Attendance
import Desk
import LedgerSQLite
import TestKit
import Testing

/// A lesson is moved, cancelled and held after all from its page, and stood in for.
@Suite struct LessonPlanTests {
    typealias Room = TeachTests.Room

    private func lesson(_ room: Room) async throws -> Occurrence {
        let found = try await room.school.ledger.read { [id = room.lesson.id] in
            try $0.occurrence(id)
        }
        return try #require(found)
    }

    @Test func movingIsShownFirstAndThenDone() async throws {
        let room = try await Room(isOpen: false)
        let form = try await room.page("/change")
        #expect(form.status == 200)
        #expect(form.text.contains("Monday 2026-03-09 08:00-09:40 · 5A C317"))
        #expect(form.text.contains("<option value=\"5A C318\">"))
        let fields = "date=2026-03-11&start=10:00&end=11:30&room=c318"
        let asked = try await room.page("/change?" + fields)
        #expect(asked.text.contains("Wednesday 2026-03-11 10:00-11:30 · 5A C318"))
        #expect(try await lesson(room) == room.lesson, "nothing is changed by looking")
        let done = try await room.post("/change", fields)
        #expect(done.status == 303 && done["location"] == room.path)
        let moved = try await lesson(room)
        #expect("\(moved.date) \(moved.start)-\(moved.end)" == "2026-03-11 10:00-11:30")
        #expect(moved.classroom?.roomNumber == "C318" && moved.status == .moved)
        #expect(try await room.page().text.contains("This class was moved."))
        let day = try await room.visitor.get("/teach?date=2026-03-11", cookie: room.cookie)
        #expect(day.text.contains("moved · not taken"))
    }

    @Test func whatIsLeftEmptyStaysAndARoomIsNoMove() async throws {
        let room = try await Room(isOpen: false)
        #expect(try await room.post("/change", "date=&start=&end=&room=C318").status == 303)
        let changed = try await lesson(room)
        #expect(changed.status == .scheduled && changed.classroom?.roomNumber == "C318")
        #expect(changed.start == room.lesson.start && changed.date == room.lesson.date)
    }

    @Test(arguments: [
        ("date=2026-02-30", "2026-02-30 is no date."), ("date=0026-03-09", "Check the year."),
        ("date=9999-12-31", "Check the year."), ("start=8", "8 is no time."),
        ("end=25:00", "25:00 is no time."), ("start=10:00", "Give an end that is later."),
        ("start=09:40", "Give an end that is later."), ("room=Z9", "There is no room Z9."),
        ("room=%3Cb%3E", "There is no room &lt;b&gt;."), ("room=5A+C317", "Change a field first."),
        ("start=08:00&end=09:40", "Change a field first."),
    ])
    func aSlipIsSaidWithItsCureAndChangesNothing(_ form: String, _ said: String) async throws {
        let room = try await Room(isOpen: false)
        let looked = try await room.page("/change?" + form)
        #expect(looked.status == 422 && looked.text.contains(said), "\(looked.text)")
        #expect(looked.text.contains("role=\"alert\""))
        let posted = try await room.post("/change", form)
        #expect(posted.status == 422 && posted.text.contains(said))
        #expect(posted.text.contains("href=\"\(room.path)/change\""), "the way back")
        #expect(try await lesson(room) == room.lesson)
    }

    @Test func whatElseIsHeldThenIsTold() async throws {
        let room = try await Room(isOpen: false)
        let asked = try await room.page("/change?start=10:30&end=11:00")
        #expect(asked.text.contains("Calculus (CS 2024) has another class then, 10:00-11:40."))
        let elsewhere = try await room.page("/change?room=C318")
        #expect(elsewhere.text.contains("Drawing (CS 2024) is in 5A C318 then as well"))
        let free = try await room.page("/change?start=14:00&end=15:00")
        #expect(free.status == 200 && !free.text.contains("id=\"notes\""))
    }

    @Test func aDayThatHasThatPeriodIsRefusedBothTimes() async throws {
        let room = try await Room(isOpen: false)
        for answer in [
            try await room.page("/change?date=2026-03-16"),
            try await room.post("/change", "date=2026-03-16"),
        ] {
            #expect(answer.status == 422)
            #expect(answer.text.contains("a class of the same period on 2026-03-16 already"))
        }
        #expect(try await lesson(room) == room.lesson)
    }

    @Test func whoWasThereIsJudgedByTheNewTime() async throws {
        let room = try await Room()
        room.school.clock.set("08:15")
        try await room.school.present("2024123456")
        #expect(try await room.status() == .late)
        let asked = try await room.page("/change?start=08:10")
        #expect(asked.text.contains("1 have checked in: whether they were late"))
        try await room.post("/change", "start=08:10")
        #expect(try await room.status() == .present)
    }

    @Test func cancellingIsRehearsedAndTakenBack() async throws {
        let room = try await Room()
        try await room.school.present("2024123456")
        let asked = try await room.page("/cancel")
        #expect(
            asked.text.contains("Cancel Calculus?") && asked.text.contains("is open and closes"))
        #expect(asked.text.contains("1 have checked in already: their records stay."))
        #expect(try await lesson(room).status == .scheduled)
        #expect(try await room.post("/cancel")["location"] == room.path)
        #expect(try await lesson(room).status == .cancelled)
        #expect(try await room.session()?.session.status == .closed)
        #expect(try await room.status("2023123456") == nil, "nobody is absent by that")
        let changes = try await lesson(room).sequence
        try await room.post("/cancel")
        #expect(try await lesson(room).sequence == changes, "twice is once")
        let page = try await room.page()
        #expect(page.text.contains("This class is cancelled."))
        #expect(page.text.contains("Hold it after all") && !page.text.contains("id=\"change\""))
        let form = try await room.page("/change")
        #expect(form.status == 409 && form.text.contains("Hold it after all"))
        #expect(try await room.post("/change", "start=08:10").status == 409)
        #expect(try await room.post("/restore")["location"] == room.path)
        #expect(try await lesson(room).status == .scheduled)
        let again = try await room.post("/restore")
        #expect(again.status == 409 && again.text.contains("This class is not cancelled"))
    }

    @Test func whereAnotherTookItsPlaceItStaysCancelled() async throws {
        let room = try await Room(isOpen: false)
        try await room.post("/cancel")
        // Its own first section stays its own: another comes over the second.
        _ = try await room.school.desk.create(
            NewOccurrence(
                course: room.lesson.course.id, classroom: nil, date: TestSchool.day, sections: [2],
                start: TimeOfDay("09:00")!, end: TimeOfDay("09:30")!), by: TestSchool.office
        ).get()
        let refused = try await room.post("/restore")
        #expect(refused.status == 422 && refused.text.contains("add an extra class"))
        #expect(try await lesson(room).status == .cancelled)
    }

    @Test func everybodySeesThatItIsCancelledOrMoved() async throws {
        let room = try await Room(isOpen: false)
        try await room.post("/cancel")
        let other = try await room.school.occurrence(section: 3)
        _ = try await room.visitor.post(
            "/teach/lessons/\(other.id.number)/change", cookie: room.cookie, form: "end=11:30")
        let teach = try await room.visitor.get("/teach", cookie: room.cookie)
        #expect(teach.text.contains("<p class=\"state\">cancelled</p>"))
        #expect(teach.text.contains("moved · not taken"))
        let office = try await room.visitor.signIn("secretary")
        let all = try await room.visitor.get("/office?show=all", cookie: office)
        #expect(all.text.contains("<td>cancelled</td>"))
        #expect(all.text.contains("<td>moved · not taken</td>"))
        let phone = try await room.visitor.signIn("2024123456")
        let mine = try await room.visitor.get("/me?date=2026-03-09", cookie: phone)
        #expect(mine.text.contains("<b>cancelled</b>") && mine.text.contains("<b>moved</b>"))
        let door = Attempt.Door(
            device: .own, classroom: try await room.school.classroom().id)
        let view = try await room.school.desk.view(of: door, at: room.school.clock.now)
        #expect(view.cancelled.map(\.id) == [room.lesson.id])
        #expect(view.next?.id == other.id && view.next?.status == .moved)
        room.school.clock.set("09:40")
        let later = try await room.school.desk.view(of: door, at: room.school.clock.now)
        #expect(later.cancelled.isEmpty, "over is over")
    }
}
