import ArgumentParser
import Attendance
import Desk
import Wire

struct CourseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "course", abstract: "List courses; enrol and drop students.",
        subcommands: [List.self, Show.self, Enrol.self, Drop.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the courses.")

        @OptionGroup var school: SchoolOptions
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let courses = try await school.desk.ledger.read { try $0.courses() }
                if json {
                    let shapes = Shapes(zone: school.settings.zone)
                    Output.json(.array(courses.map(shapes.course)))
                    return
                }
                Output.table(
                    ["id", "code", "name", "class", "teacher"],
                    courses.map { course in
                        [
                            "\(course.id.number)", course.code, course.name, course.className,
                            course.teacherName ?? "-",
                        ]
                    }, none: "No courses yet. Import them: kiosk import oneroster FOLDER")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show a course and who is enrolled.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The course: an id or a course code.") var course: String
        @Option(help: ArgumentHelp("Enrolled on this date (today).", valueName: "YYYY-MM-DD"))
        var date: SchoolDate?
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let day = date ?? school.desk.today
                let (course, members) = try await school.desk.ledger.read { [course] ledger in
                    let course = try ledger.course(named: course)
                    return (course, try ledger.courseMembers(course.id, on: day))
                }
                let ties = TieForecast(roster: members.map(\.code))
                if json {
                    let shapes = Shapes(zone: school.settings.zone)
                    Output.json([
                        "course": shapes.course(course),
                        "students": .array(members.map(shapes.user)),
                        "ties": ["students": JSON(ties.tied), "digits": JSON(ties.digits)],
                    ])
                    return
                }
                Output.data("\(course.code) \(course.name), \(members.count) students")
                if let sentence = ties.sentence { Output.data(sentence) }
                Output.table(
                    ["code", "name", "class"],
                    members.map { [$0.code.text, $0.fullName, $0.studentClass] },
                    none: "Nobody is enrolled on \(day).")
            }
        }
    }

    struct Enrol: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "enrol",
            abstract: "Enrol a student in a course, from a date on.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The course: an id or a course code.") var course: String
        @Argument(help: "The student's code.") var code: String
        @Option(help: ArgumentHelp("The first day (today).", valueName: "YYYY-MM-DD")) var from:
            SchoolDate?
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let day = from ?? school.desk.today
                let user = try await school.desk.enrol(
                    code: code, in: course, from: day, by: School.actor)
                school.say(user, json: json, "\(user.fullName) is enrolled from \(day).")
            }
        }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop",
            abstract: "End a student's enrolment; what was recorded stays.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The course: an id or a course code.") var course: String
        @Argument(help: "The student's code.") var code: String
        @Option(help: ArgumentHelp("The first day without (today).", valueName: "YYYY-MM-DD"))
        var from: SchoolDate?
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let day = from ?? school.desk.today
                let user = try await school.desk.drop(
                    code: code, from: course, since: day, by: School.actor)
                school.say(user, json: json, "\(user.fullName) is no longer enrolled from \(day).")
            }
        }
    }
}

extension Desk {
    fileprivate func enrol(
        code: String, in course: String, from date: SchoolDate, by actor: Actor
    ) async throws -> User {
        try await ledger.write { ledger in
            let course = try ledger.course(named: course)
            let user = try ledger.user(named: code)
            guard user.role == .student else {
                throw Failure(.failure, "\(user.fullName) is a \(user.role), not a student.")
            }
            if try ledger.courseMembers(course.id, on: date).contains(where: { $0.id == user.id }) {
                throw Failure(.failure, "\(user.fullName) is enrolled on \(date) already.")
            }
            try ledger.enrol(
                user.id, in: course.id, asTeacher: false, from: date, at: now(), by: actor)
            return user
        }
    }

    fileprivate func drop(
        code: String, from course: String, since date: SchoolDate, by actor: Actor
    ) async throws -> User {
        try await ledger.write { ledger in
            let course = try ledger.course(named: course)
            let user = try ledger.user(named: code)
            let dropped = try ledger.drop(
                user.id, from: course.id, lastDay: date.adding(days: -1), at: now(), by: actor)
            if !dropped {
                throw Failure(.failure, "\(user.fullName) is not enrolled on \(date).")
            }
            return user
        }
    }
}
