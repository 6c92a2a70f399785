import Attendance
import Desk
import Foundation
import Wire

/// When and where a lesson is to be held, as a form sent it. What is left empty stays as it is.
struct PlanForm {
    static let names: Set<String> = ["date", "start", "end", "room"]
    private static let longest = 100
    /// A date beyond is a slip of the hand.
    static let mostDaysAway = 400

    let date: String
    let start: String
    let end: String
    let room: String

    init(_ query: Query) {
        func text(_ name: String) -> String {
            String(
                (query[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
                    .prefix(Self.longest))
        }
        date = text("date")
        start = text("start")
        end = text("end")
        room = text("room")
    }

    /// As a lesson is held now.
    init(of held: Occurrence) {
        date = "\(held.date)"
        start = "\(held.start)"
        end = "\(held.end)"
        room = held.classroom?.name ?? ""
    }

    var isEmpty: Bool { [date, start, end, room].allSatisfy(\.isEmpty) }

    /// Why it cannot be done, in the pages' words.
    struct Fault: Error {
        let word: String
        let values: [String: String]

        init(_ word: String, _ values: [String: String] = [:]) {
            self.word = word
            self.values = values
        }
    }

    /// What it says; what it leaves empty is nil.
    func change(today: SchoolDate, rooms: [Classroom]) throws(Fault) -> OccurrenceChange {
        var change = OccurrenceChange()
        if !date.isEmpty { change.date = try day(today) }
        if !start.isEmpty { change.start = try time(start) }
        if !end.isEmpty { change.end = try time(end) }
        if !room.isEmpty { change.classroom = try place(rooms).id }
        return change
    }

    private func day(_ today: SchoolDate) throws(Fault) -> SchoolDate {
        guard let day = SchoolDate(date) else { throw Fault("plan_no_date", ["text": date]) }
        guard abs(day.days - today.days) <= Self.mostDaysAway else {
            throw Fault("plan_far", ["date": "\(day)", "days": "\(Self.mostDaysAway)"])
        }
        return day
    }

    private func time(_ text: String) throws(Fault) -> TimeOfDay {
        guard let time = TimeOfDay(text) else { throw Fault("plan_no_time", ["text": text]) }
        return time
    }

    private func place(_ rooms: [Classroom]) throws(Fault) -> Classroom {
        let found = rooms.named(room)
        if found.count == 1 { return found[0] }
        guard let one = found.first else { throw Fault("plan_no_room", ["room": room]) }
        throw Fault("plan_rooms", ["room": room, "name": one.name])
    }

    /// Its fields as a template fills them in.
    var values: [String: Any] {
        ["dateField": date, "startField": start, "endField": end, "roomField": room]
    }
}
