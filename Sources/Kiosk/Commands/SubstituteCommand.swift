import ArgumentParser
import Attendance
import Desk

extension OccurrenceCommand {
    struct Teach: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "teach",
            abstract: "Name a substitute: somebody who may open that occurrence's session.",
            discussion: """
                The course's own teachers may still do so. Imports leave the occurrence as it is \
                from then on.
                """)

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The occurrence's id.") var id: Int64
        @Argument(help: "The teacher's code; with --none it may be left out.")
        var teacher: String?
        @Flag(help: "Take that teacher off it again, or all whom it names.") var none = false
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            if teacher == nil, !none {
                throw ValidationError("Say who teaches it: a teacher's code, or --none.")
            }
        }

        func run() async throws {
            try await school.withSchool { school in
                let user: User? = try await school.desk.ledger.read { [teacher] ledger in
                    try teacher.map { try ledger.user(named: $0) }
                }
                let occurrence = OccurrenceID(id)
                let changed =
                    if !none, let user {
                        try await school.desk.teach(
                            occurrence, by: user.id, as: School.actor
                        ).orFail()
                    } else {
                        try await school.desk.stopTeaching(
                            occurrence, by: user?.id, as: School.actor
                        ).orFail()
                    }
                try await school.show(changed, json: json)
            }
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore",
            abstract: "Hold what was cancelled after all.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The occurrence's id.") var id: Int64
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let restored = try await school.desk.restore(
                    OccurrenceID(id), by: School.actor
                ).orFail()
                try await school.sayConflicts(restored)
                try await school.show(restored, json: json)
                let session = try await school.desk.ledger.read {
                    try $0.session(of: restored.id)?.session
                }
                if let session, session.status == .closed {
                    Output.say(
                        "Its session is closed, so whoever had not checked in is absent. If they "
                            + "still may: kiosk session reopen \(session.id.number)")
                }
            }
        }
    }
}
