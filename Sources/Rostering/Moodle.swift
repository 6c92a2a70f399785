import Attendance
import Foundation

/// Reads the CSV file of Moodle's “upload users”: `username`, `firstname`, `lastname`, `email` and
/// `course1`, `course2` … with `role1`, `role2` … beside them.
///
/// The code is `idnumber` where somebody has one, else `username`. Like every list it adds to what
/// there is.
package func readMoodle(at location: URL) -> SchoolImport {
    let findings = Findings()
    guard let file = TableFile(location, sheet: nil, findings: findings) else {
        return SchoolImport(report: findings.report)
    }
    var reading = MoodleRoster(file: file, findings: findings)
    reading.read()
    return SchoolImport(
        roster: findings.report.hasErrors ? nil : reading.roster, report: findings.report,
        dialect: "Moodle's upload of users, \(file.written)")
}

struct MoodleRoster {
    let file: TableFile
    let findings: Findings
    private(set) var roster = SchoolRoster()
    private let places: [String: Int]
    private var lines: [String: Int] = [:]
    private var courses: Set<String> = []

    init(file: TableFile, findings: Findings) {
        self.file = file
        self.findings = findings
        places = Dictionary(
            file.headers.enumerated().map { ($1.lowercased(), $0) }
        ) { first, _ in first }
        roster.isAddition = true
        roster.partial = [.people, .courses, .enrolments]
    }

    mutating func read() {
        for column in ["username", "firstname", "lastname"] where places[column] == nil {
            findings.add(
                .error, .missingColumn, file: file.name, line: file.headerLine, column: column,
                "The column \(column) is missing. Export again with it, or use import table.")
        }
        if findings.report.hasErrors { return }
        file.forEachItem { item in
            switch item {
            case .fault(let fault):
                let (code, message) = fault.kind.voice
                findings.add(.error, code, file: file.name, line: fault.line, message)
            case .row(let row): take(row)
            }
            return true
        }
    }

    private func text(_ column: String, _ row: CSVRow) -> String {
        guard let place = places[column], place < row.count else { return "" }
        let text = row.text(place)
        return withoutHiddenCharacters(text) ?? text
    }

    private mutating func take(_ row: CSVRow) {
        if (0..<row.count).allSatisfy({ row.isBlank($0) }) { return }
        if ["1", "true"].contains(text("deleted", row)) || text("suspended", row) == "1" {
            findings.add(
                .warning, .inactiveRow, file: file.name, line: row.line,
                "The user is deleted or suspended and was passed over. Blank the cell to keep them."
            )
            return
        }
        let column = text("idnumber", row).isEmpty ? "username" : "idnumber"
        let code = text(column, row)
        if let trouble = UserCodes.trouble(code) {
            findings.add(
                .error, .badCode, file: file.name, line: row.line, column: column, trouble)
            return
        }
        if let earlier = lines.updateValue(row.line, forKey: code.lowercased()) {
            findings.add(
                .error, .duplicateCode, file: file.name, line: row.line, column: column,
                "The code \(quoted(code)) stands in line \(earlier) already. Delete one of the two."
            )
            return
        }
        let name = PersonName(given: text("firstname", row), family: text("lastname", row))
        if name.given.isEmpty, name.family.isEmpty {
            findings.add(
                .error, .blankCell, file: file.name, line: row.line, column: "lastname",
                "The row has no name. Fill it in, or delete the row.")
            return
        }
        keep(row, code: code, name: name)
    }

    private mutating func keep(_ row: CSVRow, code: String, name: PersonName) {
        let id = code.lowercased()
        var own: [SchoolRoster.Enrolment] = []
        var number = 1
        while places["course\(number)"] != nil {
            let course = text("course\(number)", row)
            let role = text("role\(number)", row).lowercased()
            let type = text("type\(number)", row)
            number += 1
            if course.isEmpty { continue }
            let isTeacher = role.contains("teacher") || role == "manager" || type == "2"
            let key = course.lowercased()
            if courses.insert(key).inserted {
                roster.courses.append(
                    SchoolRoster.Course(
                        id: key, title: course, code: course, className: "", terms: []))
            }
            let isPrimary = role == "editingteacher"
            // A course is named once for each of its groups that they are in.
            if let place = own.firstIndex(where: { $0.course == key }) {
                own[place].isTeacher = own[place].isTeacher || isTeacher
                own[place].isPrimary = own[place].isPrimary || isPrimary
                continue
            }
            own.append(
                SchoolRoster.Enrolment(
                    id: "\(key)/\(id)", course: key, person: id, isTeacher: isTeacher,
                    isPrimary: isPrimary))
        }
        roster.enrolments += own
        var person = SchoolRoster.Person(
            id: id, code: code, givenName: name.given, familyName: name.family,
            role: own.contains(where: \.isTeacher) ? .teacher : .student)
        let email = text("email", row)
        person.email = email.isEmpty ? nil : email
        let group = text("cohort1", row)
        person.grades = group.isEmpty ? [] : [group]
        roster.people.append(person)
    }
}
