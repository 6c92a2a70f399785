/// What stands in homeroom for a student and a date: what was set; else present by inference where
/// the student was present or late in a class that day; else nothing.
package func homeroomStanding(
    set number: AttendanceNumber?, attendedClasses: Int
) -> AttendanceNumber? {
    number ?? (attendedClasses > 0 ? .inferred : nil)
}

/// The name of the year group of a roster's grade: `Grade 9` for `9` and `09`, else as it stands.
package func yearGroupName(ofGrade grade: String) -> String {
    gradeNumber(grade).map { "Grade \($0)" } ?? grade
}

/// The number of a grade that is written as one: 9 for `9`, `09` and `Grade 9`; nil for `CS 2024`.
package func gradeNumber(_ grade: String) -> Int? {
    let words = grade.split(separator: " ")
    let isNamed = words.count == 2 && words[0].lowercased() == "grade"
    guard let digits = isNamed ? words.last : words.count == 1 ? words.first : nil,
        digits.utf8.count <= 2, digits.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(digits)
}
