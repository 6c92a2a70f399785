import Attendance

/// What is read of the timetable.
package protocol TimetableReading {
    /// In the order of its sections.
    func bell() throws -> [SchoolRoster.Bell]
    /// Staff who are not archived, by their e-mail in small letters; without those who share one.
    func staffByEmail() throws -> [String: UserID]
    /// Whether it is held on the date that its timetable planned; true where none did.
    func isWherePlanned(_ occurrence: OccurrenceID) throws -> Bool
    /// What calendars of that source brought lessons of before.
    func courses(ofCalendar source: String) throws -> Set<CourseID>
    /// Every occurrence of a course, in time order; shared are those that calendars of other
    /// sources have as well.
    func kept(of course: CourseID, besidesCalendar source: String) throws -> [KeptOccurrence]
}

/// What is kept of it.
package protocol TimetableWriting: TimetableReading {
    func keep(_ changes: TimetableChanges, of course: CourseID, at moment: Moment) throws
    /// The places of the timetable that a calendar's lessons have, instead of those that it had
    /// before.
    func keep(
        _ lessons: [CourseID: [PlannedOccurrence]], ofCalendar source: String, at moment: Moment)
        throws
    /// False where they are named on it already.
    func addTeacher(
        _ teacher: UserID, to occurrence: OccurrenceID, at moment: Moment, by actor: Actor
    ) throws -> Bool
    /// Of somebody, or of everybody; how many there were.
    func removeTeachers(
        _ teacher: UserID?, from occurrence: OccurrenceID, at moment: Moment, by actor: Actor
    ) throws -> Int
}
