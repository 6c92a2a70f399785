import Attendance
import Desk

extension SQLTransaction {
    static let teacherRow = "INSERT INTO occurrence_teacher (occurrence_id, user_id) VALUES (?, ?)"

    package func isWherePlanned(_ occurrence: OccurrenceID) throws -> Bool {
        try first(
            "SELECT planned_date IS NULL OR planned_date = date FROM occurrence WHERE id = ?",
            [occurrence.number]
        ) { try $0.take(Bool.self) } ?? true
    }

    package func addTeacher(
        _ teacher: UserID, to occurrence: OccurrenceID, at moment: Moment, by actor: Actor
    ) throws -> Bool {
        let added = try run(
            Self.teacherRow + " ON CONFLICT DO NOTHING",
            [occurrence.number, teacher.number])
        if added == 0 { return false }
        try noteChange(of: occurrence, at: moment)
        try audit(
            "teach", "occurrence", occurrence.number, before: nil, after: "user=\(teacher.number)",
            at: moment, by: actor)
        return true
    }

    package func removeTeachers(
        _ teacher: UserID?, from occurrence: OccurrenceID, at moment: Moment, by actor: Actor
    ) throws -> Int {
        let leaving = try teachers(on: occurrence).map(\.id).filter { teacher ?? $0 == $0 }
        for user in leaving {
            try run(
                "DELETE FROM occurrence_teacher WHERE occurrence_id = ? AND user_id = ?",
                [occurrence.number, user.number])
            try audit(
                "stop teaching", "occurrence", occurrence.number, before: "user=\(user.number)",
                after: nil, at: moment, by: actor)
        }
        if !leaving.isEmpty { try noteChange(of: occurrence, at: moment) }
        return leaving.count
    }

    /// Imports leave it as it is from then on.
    private func noteChange(of occurrence: OccurrenceID, at moment: Moment) throws {
        try run(
            """
            UPDATE occurrence SET changed_at = ?1, sequence = sequence + 1, modified_at = ?1
            WHERE id = ?2
            """, [moment.milliseconds, occurrence.number])
    }
}
