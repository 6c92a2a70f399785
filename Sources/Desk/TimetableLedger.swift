import Attendance

/// What is read of the timetable.
package protocol TimetableReading {
    /// Whether it is held on the date that its timetable planned; true where none did.
    func isWherePlanned(_ occurrence: OccurrenceID) throws -> Bool
}

/// What is kept of it.
package protocol TimetableWriting: TimetableReading {
    /// False where they are named on it already.
    func addTeacher(
        _ teacher: UserID, to occurrence: OccurrenceID, at moment: Moment, by actor: Actor
    ) throws -> Bool
    /// Of somebody, or of everybody; how many there were.
    func removeTeachers(
        _ teacher: UserID?, from occurrence: OccurrenceID, at moment: Moment, by actor: Actor
    ) throws -> Int
}
