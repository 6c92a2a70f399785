import Attendance
import Desk
import Wire

/// `/teach/lessons/{id}/…`: a lesson is moved, goes to another room, is cancelled, and is held
/// after all. What a hand may slip on is shown before it is done.
enum LessonPlanRoutes {
    private static let base = "/teach/lessons/{id}"

    static let all: [Endpoint] = [
        .get(base + "/change", .changeOccurrence, query: PlanForm.names, isLong: true, plan),
        .post(base + "/change", .changeOccurrence, change),
        .get(base + "/cancel", .changeOccurrence, rehearse),
        .post(base + "/cancel", .changeOccurrence, cancel),
        .post(base + "/restore", .changeOccurrence, restore),
    ]

    // Moving

    /// The form; with something in it, what that would come to, or why it cannot be.
    private static func plan(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let lesson = try Lesson(call, for: .changeOccurrence, ledger)
        if lesson.isCancelled { return call.refused(.sessionIs(.cancelled), back: lesson.path) }
        let form = PlanForm(call.query)
        let rooms = try ledger.classrooms()
        let shown = form.isEmpty ? PlanForm(of: lesson.held) : form
        var values = shown.values.merging(call.options(of: rooms)) { $1 }
        values["now"] = call.word("plan_now", ["when": when(lesson.held, call)])
        if form.isEmpty { return call.page("teach-change", values, of: lesson) }
        let planned: Planned
        do throws(PlanForm.Fault) {
            planned = try self.planned(form, of: lesson.held, rooms, call)
        } catch {
            values["fault"] = call.word(error.word, error.values)
            return call.page("teach-change", values, of: lesson, status: 422)
        }
        return try ask(planned, of: lesson, form, call, ledger)
    }

    /// What is to change, and the lesson as it would then be.
    private struct Planned {
        var change: OccurrenceChange
        var held: Occurrence
    }

    private static func planned(
        _ form: PlanForm, of held: Occurrence, _ rooms: [Classroom], _ call: Call
    ) throws(PlanForm.Fault) -> Planned {
        var change = try form.change(today: call.desk.today, rooms: rooms)
        var after = held
        after.date = change.date ?? held.date
        after.start = change.start ?? held.start
        after.end = change.end ?? held.end
        if let room = change.classroom { after.classroom = rooms.first { $0.id == room } }
        guard after.start < after.end else {
            throw PlanForm.Fault(
                "plan_order", ["start": "\(after.start)", "end": "\(after.end)"])
        }
        let isMoved = LessonTime(of: after) != LessonTime(of: held)
        if !isMoved, after.classroom?.id == held.classroom?.id { throw PlanForm.Fault("plan_same") }
        if isMoved { change.status = .moved }
        return Planned(change: change, held: after)
    }

    private static func ask(
        _ planned: Planned, of lesson: Lesson, _ form: PlanForm, _ call: Call,
        _ ledger: any LedgerReading
    ) throws -> Reply {
        let (before, after) = (lesson.held, planned.held)
        if after.date != before.date,
            try call.desk.isTaken(before.course.id, after.date, before.sections, ledger)
        {
            return call.refused(
                "refused_taken", ["date": "\(after.date)"], back: lesson.path + "/change")
        }
        var notes = try Clashes(course: before.course, own: before.id)
            .said(at: LessonTime(of: after), in: after.classroom, call, ledger)
        let counts = try ledger.counts(of: before.id)
        let there = counts.present + counts.late
        if there > 0, planned.change.status != nil {
            notes.append(call.word("plan_settles", ["count": "\(there)"]))
        }
        return call.page(
            "teach-change-ask",
            form.values.merging([
                "ask": call.word("plan_ask", ["course": before.course.name]),
                "before": when(before, call), "after": when(after, call), "notes": notes,
                "isNoted": !notes.isEmpty,
            ]) { $1 }, of: lesson)
    }

    static func when(_ held: Occurrence, _ call: Call) -> String {
        let room = held.classroom.map { " · \($0.name)" } ?? ""
        let weekday = call.voice.words(weekday: held.date.weekday)
        return "\(weekday) \(held.date) \(held.start)-\(held.end)\(room)"
    }

    private static func change(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let lesson = try Lesson(call, for: .changeOccurrence, ledger)
        let back = lesson.path + "/change"
        let form = PlanForm(call.form(PlanForm.names))
        let rooms = try ledger.classrooms()
        let planned: Planned
        do throws(PlanForm.Fault) {
            planned = try self.planned(form, of: lesson.held, rooms, call)
        } catch {
            return call.refused(error.word, error.values, back: back)
        }
        let changed = try call.desk.change(
            lesson.held.id, to: planned.change, by: call.token.actor, in: ledger)
        switch changed {
        case .success: return .go(to: lesson.path)
        case .failure(.alreadyThere):
            return call.refused("refused_taken", ["date": "\(planned.held.date)"], back: back)
        case .failure(let refusal): return call.refused(refusal, back: lesson.path)
        }
    }

    // Cancelling

    private static func rehearse(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let lesson = try Lesson(call, for: .changeOccurrence, ledger)
        if lesson.isCancelled { return .go(to: lesson.path) }
        let counts = try ledger.counts(of: lesson.held.id)
        let there = counts.present + counts.late
        var notes = [call.word("cancel_how")]
        if lesson.status == .open { notes.append(call.word("cancel_open")) }
        if there > 0 { notes.append(call.word("cancel_there", ["count": "\(there)"])) }
        return call.page(
            "teach-cancel",
            [
                "ask": call.word("cancel_ask", ["course": lesson.held.course.name]),
                "notes": notes,
            ], of: lesson)
    }

    private static func cancel(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let lesson = try Lesson(call, for: .changeOccurrence, ledger)
        // Twice is once, and no change that calendars hear of.
        if lesson.isCancelled { return .go(to: lesson.path) }
        var change = OccurrenceChange()
        change.status = .cancelled
        let cancelled = try call.desk.change(
            lesson.held.id, to: change, by: call.token.actor, in: ledger)
        if case .failure(let refusal) = cancelled {
            return call.refused(refusal, back: lesson.path)
        }
        return .go(to: lesson.path)
    }

    private static func restore(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let lesson = try Lesson(call, for: .changeOccurrence, ledger)
        let restored = try call.desk.restore(lesson.held.id, by: call.token.actor, in: ledger)
        switch restored {
        case .success: return .go(to: lesson.path)
        case .failure(.alreadyThere):
            return call.refused(
                "refused_taken", ["date": "\(lesson.held.date)"], back: lesson.path)
        case .failure(let refusal): return call.refused(refusal, back: lesson.path)
        }
    }
}

extension Call {
    private static let mostRooms = 500

    /// Rooms to choose from by typing.
    func options(of rooms: [Classroom]) -> [String: Any] {
        ["rooms": rooms.prefix(Self.mostRooms).map { ["room": $0.name] }]
    }

    /// A page of a lesson, which says first which one.
    func page(
        _ name: String, _ values: [String: Any], of lesson: Lesson, status: Int = 200
    ) -> Reply {
        var reply = page(name, values.merging(lesson.heading(self)) { $1 })
        reply.status = status
        return reply
    }
}
