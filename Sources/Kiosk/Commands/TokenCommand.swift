import ArgumentParser
import Attendance
import Desk
import Foundation
import Wire

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make, list and revoke what programs ask with.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make a token and print it, once.",
            discussion: """
                One of --user, --device with --room, --integration with --scope, --projector, \
                --calendar and --calendar-room. The token stands alone on stdout and is kept \
                nowhere: who loses it makes another.
                """)

        @OptionGroup var school: SchoolOptions
        @Option(help: ArgumentHelp("For a person; may what their role may.", valueName: "code"))
        var user: String?
        @Option(help: ArgumentHelp("For a door elsewhere.", valueName: "name")) var device: String?
        @Option(help: ArgumentHelp("The door's classroom.", valueName: "room")) var room: String?
        @Option(help: ArgumentHelp("For a program.", valueName: "name")) var integration: String?
        @Option(
            help: ArgumentHelp(
                "What the program may do: classes:read, classes:write, homeroom:read, "
                    + "homeroom:write, excusals; several with commas, or several times.",
                valueName: "scopes"))
        var scope: [ScopeList] = []
        @Option(
            help: ArgumentHelp(
                "For a screen that shows one session's code and counts.", valueName: "session"))
        var projector: String?
        @Option(help: ArgumentHelp("For a student's calendar feed.", valueName: "code"))
        var calendar: String?
        @Option(
            name: .customLong("calendar-room"),
            help: ArgumentHelp("For a classroom's calendar feed.", valueName: "room"))
        var calendarRoom: String?
        @Option(help: "Days until it runs out (none: it does not).") var days: Int?
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            let kinds = [user, device, integration, projector, calendar, calendarRoom]
            if kinds.count(where: { $0 != nil }) != 1 {
                throw ValidationError(
                    "Give one of --user, --device, --integration, --projector, --calendar and "
                        + "--calendar-room.")
            }
            if (device == nil) != (room == nil) {
                throw ValidationError("--device and --room belong together.")
            }
            if (integration == nil) != scope.isEmpty {
                throw ValidationError("--integration and --scope belong together.")
            }
            if let days, !(1...3_650).contains(days) {
                throw ValidationError("--days takes a number from 1 to 3650.")
            }
        }

        func run() async throws {
            try await school.withSchool { school in
                let holder = try await holder(school)
                let expires = days.map { school.desk.now().adding(seconds: Int64($0) * 86_400) }
                let (text, token) = try await school.desk.createToken(
                    for: holder, expires: expires, by: School.actor)
                guard json else {
                    Output.data(text)
                    sayAddress(of: token, school)
                    return
                }
                let shapes = Shapes(zone: school.settings.zone)
                guard case .object(let members) = shapes.token(token, user ?? calendar) else {
                    preconditionFailure("a token is an object")
                }
                Output.json(.object(members + [("token", .string(text))]))
            }
        }

        /// Where a room's calendar is: its id stands nowhere else.
        private func sayAddress(of token: Token, _ school: School) {
            guard case .roomCalendar(let room) = token.holder else { return }
            let base = school.settings.publicURL(isEncrypted: false)
            Output.say(
                "The calendar: \(base)/api/v1/classrooms/\(room.number)/schedule.ics"
                    + "?token=TOKEN")
        }

        private func holder(_ school: School) async throws -> Token.Holder {
            if let device, let room {
                let classroom = try await school.classroom(named: room)
                let id = try await school.desk.ledger.write { ledger in
                    try ledger.device(
                        named: device, in: classroom.id, at: school.desk.now(), by: School.actor)
                }
                return .device(
                    Attempt.Door(device: id, classroom: classroom.id), name: device)
            }
            if let integration {
                return .integration(name: integration, Set(scope.flatMap(\.scopes)))
            }
            if let calendarRoom {
                return .roomCalendar(try await school.classroom(named: calendarRoom).id)
            }
            return try await school.desk.ledger.read { [user, calendar, projector] ledger in
                if let projector {
                    return .projector(try ledger.session(named: projector).session.id)
                }
                let person = try ledger.user(named: user ?? calendar ?? "")
                if user != nil { return .user(person.id, person.role) }
                guard person.role == .student else {
                    throw Failure(.invalidInput, "Only a student has a calendar feed.")
                }
                return .calendar(person.id)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List whose tokens there are, until when, and when last used.")

        @OptionGroup var school: SchoolOptions
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let tokens = try await school.desk.ledger.read { ledger in
                    try ledger.tokens().map { token in
                        (token, try ledger.name(of: token))
                    }
                }
                let shapes = Shapes(zone: school.settings.zone)
                if json {
                    Output.json(.array(tokens.map { shapes.token($0, $1) }))
                    return
                }
                let now = school.desk.now()
                func time(_ moment: Moment?) -> String {
                    moment.map { shapes.zone.stamp($0) } ?? "-"
                }
                Output.table(
                    ["id", "for", "holds", "made", "until", "last used"],
                    tokens.map { token, name in
                        let holds = isInForce(
                            revoked: token.revokedAt, expires: token.expiresAt, at: now)
                        return [
                            "\(token.id.number)", token.description(name),
                            token.revokedAt != nil ? "revoked" : holds ? "yes" : "run out",
                            time(token.createdAt), time(token.expiresAt), time(token.lastUsedAt),
                        ]
                    }, none: "There are no tokens. Make one: kiosk token create --user CODE")
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Take a token back, at once.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The token's id, as `kiosk token list` shows it.") var id: Int64

        func run() async throws {
            try await school.withSchool { school in
                let isRevoked = try await school.desk.revokeToken(TokenID(id), by: School.actor)
                if !isRevoked {
                    throw Failure(
                        .notFound, "There is no token \(id) that holds. See: kiosk token list")
                }
            }
        }
    }
}

extension LedgerReading {
    /// The code of whom a token is for, or the name of the room.
    fileprivate func name(of token: Token) throws -> String? {
        if case .roomCalendar(let room) = token.holder { return try classroom(room)?.name }
        return try token.user.flatMap { try user($0)?.code.text }
    }
}

extension Token {
    /// For a list; `name` is the code of the person, or the room.
    func description(_ name: String?) -> String {
        let prefix =
            switch way {
            case .program: ""
            case .browser: "browser of "
            case .link: "sign-in link of "
            case .phone: "phone of "
            }
        return prefix + holder.description(name)
    }
}

extension Token.Holder {
    fileprivate func description(_ name: String?) -> String {
        switch self {
        case .user(_, let role): "\(role.rawValue) \(name ?? "?")"
        case .device(_, let name): "device \(name)"
        case .integration(let name, let scopes):
            "integration \(name) (\(scopes.map(\.rawValue).sorted().joined(separator: " ")))"
        case .projector(let session): "projector of session \(session.number)"
        case .calendar: "calendar of \(name ?? "?")"
        case .roomCalendar: "calendar of room \(name ?? "?")"
        }
    }
}

/// `classes:read,classes:write`.
struct ScopeList: ExpressibleByArgument {
    let scopes: [Caller.Scope]

    init?(argument: String) {
        let scopes = argument.split(separator: ",").map { Caller.Scope(rawValue: String($0)) }
        if scopes.isEmpty || scopes.contains(nil) { return nil }
        self.scopes = scopes.compactMap { $0 }
    }

    static let allValueStrings = Caller.Scope.allCases.map(\.rawValue)
}
