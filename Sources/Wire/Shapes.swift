import Attendance
import Desk

/// The check-in API's objects, field by field as its document prints them.
package struct Shapes: Sendable {
    package let zone: SchoolZone

    package init(zone: SchoolZone) {
        self.zone = zone
    }

    package func stamp(_ moment: Moment?) -> JSON { JSON(moment.map(zone.stamp)) }

    private func id<Entity>(_ id: ID<Entity>?) -> JSON { JSON(id?.number) }

    private func sections(_ sections: [Int]) -> JSON { .array(sections.map { JSON($0) }) }

    package func course(_ course: Course) -> JSON {
        [
            "id": id(course.id), "name": .string(course.name), "course_code": .string(course.code),
            "teacher": id(course.teacher), "teacher_name": JSON(course.teacherName),
            "class_name": .string(course.className),
        ]
    }

    private func shortClassroom(_ room: Classroom) -> JSON {
        [
            "id": id(room.id), "room_number": .string(room.roomNumber),
            "building": .string(room.building),
        ]
    }

    package func classroom(_ room: Classroom) -> JSON {
        [
            "id": id(room.id), "building": .string(room.building),
            "room_number": .string(room.roomNumber), "capacity": JSON(room.capacity),
            "equipment": .object([]), "status": "available", "last_maintenance": nil, "remark": "",
        ]
    }

    package func occurrence(_ occurrence: Occurrence) -> JSON {
        [
            "id": id(occurrence.id),
            "classroom": occurrence.classroom.map(shortClassroom) ?? .null,
            "classroom_id": id(occurrence.classroom?.id),
            "occurrence_date": .string(occurrence.date.description),
            "weekday": .string(occurrence.date.weekday.name),
            "sections": sections(occurrence.sections),
            "start_time": .string(occurrence.start.description),
            "end_time": .string(occurrence.end.description),
            "status": .string(occurrence.status.rawValue),
            "source_type": .string(occurrence.source.rawValue),
            "remark": .string(occurrence.remark),
        ]
    }

    /// The form that the answer to creating a session prints.
    package func shortSession(_ detail: SessionDetail) -> JSON {
        [
            "id": id(detail.session.id), "course_id": id(detail.occurrence.course.id),
            "occurrence_id": id(detail.occurrence.id),
            "session_date": .string(detail.occurrence.date.description),
            "sections": sections(detail.occurrence.sections),
            "status": .string(detail.session.status.rawValue),
        ]
    }

    /// The form that the roster's answer prints; it repeats itself, and clients read both
    /// spellings.
    package func session(_ detail: SessionDetail) -> JSON {
        let held = occurrence(detail.occurrence)
        let room = detail.occurrence.classroom
        return [
            "id": id(detail.session.id), "course": course(detail.occurrence.course),
            "course_id": id(detail.occurrence.course.id),
            "occurrence": held, "occurrence_id": id(detail.occurrence.id),
            "course_session": held, "course_session_id": id(detail.occurrence.id),
            "classroom": room.map(classroom) ?? .null, "classroom_id": id(room?.id),
            "session_date": .string(detail.occurrence.date.description),
            "sections": sections(detail.occurrence.sections),
            "status": .string(detail.session.status.rawValue),
            "session_code": JSON(detail.session.code?.text),
            "opened_at": stamp(detail.session.openedAt),
            "closed_at": stamp(detail.session.closedAt), "created_by": id(detail.createdBy),
            "remark": .string(detail.remark), "created_at": stamp(detail.createdAt),
            "updated_at": stamp(detail.updatedAt),
        ]
    }

    package func counts(_ counts: Counts) -> JSON {
        [
            "present": JSON(counts.present), "late": JSON(counts.late),
            "absent": JSON(counts.absent), "leave": JSON(counts.leave),
            "pending": JSON(counts.pending),
        ]
    }

    /// An item of the day's list; `id` is the occurrence's as well.
    package func daily(_ row: DailyRow) -> JSON {
        [
            "id": id(row.occurrence.id), "occurrence": occurrence(row.occurrence),
            "occurrence_id": id(row.occurrence.id), "course": course(row.occurrence.course),
            "session": row.session.map(shortSession) ?? .null, "counts": counts(row.counts),
        ]
    }

    package func rosterRow(_ row: RosterRow) -> JSON {
        var bytes: [UInt8] = []
        write(row, into: &bytes)
        return .written(bytes)
    }

    package func roster(_ rows: [RosterRow]) -> JSON { list(rows) { write($0, into: &$1) } }

    private func write(_ row: RosterRow, into bytes: inout [UInt8]) {
        let standing = row.record.flatMap { $0.number == nil ? nil : $0 }
        bytes.append("{\"student_id\":")
        bytes.append(json: row.student.id.number)
        bytes.append(",\"full_name\":")
        bytes.append(json: row.student.fullName)
        bytes.append(",\"user_code\":")
        bytes.append(json: row.student.code.text)
        bytes.append(",\"user_code_last4\":")
        bytes.append(json: row.student.code.last4)
        bytes.append(",\"student_class\":")
        bytes.append(json: row.student.studentClass)
        bytes.append(",\"status\":")
        bytes.append(json: standing?.status?.rawValue)
        bytes.append(",\"checkin_time\":")
        bytes.append(json: standing?.checkinTime, zone)
        bytes.append(",\"remark\":")
        bytes.append(json: row.record?.remark ?? "")
        bytes.append(",\"record_id\":")
        bytes.append(json: standing?.id.number)
        bytes.append(",\"flags\":")
        if let flags = row.record?.flags, !flags.isEmpty {
            self.flags(flags).write(into: &bytes)
        } else {
            bytes.append("[]")
        }
        bytes.append("}")
    }

    private func list<Row>(_ rows: [Row], _ write: (Row, inout [UInt8]) -> Void) -> JSON {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * 256)
        bytes.append("[")
        for (position, row) in rows.enumerated() {
            if position > 0 { bytes.append(",") }
            write(row, &bytes)
        }
        bytes.append("]")
        return .written(bytes)
    }

    package func schedule(_ date: SchoolDate, _ rows: [ScheduleRow]) -> JSON {
        ["date": .string(date.description), "courses": scheduleRows(rows)]
    }

    package func scheduleRows(_ rows: [ScheduleRow]) -> JSON {
        list(rows) { row, bytes in
            bytes.append("{\"session_id\":")
            bytes.append(json: row.session?.number)
            bytes.append(",\"course_name\":")
            bytes.append(json: row.courseName)
            bytes.append(",\"course_code\":")
            bytes.append(json: row.courseCode)
            bytes.append(",\"classroom\":")
            bytes.append(json: row.room)
            bytes.append(",\"sections\":")
            bytes.append(json: row.sections)
            bytes.append(",\"status\":")
            bytes.append(json: row.status?.rawValue)
            bytes.append(",\"checkin_time\":")
            bytes.append(json: row.checkinTime, zone)
            bytes.append(",\"session_status\":")
            bytes.append(json: row.sessionStatus?.rawValue)
            // Of all others it is not said.
            bytes.append(row.isCancelled ? ",\"is_cancelled\":true}" : "}")
        }
    }

    package func user(_ user: User) -> JSON {
        [
            "id": id(user.id), "user_code": .string(user.code.text),
            "user_code_last4": .string(user.code.last4), "full_name": .string(user.fullName),
            "role": .string(user.role.rawValue), "student_class": .string(user.studentClass),
            "archived": .bool(user.isArchived),
        ]
    }
}
