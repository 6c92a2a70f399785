import Foundation

/// What an import found wrong with the files, in the order of the files and their rows.
package struct ImportReport: Equatable, Sendable {
    /// One finding. `line` is the physical line on which the row begins (the header's is 1),
    /// `column` the header's name; both are nil where a finding concerns a whole file.
    package struct Entry: Equatable, Sendable {
        package let file: String
        package let line: Int?
        package let column: String?
        package let code: ImportCode
        /// What is wrong and what cures it, in plain words. Text quoted from a file is shortened
        /// and carries no control or direction characters.
        package let message: String
        package let severity: Severity
    }

    /// An error stops the import; a warning says what was passed over or read generously.
    package enum Severity: String, Sendable {
        case error, warning
    }

    /// How many entries of each severity are kept; the others are only counted.
    package static let maximumEntriesOfEachSeverity = 1_000

    package private(set) var entries: [Entry] = []
    package private(set) var errorCount = 0
    package private(set) var warningCount = 0
    /// True if there is nothing where the path leads that was given.
    package fileprivate(set) var isPathMissing = false

    package init() {}

    /// True if anything was found that stops the import.
    package var hasErrors: Bool { errorCount > 0 }

    /// How many findings were counted and not kept.
    package var omittedCount: Int { errorCount + warningCount - entries.count }

    /// Counts a finding, and keeps it while there is room for its severity.
    package mutating func add(
        _ severity: Severity, _ code: ImportCode, file: String, line: Int? = nil,
        column: String? = nil, _ message: @autoclosure () -> String
    ) {
        let count: Int
        switch severity {
        case .error:
            errorCount += 1
            count = errorCount
        case .warning:
            warningCount += 1
            count = warningCount
        }
        guard count <= Self.maximumEntriesOfEachSeverity else { return }
        entries.append(
            Entry(
                file: file, line: line, column: column, code: code, message: message(),
                severity: severity))
    }
}

/// Collects the findings of one import while its files are read.
final class Findings {
    private(set) var report = ImportReport()
    private var said: Set<String> = []

    func add(
        _ severity: ImportReport.Severity, _ code: ImportCode, file: String, line: Int? = nil,
        column: String? = nil, _ message: @autoclosure () -> String
    ) {
        report.add(severity, code, file: file, line: line, column: column, message())
    }

    /// Nothing is where a path leads: the whole of it is said, as it was given.
    func addMissing(_ code: ImportCode, _ location: URL, what: String) {
        let clean = { withoutHiddenCharacters($0) ?? $0 }
        add(
            .error, code, file: clean(location.lastPathComponent),
            """
            There is no \(what) “\(clean(location.relativePath))”. Check the path for a spelling \
            mistake.
            """)
        report.isPathMissing = true
    }

    /// True the first time a topic comes up: what concerns every row of a file is said once.
    func isNews(_ topic: String) -> Bool {
        said.insert(topic).inserted
    }
}
