import Attendance

/// What course an event is of, and why.
enum CourseMatch: Hashable {
    /// `by` is where it stands: `categories`, or `rule 3`.
    case course(CourseID, by: String)
    /// A rule says that it is no lesson.
    case leftOut(by: String)
    case none
    case several([CourseID], by: String)

    var course: CourseID? {
        if case .course(let id, _) = self { return id }
        return nil
    }
}

/// Finds the course of a text by its code or its title.
struct CourseFinder {
    private struct Code {
        let written: [Character]
        /// One with a digit is no word of any language: it is found in any letter case.
        let isPlain: Bool
        let course: CourseID

        func stands(in text: ArraySlice<Character>) -> Bool {
            isPlain || text.starts(with: written)
        }
    }

    private var codes: [String: [Code]] = [:]
    /// From long to short.
    private var lengths: [Int] = []
    private var titles: [String: [CourseID]] = [:]

    init(_ courses: [TimetableFacts.Course]) {
        for course in courses {
            let code = Array(course.code)
            if !code.isEmpty {
                codes[course.code.lowercased(), default: []].append(
                    Code(
                        written: code, isPlain: code.contains { $0.isNumber }, course: course.id))
            }
            if !course.title.isEmpty {
                titles[Self.folded(course.title), default: []].append(course.id)
            }
        }
        lengths = Set(codes.values.joined().map(\.written.count)).sorted(by: >)
    }

    /// Letter case and the number of blanks make no difference between titles.
    static func folded(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    func match(_ event: CalendarEvent, file: String) -> CourseMatch {
        let fields = [
            ("categories", event.categories.joined(separator: "\n")), ("summary", event.summary),
            ("description", event.description), ("file", file),
        ]
        for (name, text) in fields {
            let found = courses(in: text)
            if found.count == 1 { return .course(found[0], by: name) }
            if found.count > 1 { return .several(found, by: name) }
        }
        let named = titles[Self.folded(event.summary)] ?? []
        if named.count == 1 { return .course(named[0], by: "title") }
        return named.isEmpty ? .none : .several(named, by: "title")
    }

    /// Those whose code stands in the text as a whole word; of codes within each other the longest.
    func courses(in text: String) -> [CourseID] {
        if text.isEmpty || codes.isEmpty { return [] }
        let letters = Array(text)
        let small = letters.map { $0.lowercased() }
        var found: [CourseID] = []
        var place = 0
        while place < letters.count {
            guard Self.isEdge(letters, place), let length = length(at: place, letters, small) else {
                place += 1
                continue
            }
            for code in codes[small[place..<(place + length)].joined()] ?? []
            where code.stands(in: letters[place...]) && !found.contains(code.course) {
                found.append(code.course)
            }
            place += length
        }
        return found
    }

    /// How long the longest code is that begins at a place and ends with a word.
    private func length(at place: Int, _ letters: [Character], _ small: [String]) -> Int? {
        lengths.first { length in
            let end = place + length
            guard end <= letters.count, Self.isEdge(letters, end) else { return false }
            let known = codes[small[place..<end].joined()] ?? []
            return known.contains { $0.stands(in: letters[place...]) }
        }
    }

    /// Whether no word goes on between the letters before and after a place. Chinese is written
    /// without blanks, also beside other letters.
    private static func isEdge(_ letters: [Character], _ place: Int) -> Bool {
        guard place > 0, place < letters.count else { return true }
        let (before, after) = (letters[place - 1], letters[place])
        guard before.isLetter || before.isNumber, after.isLetter || after.isNumber else {
            return true
        }
        return isHan(before) != isHan(after)
    }

    private static func isHan(_ letter: Character) -> Bool {
        letter.unicodeScalars.contains {
            (0x2E80...0x9FFF).contains($0.value) || (0xAC00...0xD7AF).contains($0.value)
                || (0x20000...0x3FFFF).contains($0.value)
        }
    }
}
