import ArgumentParser
import Attendance
import Desk
import Terminal
import Wire

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "People: numbers, PINs, links to sign in, parents.",
        subcommands: [
            List.self, Show.self, Add.self, Alias.self, Link.self, Unlink.self, Adjust.self,
            PINCommand.self, InviteCommand.self, Export.self, Erase.self,
            Hold.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List people.")

        @OptionGroup var school: SchoolOptions
        @Option(help: "Only this role.") var role: Role?
        @Argument(help: "Part of a name or a code.") var text: String?
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let users = try await school.desk.ledger.read {
                    try $0.users(role: role, matching: text.flatMap(NameSearch.init))
                }
                if json {
                    let shapes = Shapes(zone: school.settings.zone)
                    Output.json(.array(users.map(shapes.user)))
                    return
                }
                Output.table(
                    ["code", "name", "role", "class"],
                    users.map { [$0.code.text, $0.fullName, $0.role.rawValue, $0.studentClass] },
                    none: "Nobody found.")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show one person.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The code.") var code: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let (user, aliases) = try await school.desk.ledger.read { ledger in
                    let user = try ledger.user(named: code)
                    return (user, try ledger.aliases(of: user.id))
                }
                if json {
                    Output.json(Shapes(zone: school.settings.zone).user(user))
                    return
                }
                Output.table(
                    ["code", "name", "role", "class", "other numbers"],
                    [
                        [
                            user.code.text, user.fullName, user.role.rawValue, user.studentClass,
                            aliases.map { $0.number + ($0.isBlocked ? " (blocked)" : "") }
                                .joined(separator: ", "),
                        ]
                    ], none: "")
                try await school.showFamily(of: user)
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add a person.")

        @OptionGroup var school: SchoolOptions
        @Option(help: "What the card carries.") var code: String
        @Option(help: "The full name.") var name: String
        @Option(help: "student, teacher, assistant, secretary, superadmin or parent.")
        var role: Role
        @Option(help: ArgumentHelp("A child of a parent; repeats.", valueName: "code"))
        var parentOf: [String] = []
        @Option(help: ArgumentHelp("A student's year group.", valueName: "grade"))
        var grade = ""
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            guard let userCode = UserCode(code) else {
                throw Failure(
                    .invalidInput, "A code is 1 to 64 letters, digits or signs without spaces.")
            }
            if !grade.isEmpty, role != .student || Printable(grade).text != grade {
                throw Failure(
                    .invalidInput, "--grade is a student's, in letters that can be seen.")
            }
            if Printable(name).text != name || name.allSatisfy(\.isWhitespace) {
                throw Failure(
                    .invalidInput, "A name is letters and signs that can be seen, not only blanks.")
            }
            try await school.withSchool(creating: true) { school in
                let user = try await school.desk.add(
                    NewUser(code: userCode, fullName: name, role: role, grade: grade),
                    parentOf: parentOf,
                    by: School.actor)
                school.say(
                    user, json: json,
                    "\(user.fullName) is added with the code \(user.code.text).")
            }
        }
    }

    struct Alias: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "alias",
            abstract: "Library, RFID and other numbers on a person's card.")

        enum Action: String, ExpressibleByArgument, CaseIterable {
            case add, remove, block
        }

        @OptionGroup var school: SchoolOptions
        @Argument(help: "add, remove or block.") var action: Action
        @Argument(help: "The person's code.") var code: String
        @Argument(help: "The other number.") var number: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            guard let alias = UserCode(number) else {
                throw Failure(
                    .invalidInput, "A number is 1 to 64 letters, digits or signs without spaces.")
            }
            try await school.withSchool { school in
                let user = try await school.desk.change(
                    alias, of: code, action, by: School.actor)
                let done =
                    switch action {
                    case .add: "is a number of"
                    case .block: "is blocked for"
                    case .remove: "is no longer a number of"
                    }
                school.say(user, json: json, "\(alias.text) \(done) \(user.fullName).")
            }
        }
    }
}

extension School {
    /// What was done to somebody: a sentence, or with `--json` who it was done to.
    func say(_ user: User, json: Bool, _ sentence: String) {
        if json {
            Output.json(Shapes(zone: settings.zone).user(user))
        } else {
            Output.data(sentence)
        }
    }
}

extension Desk {
    fileprivate func add(
        _ new: NewUser, parentOf children: [String], by actor: Actor
    ) async throws -> User {
        try await ledger.write { ledger in
            if let known = try ledger.user(code: new.code) {
                throw Failure(.failure, "\(known.fullName) has the code \(new.code.text) already.")
            }
            if try ledger.alias(new.code) != nil {
                throw Failure(
                    .failure,
                    "\(new.code.text) is a number on somebody's card. Remove it there first.")
            }
            let user = try ledger.addUser(new, at: now(), by: actor)
            for child in children {
                try ledger.link(
                    parent: user.id, to: try ledger.user(named: child).id, at: now(), by: actor)
            }
            return user
        }
    }

    fileprivate func change(
        _ alias: UserCode, of code: String, _ action: UserCommand.Alias.Action, by actor: Actor
    ) async throws -> User {
        try await ledger.write { ledger in
            let user = try ledger.user(named: code)
            if let other = try ledger.user(code: alias) {
                throw Failure(.failure, "\(alias.text) is the user code of \(other.fullName).")
            }
            let known = try ledger.alias(alias)
            if let known, known.user != user.id {
                throw Failure(
                    .failure, "\(alias.text) is somebody else's number. Remove it there first.")
            }
            if action == .add, known?.isBlocked == true {
                throw Failure(
                    .failure,
                    "\(alias.text) is blocked. If the card was found, remove the number and add it "
                        + "again.")
            }
            switch action {
            case .add, .block:
                try ledger.setAlias(
                    alias, of: user.id, blocked: action == .block, at: now(), by: actor)
            case .remove:
                if known == nil {
                    throw Failure(.notFound, "\(user.fullName) has no number \(alias.text).")
                }
                try ledger.removeAlias(alias, at: now(), by: actor)
            }
            return user
        }
    }
}
