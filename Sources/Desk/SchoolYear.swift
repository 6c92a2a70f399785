import Attendance

package enum TermEntity {}
package enum YearGroupEntity {}
package typealias TermID = ID<TermEntity>
package typealias YearGroupID = ID<YearGroupEntity>

/// A part of a school year by which attendance is asked for; both ends counted.
package struct AcademicTerm: Equatable, Sendable {
    package var id: TermID
    package var name: String
    package var start: SchoolDate
    package var end: SchoolDate

    package init(id: TermID, name: String, start: SchoolDate, end: SchoolDate) {
        self.id = id
        self.name = name
        self.start = start
        self.end = end
    }

    package func contains(_ date: SchoolDate) -> Bool { start <= date && date <= end }
}

/// A school year with its terms; one that is not divided is its own only term.
package struct AcademicYear: Equatable, Sendable {
    package var year: AcademicTerm
    package var terms: [AcademicTerm]

    package init(year: AcademicTerm, terms: [AcademicTerm]) {
        self.year = year
        self.terms = terms
    }
}

/// The students of one grade.
package struct YearGroup: Equatable, Sendable {
    package var id: YearGroupID
    /// As the roster writes it: `09`, `CS 2024`.
    package var grade: String
    /// Those who are not archived, by id.
    package var students: [UserID]

    package init(id: YearGroupID, grade: String, students: [UserID]) {
        self.id = id
        self.grade = grade
        self.students = students
    }
}

/// A course as the attendance API lists it.
package struct CourseDetail: Equatable, Sendable {
    package var course: Course
    /// In the order of their dates.
    package var terms: [AcademicTerm]
    /// Those enrolled as teachers today, or named on the course, by id.
    package var teachers: [UserID]

    package init(course: Course, terms: [AcademicTerm], teachers: [UserID]) {
        self.course = course
        self.terms = terms
        self.teachers = teachers
    }
}

/// Somebody with what the attendance API tells of them.
package struct Person: Equatable, Sendable {
    package var user: User
    package var email: String?
    package var yearGroup: YearGroupID?
    /// A student's parents, or a parent's children, by id.
    package var linked: [UserID]

    package init(user: User, email: String?, yearGroup: YearGroupID?, linked: [UserID]) {
        self.user = user
        self.email = email
        self.yearGroup = yearGroup
        self.linked = linked
    }
}

/// An enrolment that holds today.
package struct Membership: Equatable, Sendable {
    package var id: Int64
    package var user: UserID
    package var course: CourseID
    package var isTeacher: Bool

    package init(id: Int64, user: UserID, course: CourseID, isTeacher: Bool) {
        self.id = id
        self.user = user
        self.course = course
        self.isTeacher = isTeacher
    }
}

/// A place in the timetable: one period of one day of the week, or of the rotation.
package struct Slot: Hashable, Sendable {
    package var day: Int
    package var period: Int
    package var location: String?
    package var isEnabled: Bool

    package init(day: Int, period: Int, location: String?, isEnabled: Bool) {
        self.day = day
        self.period = period
        self.location = location
        self.isEnabled = isEnabled
    }
}
