import Attendance
import Desk
import Foundation
import Mustache
import Wire

/// Why a register cannot be made.
package enum RegisterRefusal: Error, Equatable, Sendable {
    /// More cells than a page can be made of.
    case tooMuch(lessons: Int, students: Int, mostCells: Int)
}

/// A course's register as one page of HTML that prints well: students down, lessons across, as many
/// to a sheet as are read well. It needs nothing but itself, and what is filled in is escaped.
package struct Register: Sendable {
    package static let mostCells = 250_000
    /// A sheet of A4 or Letter, lying, has room for so many.
    package static let mostLessonsAcross = 16
    private static let name = "register"

    private let library: MustacheLibrary

    /// Reads `register.mustache` of a folder; throws what reading it throws.
    package init(folder: URL) throws {
        let file = folder.appendingPathComponent(Self.name + ".mustache")
        let text = try String(contentsOf: file, encoding: .utf8)
        library = MustacheLibrary(templates: [Self.name: try MustacheTemplate(page: text)])
    }

    /// What a register is of, and in whose words.
    package struct Look: Sendable {
        package let words: Words
        package let labels: StatusLabels
        package let first: SchoolDate
        package let last: SchoolDate
        package let today: SchoolDate
        /// Without marks, for a pen.
        package let isBlank: Bool

        package init(
            words: Words, labels: StatusLabels, from first: SchoolDate, to last: SchoolDate,
            today: SchoolDate, isBlank: Bool
        ) {
            self.words = words
            self.labels = labels
            self.first = first
            self.last = last
            self.today = today
            self.isBlank = isBlank
        }

        var legend: MarkLegend { MarkLegend(words: words, labels: labels) }
    }

    package func html(of marks: CourseMarks, _ look: Look) throws(RegisterRefusal) -> String {
        let students = marks.students
        let cells = students.count * marks.lessons.count
        if cells > Self.mostCells {
            throw .tooMuch(
                lessons: marks.lessons.count, students: students.count, mostCells: Self.mostCells)
        }
        let sheets = RegisterSheets(marks: marks, students: students, look: look)
        guard let html = library.render(sheets.values, withTemplate: Self.name) else {
            preconditionFailure("there is a template \(Self.name)")
        }
        return html
    }
}

extension Counts {
    /// `96.4`, of a hundred; empty where nobody was asked for.
    var rateNumber: String {
        rateInThousand.map { "\($0 / 10).\($0 % 10)" } ?? ""
    }

    /// `96.4 %`
    var rateText: String { rateNumber.isEmpty ? "" : rateNumber + " %" }
}
