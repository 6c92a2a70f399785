import Attendance
import Foundation

/// Which events are lessons of which course, as somebody wrote it down: `field,pattern,course`.
struct CourseRules {
    enum Field: String, CaseIterable {
        case summary, categories, description, location, uid, calendar, file
    }

    private struct Rule {
        let line: Int
        let field: Field
        let pattern: TextPattern
        /// Nil: left out.
        let course: CourseID?
    }

    private var rules: [Rule] = []

    init() {}

    /// Nil, with the reasons reported, where the file cannot be used.
    init?(
        _ location: URL, courses: [TimetableFacts.Course], limits: CalendarLimits,
        findings: Findings
    ) {
        guard let file = TableFile(location, sheet: nil, findings: findings) else { return nil }
        let names = ["field", "pattern", "course"]
        let places = names.map { name in file.headers.firstIndex { $0.lowercased() == name } }
        for (name, place) in zip(names, places) where place == nil {
            findings.add(
                .error, .missingColumn, file: file.name, line: file.headerLine, column: name,
                "The column \(name) is missing. The first line is: field,pattern,course.")
        }
        guard let field = places[0], let pattern = places[1], let course = places[2] else {
            return nil
        }
        let directory = CourseDirectory(courses)
        let before = findings.report.errorCount
        var found: [Rule] = []
        file.forEachItem { item in
            switch item {
            case .fault(let fault):
                let (code, message) = fault.kind.voice
                findings.add(.error, code, file: file.name, line: fault.line, message)
            case .row(let row):
                if (0..<row.count).allSatisfy({ row.isBlank($0) }) { return true }
                let cells = [field, pattern, course].map { $0 < row.count ? row.text($0) : "" }
                let rule = Self.rule(cells, row.line, directory) { code, column, message in
                    findings.add(
                        .error, code, file: file.name, line: row.line, column: column, message)
                }
                if let rule { found.append(rule) }
            }
            return found.count <= limits.rules
        }
        if found.count > limits.rules {
            findings.add(
                .error, .tooManyCells, file: file.name, line: limits.rules + 1,
                "There are more than \(limits.rules) rules. Use patterns with * for many alike.")
        }
        guard findings.report.errorCount == before else { return nil }
        rules = found
    }

    private static func rule(
        _ cells: [String], _ line: Int, _ courses: CourseDirectory,
        refuse: (ImportCode, String, String) -> Void
    ) -> Rule? {
        guard let field = Field(rawValue: cells[0].lowercased()) else {
            let known = Field.allCases.map(\.rawValue).joined(separator: ", ")
            refuse(
                .badValue, "field", "\(quoted(cells[0])) is no field. Write one of: \(known).")
            return nil
        }
        if cells[1].isEmpty {
            refuse(.blankCell, "pattern", "The pattern is blank. Write a text, or * for any.")
            return nil
        }
        let pattern = TextPattern(cells[1])
        if cells[2] == "-" { return Rule(line: line, field: field, pattern: pattern, course: nil) }
        let found = courses.named(cells[2])
        guard found.count == 1 else {
            refuse(
                found.isEmpty ? .unknownCourse : .severalCourses, "course",
                found.isEmpty
                    ? "There is no course \(quoted(cells[2])). Write its code, or - for no lesson."
                    : "\(quoted(cells[2])) is the code of several courses. Write the id of one: "
                        + courses.listed(found) + ".")
            return nil
        }
        return Rule(line: line, field: field, pattern: pattern, course: found[0])
    }

    /// What the first rule that fits says; nil where none does. `files` are the file's name with
    /// and without its ending.
    func match(_ event: CalendarEvent, calendar: String, files: [String]) -> CourseMatch? {
        let texts: [Field: [String]] = [
            .summary: [event.summary], .categories: event.categories,
            .description: [event.description], .location: [event.location],
            .uid: [event.uid ?? ""], .calendar: [calendar], .file: files,
        ]
        let small = texts.mapValues { $0.map { Array($0.lowercased().utf8) } }
        let rule = rules.first { rule in
            small[rule.field]?.contains { rule.pattern.fits($0) } == true
        }
        return rule.map { rule in
            let by = "rule of line \(rule.line)"
            return rule.course.map { .course($0, by: by) } ?? .leftOut(by: by)
        }
    }
}
