import Attendance

/// What the attendance API reads of a ledger.
package protocol AttendanceReading: AnyObject {
    // Years, terms, classes
    /// By their dates.
    func academicYears() throws -> [AcademicYear]
    func term(_ id: TermID) throws -> AcademicTerm?
    /// Nil where the course is not held in it.
    func term(_ id: TermID, of course: CourseID) throws -> AcademicTerm?
    /// In the order of their dates.
    func terms(of course: CourseID) throws -> [AcademicTerm]
    /// By id, with how many there are in all.
    func yearGroups(_ page: PageRequest) throws -> Page<YearGroup>
    func hasYearGroup(_ id: YearGroupID) throws -> Bool
    /// By id. Only active or only archived ones.
    func courses(archived: Bool, on today: SchoolDate, _ page: PageRequest) throws
        -> Page<CourseDetail>
    func courseDetail(_ id: CourseID, on today: SchoolDate) throws -> CourseDetail?
    /// By period, then day.
    func slots(of course: CourseID, includingDisabled: Bool) throws -> [Slot]

    // People
    /// By id. Only active or only archived ones; only those named, where some are.
    func people(
        _ roles: Set<Role>, archived: Bool, only: Set<UserID>?, _ page: PageRequest
    ) throws -> Page<Person>
    /// Those enrolled as students on a date, by id.
    func people(in course: CourseID, on date: SchoolDate, _ page: PageRequest) throws
        -> Page<Person>
    func person(_ id: UserID) throws -> Person?
    func memberships(on today: SchoolDate, _ page: PageRequest) throws -> Page<Membership>
    func isLinked(parent: UserID, to child: UserID) throws -> Bool

    // Attendance by period
    /// What is held and not cancelled, in time order; without slots that are disabled.
    func lessons(of course: CourseID, from first: SchoolDate, to last: SchoolDate) throws
        -> [Lesson]
    /// When each student was or is enrolled; nil is open. By id.
    func enrolments(in course: CourseID) throws -> [UserID: [DateInterval]]
    /// Who walked in to what was held of a course.
    func walkIns(to course: CourseID, from first: SchoolDate, to last: SchoolDate) throws
        -> [OccurrenceID: Set<UserID>]
    /// Those enrolled at any time of the term, and whoever has a count in it, by id.
    func tallies(of course: CourseID, in term: AcademicTerm, _ filter: StudentFilter) throws
        -> [AttendanceTally]
    /// Those enrolled at any time of the range, and whoever has attendance in it, by id.
    func attendance(
        in course: CourseID, from first: SchoolDate, to last: SchoolDate, _ filter: StudentFilter
    ) throws -> [StudentAttendance]
    /// What met on a date and has neither a session that was opened nor a record, by id.
    func untaken(on date: SchoolDate, before moment: Moment) throws -> [UntakenClass]

    // Homeroom
    func homeroomTallies(of yearGroup: YearGroupID, in term: TermID, _ filter: StudentFilter)
        throws -> [AttendanceTally]
    func homeroom(
        of yearGroup: YearGroupID, from first: SchoolDate, to last: SchoolDate,
        _ filter: StudentFilter
    ) throws -> [StudentAttendance]
    func adjustments(of yearGroup: YearGroupID, in term: TermID, _ filter: StudentFilter) throws
        -> [Adjustment]

    // Excusals
    /// By id, of some students or of everybody; of those that cover a date, where one is given.
    func excusals(of students: Set<UserID>?, on date: SchoolDate?, _ page: PageRequest) throws
        -> Page<KeptExcusal>
    func excusal(_ id: ExcusalID) throws -> KeptExcusal?

    // Settling
    /// Everyone on the roster of an occurrence and everyone else with evidence, by id, as
    /// `evidence(on:about:)` has each.
    func evidence(on occurrence: OccurrenceID) throws -> [(user: UserID, Facts.Candidate)]
}

/// What it keeps.
package protocol AttendanceWriting: AttendanceReading {
    /// Without a note, one that is there stays.
    func setHomeroom(
        _ number: AttendanceNumber, note: String?, of student: UserID, on date: SchoolDate,
        at moment: Moment, by actor: Actor
    ) throws
    /// Zero days take it away.
    func adjust(
        _ label: String, by days: Int, of student: UserID, in term: TermID, at moment: Moment,
        by actor: Actor
    ) throws
    func createExcusal(
        _ excusal: Excusal, of student: UserID, by parent: UserID?, comment: String,
        at moment: Moment, by actor: Actor
    ) throws -> KeptExcusal
    func keep(_ excusal: KeptExcusal, at moment: Moment, by actor: Actor) throws
    func removeExcusal(_ excusal: KeptExcusal, at moment: Moment, by actor: Actor) throws
    func unlink(parent: UserID, from child: UserID, at moment: Moment, by actor: Actor) throws
        -> Bool
}

/// Both ends counted; nil is open.
package struct DateInterval: Equatable, Sendable {
    package var first: SchoolDate?
    package var last: SchoolDate?

    package init(first: SchoolDate?, last: SchoolDate?) {
        self.first = first
        self.last = last
    }

    package func contains(_ date: SchoolDate) -> Bool {
        first.map { $0 <= date } ?? true && last.map { date <= $0 } ?? true
    }
}
