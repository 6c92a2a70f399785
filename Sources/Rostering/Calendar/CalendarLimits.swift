/// How much of calendars is read; a file that goes beyond is refused.
package struct CalendarLimits: Sendable {
    /// Bytes of one file.
    package var fileBytes = 67_108_864
    /// Bytes of one line, put together again.
    package var lineBytes = 1_048_576
    /// Components that lie within each other.
    package var depth = 16
    /// Properties of one event that are read.
    package var properties = 20_000
    /// Events of one import, whatever they become.
    package var events = 250_000
    /// Occurrences of one rule up to the end of the last term.
    package var ruleOccurrences = 10_000
    /// Dates that are put into one event, or taken out of it.
    package var dates = 20_000
    /// Occurrences of one file within the terms, and of one import.
    package var occurrences = 250_000
    package var allOccurrences = 1_000_000
    /// Days, weeks, months and years that the rules of one import are followed through.
    package var steps = 2_000_000
    /// Rules that never come true; each takes a second to find out.
    package var emptyRules = 10
    /// Changes of the clock in one described time zone.
    package var clockChanges = 10_000
    /// Bytes of a description in which a course is looked for.
    package var textBytes = 10_000
    /// Characters of a location.
    package var locationLength = 80
    /// Rows of a file of rules.
    package var rules = 1_000

    package init() {}
}

/// Why a calendar, or something in it, cannot be read.
struct CalendarFault: Error {
    /// The line of the file.
    let line: Int?
    /// The property, `DTSTART`.
    let property: String?
    let code: ImportCode
    let message: String

    init(_ code: ImportCode, line: Int?, of property: String? = nil, _ message: String) {
        self.line = line
        self.property = property
        self.code = code
        self.message = message
    }
}
