/// A school as its files describe it: what an import applies, whatever dialect it came in.
///
/// Rows refer to each other by `SourceID`, the identifier that the files themselves use. Every
/// reference in a roster that an importer hands over has been resolved within it.
package struct SchoolRoster: Equatable, Sendable {
    package typealias SourceID = String

    package var schoolName: String?
    package var terms: [Term] = []
    package var people: [Person] = []
    /// People whom the files have, but whom the import was not asked to change: they stay as they
    /// are, with their enrolments.
    package var untouched: Set<SourceID> = []
    package var courses: [Course] = []
    package var enrolments: [Enrolment] = []
    /// The bell table: which section lasts from when to when. Empty where the files bring none.
    package var bell: [Bell] = []
    package var meetings: [Meeting] = []
    package var exceptions: [DayException] = []
    /// No two have the same person, term and label.
    /// Nil where the files bring none.
    package var adjustments: [Adjustment]?

    /// True for a list: somebody or a course that another source has under the same code is meant,
    /// and is not changed.
    package var isAddition = false
    /// The kinds of rows of which the files hold some only: those they do not name stay as they
    /// are, but for `removed`.
    package var partial: Set<Kind> = []
    /// Rows of a partial kind that the source no longer has.
    package var removed: [Kind: Set<SourceID>] = [:]

    package enum Kind: Sendable { case people, courses, enrolments }

    /// What a source brought before: what files with changes only may refer to.
    package struct Known: Equatable, Sendable {
        package var roles: [SourceID: Role] = [:]
        package var courses: Set<SourceID> = []
        package var terms: [Term] = []

        package init() {}

        package var isEmpty: Bool { roles.isEmpty && courses.isEmpty && terms.isEmpty }
    }

    package init() {}

    /// After how many school days the rotation begins again: the highest rotation day of any
    /// meeting; 0 where there is none.
    package var rotationLength: Int {
        meetings.reduce(0) { length, meeting in
            guard case .rotation(let number) = meeting.day else { return length }
            return max(length, number)
        }
    }

    /// A school year, semester, term or grading period, both ends counted.
    package struct Term: Equatable, Sendable {
        package var id: SourceID
        package var title: String
        package var kind: Kind
        package var start: SchoolDate
        package var end: SchoolDate
        package var parent: SourceID?
        package var schoolYear: Int?

        package enum Kind: String, Sendable {
            case schoolYear, semester, term, gradingPeriod
        }

        package init(
            id: SourceID, title: String, kind: Kind, start: SchoolDate, end: SchoolDate,
            parent: SourceID? = nil, schoolYear: Int? = nil
        ) {
            self.id = id
            self.title = title
            self.kind = kind
            self.start = start
            self.end = end
            self.parent = parent
            self.schoolYear = schoolYear
        }
    }

    /// Somebody with a code. `aliases` are other numbers that a card of theirs carries.
    package struct Person: Equatable, Sendable {
        package var id: SourceID
        package var code: String
        package var givenName: String
        package var familyName: String
        package var role: Role
        package var email: String?
        package var grades: [String] = []
        package var aliases: [String] = []
        /// Children, for parents and guardians; parents, for students.
        package var agents: [SourceID] = []
        package var enabled = true

        package init(
            id: SourceID, code: String, givenName: String, familyName: String, role: Role
        ) {
            self.id = id
            self.code = code
            self.givenName = givenName
            self.familyName = familyName
            self.role = role
        }
    }

    /// What meets: OneRoster calls it a class.
    package struct Course: Equatable, Sendable {
        package var id: SourceID
        package var title: String
        package var code: String
        /// The cohort, `CS 2024`: the class's `grades` in OneRoster.
        package var className: String
        package var isHomeroom = false
        package var location: String?
        package var terms: [SourceID]

        package init(
            id: SourceID, title: String, code: String, className: String, terms: [SourceID]
        ) {
            self.id = id
            self.title = title
            self.code = code
            self.className = className
            self.terms = terms
        }
    }

    /// Who belongs to a course, as student or as teacher, from and to a date where given.
    package struct Enrolment: Equatable, Sendable {
        package var id: SourceID
        package var course: SourceID
        package var person: SourceID
        package var isTeacher: Bool
        package var isPrimary: Bool
        package var begin: SchoolDate?
        package var end: SchoolDate?

        package init(
            id: SourceID, course: SourceID, person: SourceID, isTeacher: Bool, isPrimary: Bool,
            begin: SchoolDate? = nil, end: SchoolDate? = nil
        ) {
            self.id = id
            self.course = course
            self.person = person
            self.isTeacher = isTeacher
            self.isPrimary = isPrimary
            self.begin = begin
            self.end = end
        }
    }

    package struct Bell: Equatable, Sendable {
        package var section: Int
        package var start: TimeOfDay
        package var end: TimeOfDay

        package init(section: Int, start: TimeOfDay, end: TimeOfDay) {
            self.section = section
            self.start = start
            self.end = end
        }
    }

    /// The day on which a meeting comes round.
    package enum Day: Hashable, Sendable {
        case weekday(Weekday)
        /// 1 to `maximumRotation`: school days are numbered from 1 at the start of each term, and
        /// begin again after the roster's `rotationLength`.
        case rotation(Int)

        /// The highest rotation day that can be named.
        package static let maximumRotation = 20

        /// 1 for Monday, or the rotation day.
        package var number: Int {
            switch self {
            case .weekday(let weekday): weekday.rawValue
            case .rotation(let number): number
            }
        }
    }

    /// A row of the timetable.
    package struct Meeting: Equatable, Sendable {
        package var course: SourceID
        package var day: Day
        /// The weeks of the term it is held in, 1-based; nil for all.
        package var weeks: Set<Int>?
        package var sections: [Int]
        /// Nil: from the bell table.
        package var start: TimeOfDay?
        package var end: TimeOfDay?
        package var building: String
        package var room: String
        package var teachers: [SourceID]
        package var enabled: Bool

        /// A meeting on a weekday.
        package init(
            course: SourceID, weekday: Weekday, weeks: Set<Int>?, sections: [Int],
            start: TimeOfDay?, end: TimeOfDay?, building: String, room: String,
            teachers: [SourceID] = [], enabled: Bool = true
        ) {
            self.init(
                course: course, day: .weekday(weekday), weeks: weeks, sections: sections,
                start: start, end: end, building: building, room: room, teachers: teachers,
                enabled: enabled)
        }

        package init(
            course: SourceID, day: Day, weeks: Set<Int>?, sections: [Int],
            start: TimeOfDay?, end: TimeOfDay?, building: String, room: String,
            teachers: [SourceID] = [], enabled: Bool = true
        ) {
            self.course = course
            self.day = day
            self.weeks = weeks
            self.sections = sections
            self.start = start
            self.end = end
            self.building = building
            self.room = room
            self.teachers = teachers
            self.enabled = enabled
        }
    }

    /// A date on which the timetable is not held, or is held on another date instead.
    package struct DayException: Equatable, Sendable {
        package var date: SchoolDate
        /// Nil: cancelled. Otherwise the meetings of `date` are held then.
        package var movedTo: SchoolDate?

        package init(date: SchoolDate, movedTo: SchoolDate?) {
            self.date = date
            self.movedTo = movedTo
        }
    }

    /// Days that are added to a student's homeroom count of a term, or taken off it.
    package struct Adjustment: Equatable, Sendable {
        package var person: SourceID
        package var term: SourceID
        /// What is counted, `Absent`: at most 40 characters.
        package var label: String
        /// -400 to 400, not 0.
        package var days: Int

        package init(person: SourceID, term: SourceID, label: String, days: Int) {
            self.person = person
            self.term = term
            self.label = label
            self.days = days
        }
    }
}
