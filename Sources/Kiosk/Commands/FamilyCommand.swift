import ArgumentParser
import Attendance
import Desk
import Terminal
import Wire

extension UserCommand {
    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "link",
            abstract: "Make somebody a student's parent, who may excuse them.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The parent's code.") var parent: String
        @Argument(help: "The student's code.") var child: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let (parent, child) = try await school.desk.link(
                    parent: parent, to: child, by: School.actor)
                school.say(
                    child, json: json, "\(parent.fullName) is a parent of \(child.fullName).")
            }
        }
    }

    struct Unlink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unlink",
            abstract: "Take a student's parent away; their excusals stay.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The parent's code.") var parent: String
        @Argument(help: "The student's code.") var child: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let (parent, child) = try await school.desk.unlink(
                    parent: parent, from: child, by: School.actor)
                school.say(
                    child, json: json, "\(parent.fullName) is no parent of \(child.fullName).")
            }
        }
    }

    struct Adjust: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "adjust",
            abstract: "Add days to a student's homeroom count of a term, or take some off.",
            discussion: "The days replace those of the same term and label; 0 takes them away.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The student's code.") var code: String
        @Option(help: ArgumentHelp("A term: its name or id (the one of today).")) var term: String?
        @Option(help: "What is counted, such as Absent.") var label: String
        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Signed whole days, -400 to 400.", valueName: "number"))
        var days: Int
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            guard (-400...400).contains(days) else {
                throw Failure(.invalidInput, "--days is a whole number from -400 to 400.")
            }
            let isLabel = (1...StatusLabels.longest).contains(label.unicodeScalars.count)
            guard isLabel, Printable(label).text == label else {
                throw Failure(
                    .invalidInput,
                    "--label is 1 to \(StatusLabels.longest) letters that can be seen.")
            }
            try await school.withSchool { school in
                let (student, found) = try await school.desk.adjust(
                    label, by: days, of: code, in: term, by: School.actor)
                let done = days == 0 ? "no days" : "\(days > 0 ? "+" : "")\(days) days"
                school.say(
                    student, json: json,
                    "\(student.fullName) has \(done) of \(label) in \(found.name).")
            }
        }
    }
}

extension School {
    /// Parents or children of somebody, and a student's adjustments.
    func showFamily(of user: User) async throws {
        let (linked, adjustments) = try await desk.ledger.read { ledger in
            guard let person = try ledger.person(user.id) else { return ([User](), [[String]]()) }
            let linked = try person.linked.compactMap { try ledger.user($0) }
            guard let group = person.yearGroup else { return (linked, []) }
            var filter = StudentFilter()
            filter.only = [user.id]
            let terms = try ledger.academicYears().flatMap(\.terms)
            let rows = try terms.flatMap { [filter] term in
                try ledger.adjustments(of: group, in: term.id, filter).map {
                    [term.name, $0.label, "\($0.days > 0 ? "+" : "")\($0.days)"]
                }
            }
            return (linked, rows)
        }
        if !linked.isEmpty {
            let title = user.role == .parent ? "child" : "parent"
            Output.data("")
            Output.table([title, "name"], linked.map { [$0.code.text, $0.fullName] }, none: "")
        }
        if !adjustments.isEmpty {
            Output.data("")
            Output.table(["term", "adjusted", "days"], adjustments, none: "")
        }
    }
}

extension LedgerReading {
    /// By id or by name; nil: the one of today.
    fileprivate func term(named text: String?, on today: SchoolDate) throws -> AcademicTerm {
        let terms = try academicYears().flatMap(\.terms)
        let found = terms.filter { term in
            text.map { "\(term.id.number)" == $0 || term.name == $0 } ?? term.contains(today)
        }
        // Today may lie in a term and in a part of it: the larger one is meant.
        if let first = found.first, text == nil || found.count == 1 { return first }
        guard found.isEmpty else {
            let ids = found.map { "\($0.id.number) (from \($0.start))" }.joined(separator: ", ")
            throw Failure(.notFound, "Several terms have that name: say which of \(ids).")
        }
        let names = terms.map { "\($0.id.number) (\($0.name))" }.joined(separator: ", ")
        throw Failure(
            .notFound,
            text.map { "There is no term \($0.debugDescription). There are: \(names)" }
                ?? "No term is held today. Say which: --term, one of \(names)")
    }
}

extension Desk {
    private func family(
        _ parent: String, _ child: String, _ ledger: any LedgerReading
    ) throws -> (parent: User, child: User) {
        let (parent, child) = (try ledger.user(named: parent), try ledger.user(named: child))
        guard parent.role == .parent else {
            throw Failure(.failure, "\(parent.fullName) is a \(parent.role), not a parent.")
        }
        guard child.role == .student else {
            throw Failure(.failure, "\(child.fullName) is a \(child.role), not a student.")
        }
        return (parent, child)
    }

    fileprivate func link(
        parent: String, to child: String, by actor: Actor
    ) async throws -> (parent: User, child: User) {
        try await ledger.write { ledger in
            let (parent, child) = try family(parent, child, ledger)
            try ledger.link(parent: parent.id, to: child.id, at: now(), by: actor)
            return (parent, child)
        }
    }

    fileprivate func unlink(
        parent: String, from child: String, by actor: Actor
    ) async throws -> (parent: User, child: User) {
        try await ledger.write { ledger in
            let (parent, child) = try family(parent, child, ledger)
            guard try ledger.unlink(parent: parent.id, from: child.id, at: now(), by: actor) else {
                throw Failure(
                    .notFound, "\(parent.fullName) is no parent of \(child.fullName) as it is.")
            }
            return (parent, child)
        }
    }

    fileprivate func adjust(
        _ label: String, by days: Int, of code: String, in term: String?, by actor: Actor
    ) async throws -> (student: User, term: AcademicTerm) {
        try await ledger.write { ledger in
            let student = try ledger.user(named: code)
            guard student.role == .student else {
                throw Failure(.failure, "\(student.fullName) is a \(student.role), not a student.")
            }
            let found = try ledger.term(named: term, on: today)
            try ledger.adjust(
                label, by: days, of: student.id, in: found.id, at: now(), by: actor)
            return (student, found)
        }
    }
}
