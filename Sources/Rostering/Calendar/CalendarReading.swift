import Attendance
import Foundation

/// What came of reading calendars.
package struct CalendarReading: Sendable {
    /// What each event is taken for, alike ones together.
    package var mapping: [CalendarMapping] = []
    /// In the school's time; nil if the report has any error.
    package var meetings: [DatedMeeting]?
    package var report: ImportReport
}

/// What events of one summary are taken for.
package struct CalendarMapping: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case course
        /// A rule says that they are no lessons.
        case leftOut = "left_out"
        case none
        /// An error: a rule must say which.
        case several
    }

    package var summary: String
    package var kind: Kind
    package var course: TimetableFacts.Course?
    /// Where it stands: `categories`, `rule of line 3`; empty for none.
    package var by: String
    package var events: Int
}

/// Reads an iCalendar file, or a folder or a zip of them, against what a school is.
///
/// `rules` is a table of `field,pattern,course` that goes before what the events say themselves.
/// Occurrences are those within the school's terms. Nothing is written.
package func readCalendars(
    at location: URL, rules: URL? = nil, facts: TimetableFacts, windows: WindowsZones,
    limits: CalendarLimits = CalendarLimits()
) -> CalendarReading {
    let findings = Findings()
    var reading = CalendarsUnderWay(
        facts: facts, windows: windows, limits: limits, findings: findings)
    if facts.terms.isEmpty {
        let name = location.lastPathComponent
        findings.add(
            .error, .noTerm, file: withoutHiddenCharacters(name) ?? name,
            "The school has no terms, so no date lies in one. Import a roster with terms first.")
        return CalendarReading(report: findings.report)
    }
    if let rules {
        guard
            let read = CourseRules(
                rules, courses: facts.courses, limits: limits, findings: findings)
        else { return CalendarReading(report: findings.report) }
        reading.rules = read
    }
    let files = CalendarFiles(location, limits: limits, findings: findings)
    files?.handOver { name, bytes in reading.read(bytes, named: name) }
    reading.sayWhatWasLeftOut()
    return CalendarReading(
        mapping: reading.mapping(),
        meetings: findings.report.hasErrors ? nil : reading.meetings, report: findings.report)
}

/// The calendars of an import.
struct CalendarFiles {
    private enum Place {
        case file(URL)
        case several(FilePlace)
    }

    private let place: Place
    private let names: [String]
    private let limits: CalendarLimits
    private let findings: Findings

    private static let endings = [".ics", ".ical", ".icalendar"]

    private static func isCalendar(_ name: String) -> Bool {
        !name.hasPrefix(".") && endings.contains { name.lowercased().hasSuffix($0) }
    }

    /// Nil, with the reason reported, where there is nothing to read.
    init?(_ location: URL, limits: CalendarLimits, findings: Findings) {
        self.limits = limits
        self.findings = findings
        let name = withoutHiddenCharacters(location.lastPathComponent) ?? location.lastPathComponent
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(
            atPath: location.path, isDirectory: &isFolder)
        guard isThere else {
            findings.addMissing(.missingFile, location, what: "file and no folder")
            return nil
        }
        if !isFolder.boolValue, !Self.isZip(location) {
            place = .file(location)
            names = [name]
            return
        }
        guard let found = FilePlace(location, isWanted: Self.isCalendar, findings: findings) else {
            return nil
        }
        place = .several(found)
        names = found.names.filter(Self.isCalendar).sorted()
        if names.isEmpty {
            findings.add(
                .error, .missingFile, file: name,
                "There is no .ics file in \(quoted(name)). Export the calendars there.")
            return nil
        }
    }

    private static func isZip(_ location: URL) -> Bool {
        // What cannot be opened is told when it is read.
        guard let file = try? FileHandle(forReadingFrom: location) else { return false }
        // As above.
        return (try? file.read(upToCount: 4)) == Data([0x50, 0x4B, 0x03, 0x04])
    }

    /// Hands over the bytes of every file that can be read, by their names.
    func handOver(to body: (String, [UInt8]) -> Void) {
        for name in names {
            let shown = withoutHiddenCharacters(name) ?? name
            switch place {
            case .several(let files):
                if let bytes = files.bytes(of: name, named: shown, most: limits.fileBytes) {
                    body(shown, bytes)
                }
            case .file(let location):
                switch fileBytes(at: location, most: limits.fileBytes) {
                case .success(let bytes): body(shown, bytes)
                case .failure(let trouble):
                    let (code, message) = trouble.voice(shown, most: limits.fileBytes)
                    findings.add(.error, code, file: shown, message)
                }
            }
        }
    }
}
