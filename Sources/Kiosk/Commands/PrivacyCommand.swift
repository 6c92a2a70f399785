import ArgumentParser
import Attendance
import Desk
import Foundation
import Wire

extension UserCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Print all that is known of one person, for them to see.",
            discussion: "JSON, a list for each table; or with --table one of them as CSV.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The code.") var code: String
        @Option(help: ArgumentHelp("One table as CSV, such as attendance.", valueName: "name"))
        var table: String?

        func run() async throws {
            try await school.withSchool { school in
                let tables = try await school.desk.ledger.read { [code] ledger in
                    try ledger.everything(about: try ledger.user(named: code).id)
                }
                let zone = school.settings.zone
                guard let name = table else {
                    Output.json(.object(tables.map { ($0.name, $0.json(zone)) }))
                    return
                }
                guard let found = tables.first(where: { $0.name == name }) else {
                    throw Failure(
                        .notFound,
                        "There is nothing about them in \(name.debugDescription). There is: "
                            + tables.map(\.name).joined(separator: ", "))
                }
                Output.csv(found.columns, found.rows.map { $0.map { $0.text(zone) } })
            }
        }
    }

    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "erase",
            abstract: "Take out of the records who somebody was; what was counted stays.",
            discussion: """
                Name, code, card numbers, parents, remarks and what they sign in with go; their \
                attendance stays as an erased person's. There is no way back. Copies made before \
                (`kiosk backup`) still have them until they are removed.
                """)

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The code.") var code: String
        @Flag(help: "Do it; without, it is only said what would be.") var yes = false

        func run() async throws {
            try await school.withSchool { school in
                let (user, tables) = try await school.desk.ledger.read { [code] ledger in
                    let user = try ledger.user(named: code)
                    return (user, try ledger.everything(about: user.id))
                }
                if !yes {
                    let list = tables.map { "\($0.rows.count) in \($0.name)" }
                    Output.data(
                        "\(user.fullName) (\(user.code.text)) would be erased: "
                            + list.joined(separator: ", ") + ". To do it: --yes")
                    return
                }
                try await school.desk.erase(user.id, by: School.actor).orFail()
                Output.data("Erased. What remains is of nobody: erased-\(user.id.number).")
            }
        }
    }

    struct Hold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hold",
            abstract: "Keep somebody's records from being erased, for a reason.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The code.") var code: String
        @Option(help: "Why.") var reason: String?
        @Option(help: ArgumentHelp("The last day (none: until released).", valueName: "date"))
        var until: SchoolDate?
        @Flag(help: "They need not be kept any more.") var release = false

        func validate() throws {
            if release == (reason != nil) { throw ValidationError("Give --reason, or --release.") }
        }

        func run() async throws {
            try await school.withSchool { school in
                let hold = reason.map { LegalHold(until: until, reason: $0) }
                let user = try await school.desk.ledger.write { [code] ledger in
                    let user = try ledger.user(named: code)
                    try ledger.set(
                        hold, on: user.id, at: school.desk.now(), by: School.actor)
                    return user
                }
                Output.data(
                    hold == nil
                        ? "\(user.fullName)'s records may be erased."
                        : "\(user.fullName)'s records are kept.")
            }
        }
    }
}

extension PersonalTable {
    fileprivate func json(_ zone: SchoolZone) -> JSON {
        .array(
            rows.map { row in
                .object(zip(columns, row).map { ($0, $1.json(zone)) })
            })
    }
}

extension PersonalTable.Value {
    fileprivate func json(_ zone: SchoolZone) -> JSON {
        switch self {
        case .text(let text): .string(text)
        case .number(let number): .int(number)
        case .moment(let moment): .string(zone.stamp(moment))
        case .none: .null
        }
    }

    fileprivate func text(_ zone: SchoolZone) -> String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .moment(let moment): zone.stamp(moment)
        case .none: ""
        }
    }
}
