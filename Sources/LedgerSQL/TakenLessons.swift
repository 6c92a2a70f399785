import Attendance
import Desk
import Foundation
import Wire

/// The room, its lessons and their sessions, as the hub says.
extension FeedTaking {
    mutating func take(_ fed: FedRoom, _ uid: UniqueID) throws {
        let id = try row(.classroom, uid)
        let namesake = try transaction.first(
            "SELECT id FROM classroom WHERE building = ? AND room_number = ?",
            [fed.building, fed.roomNumber]
        ) { try $0.take(Int64.self) }
        switch (id, namesake) {
        case (nil, let namesake?): try transaction.keep(uid, of: .classroom, namesake)
        case (nil, nil):
            let made = try transaction.classroom(building: fed.building, room: fed.roomNumber)
            try transaction.keep(uid, of: .classroom, made.id.number)
        case (let id?, nil):
            try transaction.run(
                "UPDATE classroom SET building = ?, room_number = ? WHERE id = ?",
                [fed.building, fed.roomNumber, id])
        case (let id?, let namesake?):
            if id != namesake {
                throw Fault.unreadable(.field("/room", needs: "is another room's name here"))
            }
        }
        try transaction.run("UPDATE hub_link SET room = ?", [uid.bytes])
        try transaction.run(
            """
            INSERT INTO secret (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """, [SQLTransaction.heldRoomKeyName, Data(fed.key)])
    }

    mutating func take(_ fed: FedLesson, _ uid: UniqueID) throws {
        let course = try row(.course, fed.course, at: "/course")
        let room = try row(.classroom, fed.room, at: "/room")
        let teachers = try fed.teachers.map { try row(.user, $0, at: "/teachers") }
        let walkIns = try fed.walkIns.map { try row(.user, $0, at: "/walk_ins") }
        let id = try place(fed, uid, course)
        let before = try transaction.occurrence(id)
        if let before, before.course.id.number != course {
            throw Fault.unreadable(.field("/course", needs: "is not the lesson's"))
        }
        let isChanged = try transaction.fedLesson(id).map { !fed.isWithin($0) } ?? true
        lessons.insert(id)
        touchedLessons.insert(id)
        if !isChanged { return }
        try transaction.run(
            """
            UPDATE occurrence SET classroom_id = ?1, date = ?2, sections = ?3, first_section = ?4,
              start_minute = ?5, end_minute = ?6, status = ?7, source_type = ?8, changed_at = ?9,
              modified_at = ?9, sequence = sequence + 1 WHERE id = ?10
            """,
            [
                room, fed.date.description, sectionsText(fed.sections), fed.sections[0],
                fed.start.minutes, fed.end.minutes, fed.status.rawValue, fed.source.rawValue,
                moment.milliseconds, id.number,
            ])
        if let before, before.date != fed.date { try transaction.recount(before, on: fed.date) }
        try transaction.run(
            "DELETE FROM occurrence_teacher WHERE occurrence_id = ?", [id.number])
        for teacher in teachers {
            try transaction.run(
                SQLTransaction.teacherRow, [id.number, teacher])
        }
        // Whoever walked in stays: what this door let in may not be at the hub yet.
        for student in walkIns {
            try transaction.run(
                """
                INSERT INTO walk_in (occurrence_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING
                """, [id.number, student])
        }
    }

    /// The row of a lesson, made where there is none, with its time free for it.
    private func place(
        _ fed: FedLesson, _ uid: UniqueID, _ course: Int64
    ) throws -> OccurrenceID {
        let known = try row(.occurrence, uid)
        let holder = try transaction.first(
            "SELECT id FROM occurrence WHERE course_id = ? AND date = ? AND first_section = ?",
            [course, fed.date.description, fed.sections[0]]
        ) { try $0.take(Int64.self) }
        if let holder, holder != known {
            if known == nil, !lessons.contains(OccurrenceID(holder)) {
                try transaction.keep(uid, of: .occurrence, holder)
                return OccurrenceID(holder)
            }
            // It has another time at the hub by now, and comes to it by its own item.
            try transaction.run(
                "UPDATE occurrence SET first_section = -id WHERE id = ?", [holder])
        }
        if let known { return OccurrenceID(known) }
        let made = try transaction.insert(
            """
            INSERT INTO occurrence (course_id, date, sections, first_section, start_minute,
              end_minute, status, source_type) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                course, fed.date.description, sectionsText(fed.sections), fed.sections[0],
                fed.start.minutes, fed.end.minutes, fed.status.rawValue, fed.source.rawValue,
            ])
        try transaction.keep(uid, of: .occurrence, made)
        return OccurrenceID(made)
    }

    mutating func take(_ fed: FedSession, _ uid: UniqueID) throws {
        if fed.occurrence != uid {
            throw Fault.unreadable(.field("/occurrence", needs: "must be what the key says"))
        }
        let lesson = OccurrenceID(try row(.occurrence, uid, at: "/occurrence"))
        let before = try transaction.session(of: lesson)?.session
        let known = try before.map { try transaction.history(of: $0.id).events } ?? []
        // As the hub has them now, whatever it said before.
        let fedIDs = Set(fed.events.map(\.id))
        let history = SessionHistory(known.filter { !fedIDs.contains($0.id) } + fed.events)
        let unmade = CheckinSessionID(0)
        guard history.session(before?.id ?? unmade, on: lesson) != nil else {
            throw Fault.unreadable(.field("/events", needs: "must be at least one"))
        }
        let holders = try transaction.holders(of: Set(history.codes))
        if holders.values.contains(where: { $0 != [lesson] }) {
            throw Fault.unreadable(.field("/events", needs: "give the code of another session"))
        }
        let id = try before?.id ?? makeSession(on: lesson, uid, history)
        try transaction.keep(fed.events.map { ($0, id) }, asHubHasThem: true)
        try stand(history, as: id, on: lesson, before: before)
    }

    private func makeSession(
        on lesson: OccurrenceID, _ uid: UniqueID, _ history: SessionHistory
    ) throws -> CheckinSessionID {
        let made = (history.events.first?.moment ?? moment).milliseconds
        return CheckinSessionID(
            try transaction.insert(
                """
                INSERT INTO checkin_session (occurrence_id, status, grace_minutes, created_at,
                  updated_at, proof_key) VALUES (?, 'draft', ?, ?, ?, ?)
                """,
                [
                    lesson.number, history.graceMinutes, made, made,
                    try transaction.heldProofKey(of: uid) ?? Data.random(count: 32),
                ]))
    }

    /// Writes what the events come to, and says nothing of it to the hub that said so.
    mutating func stand(
        _ history: SessionHistory, as id: CheckinSessionID, on lesson: OccurrenceID,
        before: CheckinSession?
    ) throws {
        guard let after = history.session(id, on: lesson), after != before else { return }
        try transaction.keepColumns(of: [after], at: moment)
        try transaction.audit(
            after.status.rawValue, "session", id.number, before: before?.status.rawValue,
            after: after.status.rawValue, at: moment, by: Self.actor)
        touchedLessons.insert(lesson)
    }
}

extension FedLesson {
    /// Whether nothing of it is new to what is held; who walked in at the door may be more.
    fileprivate func isWithin(_ held: FedLesson) -> Bool {
        var other = held
        other.walkIns = walkIns
        return self == other && Set(walkIns).isSubset(of: held.walkIns)
    }
}
