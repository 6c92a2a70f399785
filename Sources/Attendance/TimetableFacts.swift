/// What a calendar is read against: a school, as far as its timetable needs it.
package struct TimetableFacts: Sendable {
    package struct Course: Equatable, Sendable {
        package var id: CourseID
        package var code: String
        package var title: String
        /// The cohort, `CS 2024`.
        package var className: String

        package init(id: CourseID, code: String, title: String, className: String) {
            self.id = id
            self.code = code
            self.title = title
            self.className = className
        }
    }

    /// Of times that name no zone of their own.
    package var zone: SchoolZone
    /// Those that are not archived.
    package var courses: [Course]
    /// Both ends counted; nothing is held between them.
    package var terms: [ClosedRange<SchoolDate>]
    package var bell: [SchoolRoster.Bell]
    /// Staff by their e-mail, in small letters.
    package var staff: [String: UserID]

    package init(
        zone: SchoolZone, courses: [Course], terms: [ClosedRange<SchoolDate>],
        bell: [SchoolRoster.Bell] = [], staff: [String: UserID] = [:]
    ) {
        self.zone = zone
        self.courses = courses
        self.terms = terms
        self.bell = bell
        self.staff = staff
    }

    /// Whether anything is held on a date.
    package func isInTerm(_ date: SchoolDate) -> Bool {
        terms.contains { $0.contains(date) }
    }
}
