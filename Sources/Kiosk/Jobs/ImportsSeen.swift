import API
import Attendance
import Wire

extension School {
    /// What the office's page sees of imports by the clock, and the one it can begin.
    func rosterImports(_ log: @escaping @Sendable (String) -> Void) -> RosterImports {
        let data = settings.dataDirectory
        var begin: (@Sendable () -> RosterImports.Beginning)?
        if let job = RosterJob(self, log: log) {
            begin = {
                if RosterJob.isRunning { return .runsAlready }
                return job.begin() ? .begun : .waitsForFiles
            }
        }
        return RosterImports(
            last: { LastImport(in: data)?.seen }, isRunning: { RosterJob.isRunning }, begin: begin)
    }
}

extension LastImport {
    private static let mostFindings = 100

    fileprivate var seen: RosterImports.Last? {
        guard let moment else { return nil }
        return RosterImports.Last(
            at: moment, from: from, isDone: exit == 0 || exit == ExitStatus.partly.rawValue,
            said: said, counts: counts, findings: findings)
    }

    private var counts: [(what: String, created: Int, updated: Int, removed: Int)] {
        guard case .object(let kinds) = result.member("counts") else { return [] }
        return kinds.map { what, change in
            func number(_ name: String) -> Int {
                guard case .int(let count) = change.member(name) else { return 0 }
                return Int(count)
            }
            return (what, number("created"), number("updated"), number("removed"))
        }
    }

    private var findings: [(place: String, isError: Bool, message: String)] {
        guard case .array(let entries) = result.member("report") else { return [] }
        return entries.prefix(Self.mostFindings).map { entry in
            func text(_ name: String) -> String {
                switch entry.member(name) {
                case .string(let text): text
                case .int(let number): "\(number)"
                default: ""
                }
            }
            let line = text("line").isEmpty ? "" : ":" + text("line")
            let column = text("column").isEmpty ? "" : " " + text("column")
            return (text("file") + line + column, text("severity") == "error", text("message"))
        }
    }
}

extension JSON {
    /// Null where there is none.
    fileprivate func member(_ name: String) -> JSON {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.0 == name }?.1 ?? .null
    }
}
