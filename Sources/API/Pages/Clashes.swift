import Attendance
import Desk
import Wire

/// What else is held while a lesson would be, in words: it is told, and hinders nobody.
struct Clashes {
    private static let mostShown = 10
    let course: Course
    let own: OccurrenceID?

    func said(
        at time: LessonTime, in room: Classroom?, _ call: Call, _ ledger: any LedgerReading
    ) throws -> [String] {
        var known: Set<OccurrenceID> = []
        func others(_ filter: OccurrenceFilter) throws -> [Occurrence] {
            try ledger.held(at: time, besides: own, filter).filter { known.insert($0.id).inserted }
        }
        var said: [String] = []
        var filter = OccurrenceFilter()
        filter.course = course.id
        said += try others(filter).map { line("clash_course", $0, call) }
        filter.course = nil
        if let room {
            filter.classroom = room.id
            said += try others(filter).map { line("clash_room", $0, call) }
            filter.classroom = nil
        }
        if let teacher = course.teacher {
            filter.teacher = Teacher(user: teacher, today: call.desk.today)
            said += try others(filter).map { line("clash_teacher", $0, call) }
        }
        return Array(said.prefix(Self.mostShown))
    }

    private func line(_ word: String, _ other: Occurrence, _ call: Call) -> String {
        call.word(
            word,
            [
                "course": other.course.title, "time": "\(other.start)-\(other.end)",
                "room": other.classroom?.name ?? "", "teacher": course.teacherName ?? "",
            ])
    }
}
