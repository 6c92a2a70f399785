import ArgumentParser
import Attendance
import Desk
import Wire

struct Session: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "List, make, open and close check-in sessions.",
        subcommands: [
            List.self, Create.self, Open.self, Close.self, Reopen.self, Show.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the sessions of a date.")

        @OptionGroup var school: SchoolOptions
        @Option(help: ArgumentHelp("The date (today).", valueName: "YYYY-MM-DD")) var date:
            SchoolDate?
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let day = date ?? school.desk.today
                var filter = OccurrenceFilter(from: day, to: day)
                filter.withSession = true
                let rows = try await school.desk.ledger.read { [filter] in try $0.daily(filter) }
                if json {
                    let shapes = Shapes(zone: school.settings.zone)
                    Output.json(.array(rows.compactMap(\.session).map(shapes.session)))
                    return
                }
                Output.table(
                    ["id", "code", "status", "time", "room", "course", "present", "late", "of"],
                    rows.compactMap { row in
                        row.session.map { detail in
                            let occurrence = row.occurrence
                            return [
                                "\(detail.session.id.number)", detail.session.code?.text ?? "-",
                                detail.session.status.rawValue,
                                "\(occurrence.start)-\(occurrence.end)",
                                occurrence.classroom?.name ?? "-", occurrence.course.name,
                                "\(row.counts.present)", "\(row.counts.late)",
                                "\(row.counts.expected)",
                            ]
                        }
                    },
                    none: "No sessions on \(day). Open one: kiosk session open --occurrence ID")
            }
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make the session of an occurrence, as a draft; again: the same one.")

        @OptionGroup var school: SchoolOptions
        @Option(
            help: ArgumentHelp("The occurrence, from `kiosk occurrence list`.", valueName: "id"))
        var occurrence: Int64
        @Option(help: "A remark.") var remark = ""
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let made = try await school.desk.createSession(
                    on: OccurrenceID(occurrence), remark: remark, by: School.actor
                ).orFail()
                if !made.created { Output.say("It exists already.") }
                school.show(made.session, json: json)
            }
        }
    }

    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "open",
            abstract: "Open a session; with --occurrence it is made if missing.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The session's id or code.") var session: String?
        @Option(
            help: ArgumentHelp("The occurrence, from `kiosk occurrence list`.", valueName: "id"))
        var occurrence: Int64?
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            if (session == nil) == (occurrence == nil) {
                throw ValidationError("Name a session, or an occurrence with --occurrence.")
            }
        }

        func run() async throws {
            try await school.withSchool { school in
                let detail: SessionDetail
                if let session {
                    detail = try await school.desk.ledger.read { try $0.session(named: session) }
                } else {
                    detail = try await school.desk.createSession(
                        on: OccurrenceID(occurrence ?? 0), by: School.actor
                    ).orFail().session
                }
                let opened = try await school.desk.open(
                    detail.session.id, by: School.actor
                ).orFail()
                let date = opened.occurrence.date
                if date != school.desk.today {
                    Output.say("Note: this occurrence is of \(date), not of today.")
                }
                try await school.sayTies(opened)
                school.show(opened, json: json)
            }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Close a session: whoever has nothing becomes absent.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The session's id or code.") var session: String
        @Flag(help: "Say who would become what; write nothing.") var dryRun = false
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let id = try await school.desk.ledger.read {
                    try $0.session(named: session).session.id
                }
                if dryRun {
                    let changes = try await school.desk.rehearseClosing(id).orFail()
                    Output.table(
                        ["code", "name", "would be"],
                        changes.map { change in
                            [
                                change.student.code.text, change.student.fullName,
                                change.status.rawValue,
                            ]
                        }, none: "Nobody would change.")
                    return
                }
                let closed = try await school.desk.close(id, by: School.actor).orFail()
                school.show(closed, json: json)
                let counts = try await school.desk.ledger.read {
                    try $0.counts(of: closed.occurrence.id)
                }
                Output.say(
                    "\(counts.present) present, \(counts.late) late, \(counts.absent) absent, "
                        + "\(counts.leave) on leave")
            }
        }
    }

    struct Reopen: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reopen",
            abstract: "Open a closed session again, with the same code.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The session's id or code.") var session: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let id = try await school.desk.ledger.read {
                    try $0.session(named: session).session.id
                }
                let opened = try await school.desk.open(
                    id, reopening: true, by: School.actor
                ).orFail()
                school.show(opened, json: json)
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show a session and its roster.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The session's id or code.") var session: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let (detail, rows) = try await school.desk.ledger.read { ledger in
                    let detail = try ledger.session(named: session)
                    return (detail, try ledger.roster(of: detail.occurrence.id))
                }
                let shapes = Shapes(zone: school.settings.zone)
                if json {
                    Output.json([
                        "session": shapes.session(detail),
                        "roster": shapes.roster(rows),
                    ])
                    return
                }
                school.show(detail, json: false)
                school.show(rows)
            }
        }
    }
}

extension School {
    func show(_ detail: SessionDetail, json: Bool) {
        if json {
            Output.json(Shapes(zone: settings.zone).session(detail))
            return
        }
        let occurrence = detail.occurrence
        Output.table(
            ["id", "code", "status", "date", "time", "room", "course"],
            [
                [
                    "\(detail.session.id.number)", detail.session.code?.text ?? "-",
                    detail.session.status.rawValue, "\(occurrence.date)",
                    "\(occurrence.start)-\(occurrence.end)", occurrence.classroom?.name ?? "-",
                    occurrence.course.name,
                ]
            ], none: "")
    }

    func show(_ rows: [RosterRow]) {
        Output.table(
            ["code", "name", "status", "time", "remark"],
            rows.map { row in
                [
                    row.student.code.text, row.student.fullName,
                    row.record?.status?.rawValue ?? "-",
                    row.record?.checkinTime.map { "\(settings.zone.time(of: $0))" } ?? "",
                    row.record?.remark ?? "",
                ]
            }, none: "Nobody is on this roster.")
    }

    /// Who will have to type more than four characters.
    func sayTies(_ detail: SessionDetail) async throws {
        let codes = try await desk.ledger.read { ledger in
            try ledger.roster(of: detail.occurrence.id).map(\.student.code)
        }
        if let sentence = TieForecast(roster: codes).sentence { Output.say(sentence) }
    }
}
