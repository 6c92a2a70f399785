import Attendance
import Desk
import Wire

/// A register cut into sheets, as the template wants it.
struct RegisterSheets {
    /// Columns for a pen where a blank register has no lesson.
    private static let columnsToWrite = 5

    let marks: CourseMarks
    let students: [User]
    let look: Register.Look

    private var words: Words { look.words }
    private var columns: Int {
        marks.lessons.isEmpty && look.isBlank ? Self.columnsToWrite : marks.lessons.count
    }

    var values: [String: Any] {
        let title = "\(marks.course.code) \(marks.course.title)"
        return [
            "lang": words(.language), "title": "\(words(.attendance)): \(plain(title))",
            "colours": CheckinStatus.allCases.map { status in
                let tint = status.tint
                return [
                    "status": status.rawValue, "red": "\(tint.red)", "green": "\(tint.green)",
                    "blue": "\(tint.blue)",
                ]
            },
            "parts": parts(titled: plain(title)),
        ]
    }

    /// As even as can be, none of more lessons than a sheet has room for.
    private var cuts: [Range<Int>] {
        let most = Register.mostLessonsAcross
        let count = max(1, (columns + most - 1) / most)
        return (0..<count).map { columns * $0 / count..<columns * ($0 + 1) / count }
    }

    private func parts(titled title: String) -> [[String: Any]] {
        let cuts = cuts
        let heads = heads
        let sums = students.map { marks.counts(of: $0.id) }
        let all = sums.reduce(into: Counts()) { $0 += $1 }
        return cuts.enumerated().map { place, range in
            let taught = Set(range.map(teachers))
            let sumColumns = look.isBlank ? 0 : CheckinStatus.allCases.count + 1
            let part: [String: Any] = [
                "course": title, "about": about(place, of: cuts.count, taughtBy: taught),
                "isBlank": look.isBlank, "isLast": place == cuts.count - 1,
                "width": "\(3 + range.count + sumColumns)", "lessons": range.map(lesson),
                "hasTeachers": taught.count > 1, "hasSums": !look.isBlank,
                "rows": zip(students, sums).enumerated().map { place, row in
                    self.row(place, row.0, row.1, range)
                },
                "all": numbers(all), "allRate": all.rateText,
            ]
            return part.merging(heads) { $1 }
        }
    }

    /// What stands beside the course: who taught as well, where it was always the same.
    private func about(_ part: Int, of parts: Int, taughtBy teachers: Set<String>) -> String {
        var about = [words(.days, ["first": "\(look.first)", "last": "\(look.last)"])]
        if parts > 1 {
            about.append(words(.partOf, ["part": "\(part + 1)", "parts": "\(parts)"]))
        }
        about.append(words(.studentCount, ["count": "\(students.count)"]))
        about.append(words(.madeOn, ["date": "\(look.today)"]))
        if teachers.count == 1, let teacher = teachers.first, !teacher.isEmpty {
            about.append("\(words(.taughtBy)) \(teacher)")
        }
        return about.joined(separator: " · ")
    }

    private var heads: [String: Any] {
        let legend = look.legend.entries(with: look.isBlank ? [] : marks.used).map { entry in
            ["letter": entry.letter, "label": entry.label, "status": entry.status.rawValue]
        }
        var notes = look.isBlank ? [] : [words(.rateHow)]
        if !look.isBlank, marks.count({ $0 == .notTaken }) > 0 {
            notes.append(words(.notTakenHow, ["state": words(.untakenLesson)]))
        }
        if columns == 0 { notes.insert(words(.noLessons), at: 0) }
        return [
            "nameHead": words(.studentName), "numberHead": words(.studentNumber),
            "rateHead": words(.rate), "taughtBy": words(.taughtBy),
            "sums": look.isBlank ? [] : CheckinStatus.allCases.map(words.status),
            "signature": words(.signature), "dateToWrite": words(.dateToWrite),
            "teacher": words(.teacher), "legend": legend, "notes": notes,
        ]
    }

    private func teachers(_ column: Int) -> String {
        guard marks.lessons.indices.contains(column) else { return "" }
        return plain(marks.lessons[column].teachers.joined(separator: ", "))
    }

    private func lesson(_ column: Int) -> [String: Any] {
        guard marks.lessons.indices.contains(column) else {
            let heading = "\(words(.dateToWrite)), \(words(.timeToWrite))"
            return ["isToWrite": true, "heading": heading, "state": "", "teachers": "", "rate": ""]
        }
        let lesson = marks.lessons[column]
        let state = look.isBlank && lesson.state != .cancelled ? nil : lesson.state.text(words)
        return [
            "isToWrite": false, "heading": "\(lesson.occurrence.date) \(lesson.occurrence.start)",
            "state": state ?? "",
            "teachers": teachers(column), "rate": marks.counts(in: column).rateNumber,
        ]
    }

    private func row(
        _ place: Int, _ student: User, _ counts: Counts, _ range: Range<Int>
    ) -> [String: Any] {
        [
            "place": "\(place + 1)", "name": plain(student.fullName),
            "number": plain(student.code.text),
            "marks": range.map { cell(student, $0) },
            "counts": look.isBlank ? [] : numbers(counts), "rate": counts.rateText,
        ]
    }

    private func cell(_ student: User, _ column: Int) -> [String: String] {
        if look.isBlank { return ["kind": "toWrite", "letter": ""] }
        if let mark = marks.mark(of: student.id, in: column) {
            return ["kind": mark.status.rawValue, "letter": look.legend.letter(mark)]
        }
        let isTaken = marks.lessons[column].state.isTaken
        return ["kind": isTaken ? "none" : "untaken", "letter": ""]
    }

    private func numbers(_ counts: Counts) -> [String] {
        [counts.present, counts.late, counts.absent, counts.leave].map(String.init)
    }

    /// Without what steers the direction of text.
    private func plain(_ text: String) -> String { CellText.visible(text) }
}
