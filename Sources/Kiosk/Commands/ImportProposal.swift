import Rostering
import Wire

/// What an import takes things for, to be accepted or corrected before anything is written.
struct ImportProposal {
    var names: [String]
    var rows: [[String]]
    /// What is to be looked at: `columns`.
    var what: String
    /// The words after `kiosk import`; what all imports take is added.
    var command: [String]
    /// Codes of courses that are not there yet.
    var newCourses: [String] = []
}

extension ImportFlags {
    /// Without a yes nothing is written, whatever it looks like.
    func whereMeant(_ yes: Bool) -> ImportFlags {
        var flags = self
        flags.dryRun = dryRun || !yes
        return flags
    }

    /// Shows it, with the findings and the command that accepts it. True where a rehearsal was
    /// asked for as well, which goes on. Errors end the command, once all is shown.
    func propose(_ proposal: ImportProposal, _ report: ImportReport) throws -> Bool {
        Output.table(proposal.names, proposal.rows, none: "Nothing was found.")
        if dryRun { return true }
        say(report)
        sayCourses(proposal.newCourses, ("is", "will be made"))
        var words = proposal.command
        if let data = school.data { words += ["--data", data] }
        if let source { words += ["--source", source] }
        let question =
            report.hasErrors
            ? "When the errors are corrected:" : "If the \(proposal.what) are right:"
        Output.say("Nothing was written. \(question)")
        Output.say(
            "    kiosk import " + (words.map(Self.quoted) + ["--yes"]).joined(separator: " "))
        if report.hasErrors { throw Failure(report.status, "It cannot be imported like this.") }
        return false
    }

    /// The word as a shell takes it.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "./_-".contains($0) }
        if isPlain, !word.isEmpty { return word }
        return "'" + word.replacing(scalar: "'", with: "'\\''") + "'"
    }
}
