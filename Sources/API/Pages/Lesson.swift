import Attendance
import Desk
import Wire

/// One meeting of a course as its teacher's pages name it, and its session if it has one.
struct Lesson {
    let held: Occurrence
    let session: SessionDetail?

    /// The lesson that the path names; throws `Problem` unless the caller may do `action` to it.
    init(_ call: Call, for action: Action, _ ledger: any LedgerReading) throws {
        let held = try ledger.occurrence(try call.id())
        try call.require(action, try call.ownership(of: held, ledger))
        guard let held else { throw Problem.notFound }
        self.held = held
        session = try ledger.session(of: held.id)
    }

    var path: String { Self.path(held.id) }

    static func path(_ id: OccurrenceID) -> String { "/teach/lessons/\(id.number)" }

    /// A draft is as good as none: nobody could check in.
    var status: CheckinSession.Status { session?.session.status ?? .draft }

    var isCancelled: Bool { held.status == .cancelled }

    private func slot(_ call: Call) -> RoomDay.Slot {
        let zone = call.desk.zone
        return RoomDay.Slot(
            occurrence: held.id, course: held.course.name,
            start: zone.moment(held.date, held.start),
            end: zone.moment(held.date, held.end), isCancelled: isCancelled,
            session: session?.session)
    }

    /// Whether it is now, or soon.
    func isAbout(_ call: Call) -> Bool { slot(call).isAbout(at: call.asked.moment) }
    func hasBegun(_ call: Call) -> Bool { slot(call).hasBegun(at: call.asked.moment) }

    /// What every page of it says first.
    func heading(_ call: Call) -> [String: Any] {
        [
            "course": held.course.name, "class": held.course.className,
            "room": held.classroom?.name ?? "", "date": "\(held.date)",
            "weekday": call.voice.words(weekday: held.date.weekday),
            "time": "\(held.start)-\(held.end)", "path": path,
        ]
    }
}

extension OccurrenceStatus {
    /// What was made of a lesson against the timetable; empty where nothing was.
    func said(_ call: Call) -> String {
        switch self {
        case .scheduled: ""
        case .cancelled: call.word("lesson_cancelled")
        case .moved: call.word("lesson_moved")
        }
    }
}

extension Occurrence {
    /// How it stands, after what was made of it.
    func said(_ state: String, _ call: Call) -> String {
        [status.said(call), state].filter { !$0.isEmpty }.joined(separator: " · ")
    }
}

extension Call {
    /// Who stands in for the course's own teacher; empty where nobody does.
    func substitute(on held: Occurrence, _ ledger: any LedgerReading) throws -> String {
        let names = try ledger.teachers(on: held.id).filter { $0.id != held.course.teacher }
            .map(\.fullName)
        if names.isEmpty { return "" }
        return word("lesson_substitute", ["name": names.joined(separator: ", ")])
    }
}

extension Call {
    /// What a page cannot do, why, and the way back.
    func refused(
        _ word: String, _ values: [String: String] = [:], status: Int = 422, back: String
    ) -> Reply {
        var reply = page(
            "problem",
            [
                "title": self.word("failed"), "message": self.word(word, values), "back": back,
            ])
        reply.status = status
        return reply
    }

    /// What the desk refused, in words for whoever stands before a class.
    func refused(_ refusal: DeskRefusal, back: String) -> Reply {
        switch refusal {
        case .sessionIs(.draft): refused("refused_draft", status: 409, back: back)
        case .sessionIs(.closedBefore): refused("refused_closed", status: 409, back: back)
        case .sessionIs(.cancelled): refused("refused_cancelled", status: 409, back: back)
        case .notOnRoster: refused("refused_not_on_list", back: back)
        case .nothingToTakeBack: refused("refused_nothing", back: back)
        case .flagNotRaised: refused("refused_flag", back: back)
        case .notFound: refused("not_found_how", status: 404, back: back)
        case .notCancelled: refused("refused_not_cancelled", status: 409, back: back)
        case .alreadyThere, .notStaff, .notLinked, .excusal, .codesTaken,
            .severalCourses, .massRemoval, .onHold:
            refused("failed_how", back: back)
        }
    }
}
