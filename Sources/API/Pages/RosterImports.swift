import Attendance

/// What the office sees of imports by the clock, and what it can start.
package struct RosterImports: Sendable {
    /// How the last one went.
    package struct Last: Sendable {
        package var at: Moment
        package var from: String
        package var isDone: Bool
        /// What the command said, in a line.
        package var said: String
        /// `users`, and how many are new, changed and removed.
        package var counts: [(what: String, created: Int, updated: Int, removed: Int)]
        /// `users.csv:3, column role`, whether it is an error, and what is to be done.
        package var findings: [(place: String, isError: Bool, message: String)]

        package init(
            at: Moment, from: String, isDone: Bool, said: String,
            counts: [(what: String, created: Int, updated: Int, removed: Int)],
            findings: [(place: String, isError: Bool, message: String)]
        ) {
            self.at = at
            self.from = from
            self.isDone = isDone
            self.said = said
            self.counts = counts
            self.findings = findings
        }
    }

    /// What becomes of an import that was asked for.
    package enum Beginning: Sendable {
        case begun, runsAlready
        /// Files are missing, or are being written still.
        case waitsForFiles
    }

    let last: @Sendable () -> Last?
    let isRunning: @Sendable () -> Bool
    /// Nil where no roster is left anywhere.
    let begin: (@Sendable () -> Beginning)?

    package init(
        last: @escaping @Sendable () -> Last? = { nil },
        isRunning: @escaping @Sendable () -> Bool = { false },
        begin: (@Sendable () -> Beginning)? = nil
    ) {
        self.last = last
        self.isRunning = isRunning
        self.begin = begin
    }
}
