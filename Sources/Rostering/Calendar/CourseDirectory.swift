import Attendance

/// Courses by what people call them.
struct CourseDirectory {
    private let courses: [CourseID: TimetableFacts.Course]
    private let codes: [String: [CourseID]]

    init(_ courses: [TimetableFacts.Course]) {
        self.courses = Dictionary(courses.map { ($0.id, $0) }) { first, _ in first }
        codes = Dictionary(grouping: courses) { $0.code.lowercased() }
            .mapValues { $0.map(\.id).sorted { $0.number < $1.number } }
    }

    subscript(id: CourseID) -> TimetableFacts.Course? { courses[id] }

    /// Those with that code; else the one with that id.
    func named(_ text: String) -> [CourseID] {
        if let found = codes[text.lowercased()] { return found }
        guard let number = Int64(text), courses[CourseID(number)] != nil else { return [] }
        return [CourseID(number)]
    }

    /// `7 (CS 2024), 8 (CS 2025)`, the first few of them.
    func listed(_ ids: [CourseID]) -> String {
        let shown = ids.prefix(5).map { id in
            let course = courses[id]
            let name = [course?.code, course?.className].compactMap(\.self).filter { !$0.isEmpty }
            return "\(id.number) (\(name.joined(separator: ", ")))"
        }
        return shown.joined(separator: ", ") + (ids.count > 5 ? ", …" : "")
    }
}
