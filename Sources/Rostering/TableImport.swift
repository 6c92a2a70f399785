import Attendance
import Foundation

/// A list of students in one file, before and after it is read.
package struct TableReading: Sendable {
    /// Nil where the file could not be opened as a list.
    package var mapping: TableMapping?
    /// How the file is written.
    package var written: String?
    /// The roster is nil if the report has any error.
    package var result: SchoolImport
}

/// Reads a list of students from a CSV file or a workbook.
///
/// `map` says what the columns are; without it that is proposed from the headers. `course` is the
/// code of a course that everybody is enrolled in. The roster adds to what there is and removes
/// nothing: a list of one course says nothing about the others.
package func readTable(
    at location: URL, sheet: String? = nil, map: String? = nil, course: String? = nil
) -> TableReading {
    let findings = Findings()
    guard let file = TableFile(location, sheet: sheet, findings: findings) else {
        return TableReading(result: SchoolImport(report: findings.report))
    }
    let mapping =
        if let map { TableMapping(map, for: file, findings: findings) } else {
            TableMapping(proposing: file)
        }
    guard let mapping else {
        return TableReading(written: file.written, result: SchoolImport(report: findings.report))
    }
    var reading = TableRoster(file: file, mapping: mapping, course: course, findings: findings)
    reading.read()
    return TableReading(
        mapping: mapping, written: file.written,
        result: SchoolImport(
            roster: findings.report.hasErrors ? nil : reading.roster, report: findings.report,
            dialect: file.written))
}

/// A list on its way into a roster.
struct TableRoster {
    let file: TableFile
    let mapping: TableMapping
    let course: String?
    let findings: Findings
    private(set) var roster = SchoolRoster()
    private var people: [String: (index: Int, line: Int)] = [:]
    private var courses: Set<String> = []
    private var enrolments: Set<String> = []
    private var cards: [String: Int] = [:]

    init(file: TableFile, mapping: TableMapping, course: String?, findings: Findings) {
        self.file = file
        self.mapping = mapping
        self.course = course
        self.findings = findings
        roster.isAddition = true
        roster.partial = [.people, .courses, .enrolments]
    }

    mutating func read() {
        guard hasWhatIsNeeded() else { return }
        file.forEachItem { item in
            switch item {
            case .fault(let fault):
                let (code, message) = fault.kind.voice
                findings.add(.error, code, file: file.name, line: fault.line, message)
            case .row(let row): take(row)
            }
            return true
        }
        if roster.people.isEmpty, !findings.report.hasErrors {
            findings.add(
                .error, .emptyFile, file: file.name, line: file.headerLine,
                "There is nobody below the first line. Check that the right sheet was saved.")
        }
    }

    private func hasWhatIsNeeded() -> Bool {
        let fields = Set(mapping.columns.compactMap(\.field))
        var isSound = true
        func miss(_ field: TableField, _ message: String) {
            isSound = false
            findings.add(
                .error, .missingColumn, file: file.name, line: file.headerLine,
                column: field.rawValue, message)
        }
        if !fields.contains(.code) {
            miss(.code, "No column is the students' code. Say which: --map \"COLUMN=user_code,…\".")
        }
        if fields.isDisjoint(with: [.fullName, .givenName, .familyName]) {
            miss(.fullName, "No column is the name. Say which: --map \"COLUMN=full_name,…\".")
        }
        return isSound
    }

    private mutating func take(_ row: CSVRow) {
        if (0..<row.count).allSatisfy({ row.isBlank($0) }) { return }
        let width = file.headers.count
        guard (width..<max(width, row.count)).allSatisfy({ row.isBlank($0) }) else {
            findings.add(
                .error, .tooManyCells, file: file.name, line: row.line,
                """
                The row has \(row.count) cells, the header \(width). Put a cell that contains the \
                separator into quotation marks.
                """)
            return
        }
        let cells = TableCells(row: row, file: file, mapping: mapping, findings: findings)
        guard let person = cells.person() else { return }
        let key = person.code.lowercased()
        if let (index, line) = people[key] {
            let known = roster.people[index]
            guard known.givenName == person.givenName, known.familyName == person.familyName else {
                cells.error(
                    .duplicateCode, .code,
                    """
                    The code \(quoted(person.code)) is that of another name in line \(line). Give \
                    one of the two another code.
                    """)
                return
            }
        } else {
            people[key] = (roster.people.count, row.line)
            roster.people.append(person)
        }
        keepCard(cells, of: key)
        for name in [course].compactMap(\.self) + cells.courses() {
            enrol(key, in: name, isTeacher: person.role == .teacher)
        }
    }

    /// A number that could mean two people means neither: the later one goes without.
    private mutating func keepCard(_ cells: TableCells, of key: String) {
        let card = cells.text(.card)
        guard !card.isEmpty, let index = people[key]?.index else { return }
        let folded = card.lowercased()
        guard card.utf8.count <= UserIDs.maximumLength,
            card.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            cells.warn(
                .badUserID, .card,
                "\(quoted(card)) is no number that a card has, so it was ignored. Correct it.")
            return
        }
        if let owner = cards.updateValue(index, forKey: folded), owner != index {
            cards[folded] = owner
            cells.warn(
                .duplicateAlias, .card,
                "\(quoted(card)) is somebody else's card already and was ignored. Correct it.")
            return
        }
        if !roster.people[index].aliases.contains(card) {
            roster.people[index].aliases.append(card)
        }
    }

    private mutating func enrol(_ person: String, in name: String, isTeacher: Bool) {
        let id = name.lowercased()
        if courses.insert(id).inserted {
            roster.courses.append(
                SchoolRoster.Course(id: id, title: name, code: name, className: "", terms: []))
        }
        guard enrolments.insert("\(id)/\(person)").inserted else { return }
        roster.enrolments.append(
            SchoolRoster.Enrolment(
                id: "\(id)/\(person)", course: id, person: person, isTeacher: isTeacher,
                isPrimary: false))
    }
}
