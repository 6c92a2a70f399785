import Attendance
import Desk
import Wire

/// `/teach/extra`: a lesson that no timetable planned.
enum ExtraLessonRoutes {
    private static let path = "/teach/extra"
    private static let names = PlanForm.names.union(["course"])

    static let all: [Endpoint] = [
        .get(path, .changeOccurrence, query: names.union(["q"]), isLong: true, show),
        .post(path, .changeOccurrence, add),
    ]

    private static let mostFound = 20
    private static let longestSearch = 100

    // Of which course

    private static func show(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        guard let number = call.query["course"] else { return try choose(call, ledger) }
        let course = try course(number, call, ledger)
        let form = PlanForm(call.query)
        let rooms = try ledger.classrooms()
        var values = form.values.merging(call.options(of: rooms)) { $1 }
        values.merge(about(course, form)) { $1 }
        // The day's page gives the date; the rest is to be typed.
        if form.start.isEmpty, form.end.isEmpty { return call.page("teach-extra", values) }
        let planned: Planned
        do throws(PlanForm.Fault) {
            planned = try self.planned(form, rooms, call)
        } catch {
            values["fault"] = call.word(error.word, error.values)
            var reply = call.page("teach-extra", values)
            reply.status = 422
            return reply
        }
        values["ask"] = call.word("extra_ask", ["course": course.title])
        values["after"] = planned.said(call)
        let notes = try Clashes(course: course, own: nil)
            .said(at: planned.time, in: planned.room, call, ledger)
        values["notes"] = notes
        values["isNoted"] = !notes.isEmpty
        return call.page("teach-extra-ask", values)
    }

    private static func choose(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let date = PlanForm(call.query).date
        let text = String((call.query["q"] ?? "").prefix(longestSearch))
        var found: [Course] = []
        if let teacher = call.teacher {
            found = try ledger.courses(taughtBy: teacher).filter { !$0.isArchived }
        } else if let search = NameSearch(text) {
            found = try ledger.courses().filter { search.finds(name: $0.name, number: $0.code) }
        }
        return call.page(
            "teach-extra-course",
            [
                "date": date, "q": text, "isOffice": call.teacher == nil,
                "isNone": found.isEmpty && (call.teacher != nil || !text.isEmpty),
                "courses": found.prefix(mostFound).map { course in
                    ["id": "\(course.id.number)", "title": course.title, "code": course.code]
                },
                "more": found.count > mostFound
                    ? call.word("more_found", ["count": "\(found.count - mostFound)"]) : "",
            ])
    }

    /// Throws `Problem` unless it is one that the caller may add lessons to.
    private static func course(
        _ text: String, _ call: Call, _ ledger: any LedgerReading
    ) throws -> Course {
        let found = try Int64(text).flatMap { $0 > 0 ? try ledger.course(CourseID($0)) : nil }
        let course = found.flatMap { $0.isArchived ? nil : $0 }
        try call.require(.changeOccurrence, try call.ownership(of: course, ledger))
        guard let course else { throw Problem.notFound }
        return course
    }

    private static func about(_ course: Course, _ form: PlanForm) -> [String: Any] {
        [
            "course": course.title, "id": "\(course.id.number)",
            "back": form.date.isEmpty ? "/teach" : "/teach?date=\(form.date)",
        ]
    }

    // When and where

    private struct Planned {
        var time: LessonTime
        var room: Classroom?

        func said(_ call: Call) -> String {
            let weekday = call.voice.words(weekday: time.date.weekday)
            let place = room.map { " · \($0.name)" } ?? ""
            return "\(weekday) \(time.date) \(time.start)-\(time.end)\(place)"
        }
    }

    private static func planned(
        _ form: PlanForm, _ rooms: [Classroom], _ call: Call
    ) throws(PlanForm.Fault) -> Planned {
        let change = try form.change(today: call.desk.today, rooms: rooms)
        guard let date = change.date, let start = change.start, let end = change.end else {
            throw PlanForm.Fault("extra_needs")
        }
        guard start < end else {
            throw PlanForm.Fault("plan_order", ["start": "\(start)", "end": "\(end)"])
        }
        return Planned(
            time: LessonTime(date: date, start: start, end: end),
            room: rooms.first { $0.id == change.classroom })
    }

    private static func add(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let fields = call.form(names)
        let course = try course(fields["course"] ?? "", call, ledger)
        let form = PlanForm(fields)
        let back = "\(path)?course=\(course.id.number)"
        let rooms = try ledger.classrooms()
        let planned: Planned
        do throws(PlanForm.Fault) {
            planned = try self.planned(form, rooms, call)
        } catch {
            return call.refused(error.word, error.values, back: back)
        }
        let taken = ["date": "\(planned.time.date)"]
        guard let sections = try call.desk.sections(of: course.id, at: planned.time, ledger) else {
            return call.refused("refused_full", taken, back: back)
        }
        // Sent twice it is one: the browser's second try finds the first one's lesson.
        var filter = OccurrenceFilter()
        filter.course = course.id
        let same = try ledger.held(at: planned.time, besides: nil, filter)
            .first { LessonTime(of: $0) == planned.time }
        if same != nil { return call.refused("refused_same", taken, back: back) }
        let new = NewOccurrence(
            course: course.id, classroom: planned.room?.id, date: planned.time.date,
            sections: sections, start: planned.time.start, end: planned.time.end)
        let made = try call.desk.create(new, by: call.token.actor, in: ledger)
        switch made {
        case .success(let held): return .go(to: Lesson.path(held.id))
        case .failure(.alreadyThere): return call.refused("refused_taken", taken, back: back)
        case .failure(let refusal): return call.refused(refusal, back: back)
        }
    }
}

extension Call {
    /// How a course stands to the caller: their own is one they teach, not one they stand in for.
    func ownership(of course: Course?, _ ledger: any LedgerReading) throws -> Ownership {
        guard let course else { return .missing }
        guard let teacher else { return .anothers }
        return try ledger.courses(taughtBy: teacher).contains { $0.id == course.id }
            ? .own : .anothers
    }
}
