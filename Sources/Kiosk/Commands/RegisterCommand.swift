import ArgumentParser
import Attendance
import Desk
import Handout
import Wire

struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Write a course's register as a page to print.",
        discussion: """
            Students by rows, lessons by columns, on A4 or Letter, lying: open the file in a \
            browser and print it. A lesson that was not taken says so, and nobody is absent by it. \
            With --blank it has no marks, for lessons that are taken on paper: those of today, or \
            of the days given, or columns to write a date over.
            """)

    @OptionGroup var school: SchoolOptions
    @Argument(help: "The course: its id or code.") var course: String
    @Option(
        help: ArgumentHelp("The first day (the first of the month).", valueName: "date"))
    var from: SchoolDate?
    @Option(help: ArgumentHelp("The last day (today).", valueName: "date")) var to: SchoolDate?
    @Flag(help: "Without marks, for a pen.") var blank = false
    @Option(
        name: [.short, .long], help: ArgumentHelp("Where to (stdout).", valueName: "file.html"))
    var output: String?

    func validate() throws {
        if let from, let to, to < from { throw ValidationError("--to is before --from.") }
    }

    func run() async throws {
        try await school.withSchool { school in
            let (first, last) = try days(school.desk.today)
            let settings = school.settings
            let look = Register.Look(
                words: try settings.words(),
                labels: StatusLabels(settings.text("status_labels")) ?? StatusLabels(),
                from: first, to: last, today: school.desk.today, isBlank: blank)
            let (zone, now) = (settings.zone, school.desk.now())
            let marks = try await school.desk.ledger.readLong { [course] ledger in
                try ledger.marks(
                    of: try ledger.course(named: course), from: first, to: last, zone: zone,
                    now: now)
            }
            let register = try Register(folder: try Assets.folder("handout"))
            let html: String
            do throws(RegisterRefusal) {
                html = try register.html(of: marks, look)
            } catch {
                throw Failure(error, of: course)
            }
            let file = try OutputFile(output)
            try file.write(Array(html.utf8))
            try file.close()
            Output.say(
                "\(marks.lessons.count) lessons of \(marks.students.count) students from "
                    + "\(first) to \(last)")
        }
    }

    private func days(_ today: SchoolDate) throws -> (SchoolDate, SchoolDate) {
        let last = to ?? (blank ? from ?? today : today)
        let first = from ?? (blank ? last : SchoolDate("\(last)".prefix(8) + "01") ?? last)
        if last < first {
            throw Failure(.invalidInput, "The last day, \(last), is before the first, \(first).")
        }
        return (first, last)
    }
}

extension Failure {
    fileprivate init(_ refusal: RegisterRefusal, of course: String) {
        switch refusal {
        case .tooMuch(let lessons, let students, let most):
            self.init(
                .invalidInput,
                "\(lessons) lessons of \(students) students are more than the \(most) cells of "
                    + "a register. Ask for fewer days (--from, --to), or for a workbook: kiosk "
                    + "export --course \(course) -o FILE.xlsx")
        }
    }
}
