import ArgumentParser
import Attendance
import Desk
import Foundation
import LedgerSQLite
import Rostering
import Terminal

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Try the door with an invented school and a session open now.")

    @Option(help: ArgumentHelp("Keep the demo's school here.", valueName: "dir"))
    var data: String?

    @Option(help: "full, plain, json or none (full on a terminal, plain in a pipe).")
    var screen: ScreenMode?

    func run() async throws {
        let temporary = data == nil ? try TemporaryDirectory() : nil
        defer { temporary?.remove() }
        let settings = try Settings(
            flags: ["data": data ?? temporary?.path ?? "", "database": ""])
        try Self.claim(settings.dataDirectory)
        let school = try School(settings, creating: true)
        let lock = try RunLock(directory: settings.dataDirectory, what: "the demo")
        let session = try await Self.prepare(school)
        let tries = try await Self.tries(school, session)
        let mode = screen ?? .default
        if mode != .full {
            Output.say(
                "The demo's school is in \(settings.dataDirectory.path).\nSession "
                    + "\(session.session.code?.text ?? "") is open in room "
                    + "\(session.occurrence.classroom?.name ?? ""). \(tries)")
        }
        guard let classroom = session.occurrence.classroom else {
            throw Failure(.failure, "The demo school's course has no classroom.")
        }
        try await school.runDoor(
            classroom, mode: mode, isDemo: true, hint: tries + " · q leaves")
        try school.ledger.close()
        _ = consume lock
    }

    /// Only an empty directory, or one of an earlier demo, is a demo's: never a school's.
    private static func claim(_ directory: URL) throws {
        let mark = directory.appendingPathComponent("demo").path
        let database = directory.appendingPathComponent(SQLiteLedger.fileName).path
        if FileManager.default.fileExists(atPath: mark) { return }
        if FileManager.default.fileExists(atPath: database) {
            throw Failure(
                .usage,
                "\(directory.path) holds a school that is no demo. Name an empty directory, or run "
                    + "its door: kiosk run --room ROOM --data \(directory.path)")
        }
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try Data().write(to: URL(fileURLWithPath: mark))
        } catch {
            throw Failure(.permission, "Cannot write \(mark): \(error.localizedDescription)")
        }
    }

    /// Imports the school if it is not there, and opens a session that is held now.
    private static func prepare(_ school: School) async throws -> SessionDetail {
        let source = "demo"
        let today = school.desk.today
        if try await school.desk.ledger.read({ try $0.courses().isEmpty }) {
            let (roster, report) = readOneRoster(
                at: try Assets.folder("demo-school"),
                options: ImportOptions(grantRoles: true))
            guard let roster else {
                throw Failure(
                    .partMissing,
                    "The demo school is damaged: \(report.entries.first?.message ?? "")")
            }
            _ = try await school.desk.apply(
                roster.held(on: today), source: source, allowMassRemoval: true
            ).orFail()
            try await setPIN(school)
        }
        if let open = try await openSession(school) { return open }
        let course = try await school.desk.ledger.read { ledger in
            try ledger.courses().first { $0.code == "MATH101" } ?? ledger.courses().first
        }
        guard let course else { throw Failure(.failure, "The demo school has no courses.") }
        let occurrence = try await school.desk.create(
            lesson(of: course, school), by: School.actor
        ).orFail()
        let session = try await school.desk.createSession(
            on: occurrence.id, remark: "Demo", by: School.actor
        ).orFail().session
        return try await school.desk.open(session.session.id, by: School.actor).orFail()
    }

    /// A teacher's card opens and closes here; what guards it is no secret.
    private static func setPIN(_ school: School) async throws {
        guard let pin = PIN("2580"), let teacher = UserCode("T1001") else { return }
        let user = try await school.desk.ledger.read { try $0.user(code: teacher) }
        let cheap = 10
        guard let user else { return }
        try await school.desk.setPIN(pin, of: user.id, cost: cheap, by: School.actor)
    }

    private static func openSession(_ school: School) async throws -> SessionDetail? {
        var filter = OccurrenceFilter()
        filter.sessionStatus = .open
        return try await school.desk.ledger.read { [filter] in try $0.daily(filter) }
            .compactMap(\.session).last
    }

    /// An extra lesson from the last full five minutes, as long as two periods or until midnight.
    private static func lesson(of course: Course, _ school: School) async throws -> NewOccurrence {
        let now = school.desk.now()
        let date = school.settings.zone.date(of: now)
        var filter = OccurrenceFilter(from: date, to: date)
        filter.course = course.id
        let taken = try await school.desk.ledger.read { [filter] in try $0.daily(filter) }
            .flatMap(\.occurrence.sections)
        let first = stride(from: 1, to: 99, by: 2).first { !taken.contains($0) } ?? 99
        let start = school.settings.zone.time(of: now).minutes / 5 * 5
        let room = try await school.classroom(named: "5A C317")
        return NewOccurrence(
            course: course.id, classroom: room.id, date: date, sections: [first, first + 1],
            start: TimeOfDay(minutes: start)!, end: TimeOfDay(minutes: min(1_440, start + 100))!,
            remark: "Demo")
    }

    /// Which codes to try: a whole one, its last four, and one that two students share.
    private static func tries(_ school: School, _ session: SessionDetail) async throws -> String {
        let codes = try await school.desk.ledger.read { ledger in
            try ledger.roster(of: session.occurrence.id).map(\.student.code)
        }
        let groups = Dictionary(grouping: codes, by: \.tailKey)
        let single =
            codes.first { $0.text == "2024123456" }
            ?? codes.first { groups[$0.tailKey]?.count == 1 }
        let shared = groups.values.filter { $0.count > 1 }
            .map { (digitsNeeded(toTellApart: $0), $0[0].tailKey, $0[0]) }
            .min { ($0.0, $0.1) < ($1.0, $1.1) }?.2
        let typed = single.map { "Type \($0.last4) and Enter" } ?? "Type a code"
        let tie = shared.map { ", \($0.last4) (shared)" } ?? ""
        let day = single.map { ", ?\($0.text) (day)" } ?? ""
        return typed + tie + day + ", T1001 (PIN 2580)"
    }
}

extension SchoolRoster {
    /// The same school with its terms moved by whole years of 52 weeks, so that its school year
    /// holds `date` and weekdays stay.
    func held(on date: SchoolDate) -> SchoolRoster {
        guard let year = terms.first(where: { $0.kind == .schoolYear }) else { return self }
        let weeks52 = 364
        let ahead = date.days - year.start.days
        let shift = (ahead >= 0 ? ahead / weeks52 : -((weeks52 - 1 - ahead) / weeks52)) * weeks52
        var moved = self
        moved.terms = terms.map { term in
            var term = term
            term.start = term.start.adding(days: shift)
            term.end = term.end.adding(days: shift)
            return term
        }
        moved.exceptions = exceptions.map { exception in
            DayException(
                date: exception.date.adding(days: shift),
                movedTo: exception.movedTo?.adding(days: shift))
        }
        return moved
    }
}
