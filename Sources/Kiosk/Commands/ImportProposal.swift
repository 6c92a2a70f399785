import Rostering
import Wire

/// What an import takes things for, to be accepted or corrected before anything is written.
struct ImportProposal {
    var names: [String]
    var rows: [[String]]
    /// What stands before the command: `If the columns are right:`.
    var question: String
    /// The words after `kiosk import`; what all imports take is added.
    var command: [String]
}

extension ImportFlags {
    /// Without a yes nothing is written, whatever it looks like.
    func whereMeant(_ yes: Bool) -> ImportFlags {
        var flags = self
        flags.dryRun = dryRun || !yes
        return flags
    }

    /// Shows it, with the findings and the command that accepts it. True where a rehearsal was
    /// asked for as well, which goes on.
    func propose(_ proposal: ImportProposal, _ report: ImportReport) -> Bool {
        Output.table(proposal.names, proposal.rows, none: "Nothing was found.")
        if dryRun { return true }
        say(report)
        var words = proposal.command
        if let data = school.data { words += ["--data", data] }
        if let source { words += ["--source", source] }
        Output.say("Nothing was written. \(proposal.question)")
        Output.say(
            "    kiosk import " + (words.map(Self.quoted) + ["--yes"]).joined(separator: " "))
        return false
    }

    /// The word as a shell takes it.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "./_-".contains($0) }
        if isPlain, !word.isEmpty { return word }
        return "'" + word.replacing(scalar: "'", with: "'\\''") + "'"
    }
}
