import ArgumentParser
import Attendance
import Desk
import Wire

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Write the lessons of a student, room, course or teacher as iCalendar.",
        discussion: """
            One of --student, --room, --course and --teacher. A lesson is the same event in each \
            of them and in a student's feed: who imports a newer file gets its changes. A \
            cancelled lesson stays, as cancelled. Nobody is named but whose calendar it is and \
            who teaches.
            """)

    @OptionGroup var school: SchoolOptions
    @Option(help: ArgumentHelp("A student.", valueName: "code")) var student: String?
    @Option(help: ArgumentHelp("A classroom.", valueName: "name")) var room: String?
    @Option(help: ArgumentHelp("A course: its id or code.", valueName: "course"))
    var course: String?
    @Option(help: ArgumentHelp("A teacher.", valueName: "code")) var teacher: String?
    @Option(help: ArgumentHelp("The first day (60 days ago).", valueName: "date"))
    var from: SchoolDate?
    @Option(help: ArgumentHelp("The last day (240 days from now).", valueName: "date"))
    var to: SchoolDate?
    @Option(name: [.short, .long], help: ArgumentHelp("Where to (stdout).", valueName: "file"))
    var output: String?

    func validate() throws {
        if [student, room, course, teacher].compactMap({ $0 }).count != 1 {
            throw ValidationError("Give one of --student, --room, --course and --teacher.")
        }
        if let from, let to, to < from { throw ValidationError("--to is before --from.") }
    }

    func run() async throws {
        try await school.withSchool { school in
            let usual = CalendarSubject.days(around: school.desk.today)
            let (first, last) = (from ?? usual.first, to ?? usual.last)
            if last < first {
                throw Failure(
                    .invalidInput, "The last day, \(last), is before the first, \(first).")
            }
            let (subject, name) = try await subject(school)
            let events = try await school.desk.ledger.readLong { ledger in
                try ledger.calendar(of: subject, from: first, to: last)
            }
            let calendar = Calendar(
                zone: school.settings.zone, host: school.settings.publicURL(isEncrypted: false))
            let file = try OutputFile(output)
            try file.write(
                calendar.bytes(of: events, named: name, made: school.desk.now()))
            try file.close()
            Output.say("\(events.count) lessons from \(first) to \(last)")
        }
    }

    private func subject(_ school: School) async throws -> (CalendarSubject, String) {
        if let room {
            let classroom = try await school.classroom(named: room)
            return (.room(classroom.id), classroom.name)
        }
        let today = school.desk.today
        return try await school.desk.ledger.read { [student, course, teacher] ledger in
            if let course {
                let found = try ledger.course(named: course)
                return (.course(found.id), found.title)
            }
            let person = try ledger.user(named: student ?? teacher ?? "")
            if student != nil {
                guard person.role == .student else {
                    throw Failure(.invalidInput, "\(person.code.text) is no student: --teacher?")
                }
                return (.student(person.id), person.fullName)
            }
            guard person.role != .student, person.role != .parent else {
                throw Failure(
                    .invalidInput, "\(person.code.text) teaches nothing: a student is --student.")
            }
            return (.teacher(Teacher(user: person.id, today: today)), person.fullName)
        }
    }
}
