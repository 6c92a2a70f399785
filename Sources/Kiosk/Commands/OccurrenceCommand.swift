import ArgumentParser
import Attendance
import Desk
import Wire

struct OccurrenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "occurrence", abstract: "List and change what meets when.",
        subcommands: [
            List.self, Create.self, Move.self, Cancel.self, Restore.self, Teach.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List what meets on a date, or with --course what it meets next.")

        private static let mostOfACourse = 20

        @OptionGroup var school: SchoolOptions
        @Option(help: ArgumentHelp("The date (today).", valueName: "YYYY-MM-DD")) var date:
            SchoolDate?
        @Option(help: "Only this course: an id or a course code.") var course: String?
        @Option(help: "Only this classroom.") var room: String?
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let day = date ?? school.desk.today
                var filter = OccurrenceFilter(from: day, to: day)
                if let course {
                    filter.course = try await school.desk.ledger.read {
                        try $0.course(named: course).id
                    }
                    if date == nil { filter.to = nil }
                }
                if let room { filter.classroom = try await school.classroom(named: room).id }
                filter.most = filter.to == nil ? Self.mostOfACourse : nil
                let rows = try await school.desk.ledger.read { [filter] in try $0.daily(filter) }
                try await school.show(rows, json: json, none: "Nothing meets on \(day).")
            }
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Add an extra lesson.")

        @OptionGroup var school: SchoolOptions
        @Option(help: "The course: an id or a course code.") var course: String
        @Option(help: ArgumentHelp("The date.", valueName: "YYYY-MM-DD")) var date: SchoolDate
        @Option(help: "When it begins, such as 08:00.") var start: TimeOfDay
        @Option(help: "When it ends.") var end: TimeOfDay
        @Option(help: "Its sections, such as 1,2.") var sections = "1"
        @Option(help: "The classroom.") var room: String?
        @Option(help: "Who teaches it, if not the course's teacher: a code.") var teacher: String?
        @Option(help: "A remark.") var remark = ""
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            if start >= end { throw ValidationError("--start must be before --end.") }
            if try Self.numbers(sections).isEmpty {
                throw ValidationError("--sections takes numbers, such as 1,2.")
            }
        }

        private static func numbers(_ text: String) throws -> [Int] {
            let numbers = text.split(separator: ",").map { Int($0) ?? 0 }
            if numbers.contains(where: { !(1...99).contains($0) }) {
                throw ValidationError("--sections takes numbers from 1 to 99, such as 1,2.")
            }
            return Array(Set(numbers)).sorted()
        }

        func run() async throws {
            try await school.withSchool { school in
                let (course, user) = try await school.desk.ledger.read {
                    [course, teacher] ledger in
                    (
                        try ledger.course(named: course),
                        try teacher.map { try ledger.user(named: $0) }
                    )
                }
                let classroom: Classroom? =
                    if let room { try await school.classroom(named: room) } else { nil }
                let made = try await school.desk.create(
                    NewOccurrence(
                        course: course.id, classroom: classroom?.id, date: date,
                        sections: try Self.numbers(sections), start: start, end: end,
                        remark: remark, teacher: user?.id),
                    by: School.actor
                ).orFail()
                try await school.sayConflicts(made)
                try await school.show(made, json: json)
            }
        }
    }

    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "move",
            abstract: "Move an occurrence to another date, time or classroom.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The occurrence's id.") var id: Int64
        @Option(help: ArgumentHelp("The new date.", valueName: "YYYY-MM-DD")) var date: SchoolDate?
        @Option(help: "When it begins now.") var start: TimeOfDay?
        @Option(help: "When it ends now.") var end: TimeOfDay?
        @Option(help: "The new classroom.") var room: String?
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            if date == nil, start == nil, end == nil, room == nil {
                throw ValidationError("Say what changes: --date, --start, --end or --room.")
            }
        }

        func run() async throws {
            try await school.withSchool { school in
                let before = try await school.desk.ledger.read {
                    try $0.occurrence(OccurrenceID(id))
                }
                if let before, (start ?? before.start) >= (end ?? before.end) {
                    throw Failure(
                        .invalidInput,
                        "It would begin at \(start ?? before.start) and end at "
                            + "\(end ?? before.end). Give both --start and --end.")
                }
                var change = OccurrenceChange()
                change.date = date
                change.start = start
                change.end = end
                if let room { change.classroom = try await school.classroom(named: room).id }
                if date != nil || start != nil || end != nil { change.status = .moved }
                let moved = try await school.desk.change(
                    OccurrenceID(id), to: change, by: School.actor
                ).orFail()
                try await school.sayConflicts(moved)
                try await school.show(moved, json: json)
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel",
            abstract: "Cancel an occurrence; an open session closes without making anyone absent.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The occurrence's id.") var id: Int64
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                var change = OccurrenceChange()
                change.status = .cancelled
                let cancelled = try await school.desk.change(
                    OccurrenceID(id), to: change, by: School.actor
                ).orFail()
                try await school.show(cancelled, json: json)
            }
        }
    }
}

extension School {
    /// Says which other occurrences are in the same classroom at the same time.
    func sayConflicts(_ occurrence: Occurrence) async throws {
        guard let room = occurrence.classroom else { return }
        var filter = OccurrenceFilter(from: occurrence.date, to: occurrence.date)
        filter.classroom = room.id
        let others = try await desk.ledger.read { [filter] in try $0.daily(filter) }
            .map(\.occurrence)
            .filter { $0.id != occurrence.id && $0.status != .cancelled }
            .filter { $0.start < occurrence.end && occurrence.start < $0.end }
        for other in others {
            Output.say(
                "Note: \(other.course.name) is in \(room.name) from \(other.start) to \(other.end) "
                    + "as well.")
        }
    }

    func show(_ occurrence: Occurrence, json: Bool) async throws {
        let row = try await desk.ledger.read { ledger in
            DailyRow(
                occurrence: occurrence, session: try ledger.session(of: occurrence.id),
                counts: try ledger.counts(of: occurrence.id))
        }
        if json {
            Output.json(shape(row, substitutes: try await substitutes([row])[0]))
        } else {
            try await show([row], json: false, none: "")
        }
    }

    /// Whom each occurrence names beside its course's teachers.
    private func substitutes(_ rows: [DailyRow]) async throws -> [[User]] {
        try await desk.ledger.read { ledger in
            try rows.map { row in
                try ledger.teachers(on: row.occurrence.id)
                    .filter { $0.id != row.occurrence.course.teacher }
            }
        }
    }

    /// The shape of the day's list, with who teaches that one.
    private func shape(_ row: DailyRow, substitutes: [User]) -> JSON {
        let shapes = Shapes(zone: settings.zone)
        guard case .object(let members) = shapes.daily(row) else {
            preconditionFailure("an item of the day's list is an object")
        }
        return .object(members + [("also_teaching", .array(substitutes.map(shapes.user)))])
    }

    func show(_ rows: [DailyRow], json: Bool, none: String) async throws {
        let substitutes = try await substitutes(rows)
        if json {
            Output.json(.array(zip(rows, substitutes).map { shape($0, substitutes: $1) }))
            return
        }
        Output.table(
            [
                "id", "date", "time", "room", "course", "code", "class", "status", "session",
                "also teaching",
            ],
            zip(rows, substitutes).map { row, substitutes in
                let occurrence = row.occurrence
                return [
                    "\(occurrence.id.number)", "\(occurrence.date)",
                    "\(occurrence.start)-\(occurrence.end)", occurrence.classroom?.name ?? "-",
                    occurrence.course.name, occurrence.course.code, occurrence.course.className,
                    occurrence.status.rawValue, row.session?.session.status.rawValue ?? "-",
                    substitutes.isEmpty
                        ? "-" : substitutes.map(\.fullName).joined(separator: ", "),
                ]
            }, none: none)
    }
}
