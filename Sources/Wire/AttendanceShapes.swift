import Attendance
import Desk

/// The attendance API's answers about attendance, field by field as its clients know them. Null
/// fields are left out, empty arrays and objects are kept.
package struct AttendanceShapes: Sendable {
    package let labels: StatusLabels
    /// What the school's own screens count from: 0 or 1. Keys and `period` are 1-based always.
    package let periodsCountFrom: Int

    package init(labels: StatusLabels = StatusLabels(), periodsCountFrom: Int = 1) {
        self.labels = labels
        self.periodsCountFrom = periodsCountFrom
    }

    private var timetable: JSON {
        [
            "period_starts_count_from": JSON(periodsCountFrom),
            "period_offset": JSON(periodsCountFrom - 1),
        ]
    }

    // Summaries

    /// `attendance` sums by label, without zeros; `attendance_categories` has a row for each
    /// number, the inferred one last.
    package func tallies(_ tallies: [AttendanceTally], withTimetable: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + tallies.count * 256)
        bytes.append(#"{"students":["#)
        for (position, tally) in tallies.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            append(tally, to: &bytes)
        }
        bytes.append("]")
        if withTimetable {
            bytes.append(#","timetable":"#)
            timetable.write(into: &bytes)
        }
        bytes.append("}")
        return bytes
    }

    private func append(_ tally: AttendanceTally, to bytes: inout [UInt8]) {
        // The order of `attendance_categories`: present, absent, and on by number; -1 last.
        var counts = tally.counts
        if counts.count > 1 { counts.sort { Self.rank($0.number) < Self.rank($1.number) } }
        bytes.append(#"{"id":"#)
        bytes.append(json: tally.student.number)
        bytes.append(#","attendance":{"#)
        appendSums(counts, to: &bytes)
        bytes.append(#"},"attendance_categories":["#)
        for (position, (number, count)) in counts.enumerated() {
            bytes.append(position > 0 ? #",{"label":"# : #"{"label":"#)
            bytes.append(contentsOf: labels.bytes(number))
            bytes.append(#","status":"#)
            bytes.append(json: Int64(number.rawValue))
            bytes.append(#","value":"#)
            bytes.append(json: Int64(count))
            bytes.append("}")
        }
        bytes.append("]}")
    }

    /// Numbers that share a label are one sum, where the first of them stands.
    private func appendSums(
        _ counts: [(number: AttendanceNumber, count: Int)], to bytes: inout [UInt8]
    ) {
        for (position, (number, _)) in counts.enumerated() {
            let isSame = { labels.isSame(number, $0) }
            if counts[..<position].contains(where: { isSame($0.number) }) { continue }
            let sum = counts[position...].reduce(0) { $0 + (isSame($1.number) ? $1.count : 0) }
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: labels.bytes(number))
            bytes.append(UInt8(ascii: ":"))
            bytes.append(json: Int64(sum))
        }
    }

    private static func rank(_ number: AttendanceNumber) -> Int {
        switch number {
        case .present: -1
        case .inferred: .max
        default: number.rawValue
        }
    }

    // Days

    private func standing(_ period: PeriodAttendance) -> JSON {
        [
            "status": .string(labels[period.number]), "note": .string(period.note),
            "category": ["status": JSON(period.number.rawValue)],
        ]
    }

    private func periods(_ day: DayAttendance?) -> JSON {
        // Where two lessons once held the same hour, the first tells of it.
        var told: Set<Int> = []
        return .object(
            (day?.periods ?? []).filter { told.insert($0.period).inserted }
                .sorted { $0.period < $1.period }.map { (String($0.period), standing($0)) })
    }

    private func homeroom(_ day: DayAttendance?) -> JSON {
        (day?.periods.first).map(standing) ?? .object([])
    }

    private func students(
        _ students: [StudentAttendance], _ attendance: (StudentAttendance) -> JSON
    ) -> (String, JSON) {
        let rows = students.map { student -> JSON in
            ["id": JSON(student.student.number), "attendance": attendance(student)]
        }
        return ("students", .array(rows))
    }

    /// A class on one date: an object keyed by period.
    package func day(_ attendance: [StudentAttendance]) -> JSON {
        .object([students(attendance) { periods($0.days.first) }, ("timetable", timetable)])
    }

    /// A class over several: by date, then by period.
    package func range(_ attendance: [StudentAttendance]) -> JSON {
        .object([students(attendance) { byDate($0, periods) }, ("timetable", timetable)])
    }

    /// Homeroom on one date: flat.
    package func homeroomDay(_ attendance: [StudentAttendance]) -> JSON {
        .object([students(attendance) { homeroom($0.days.first) }])
    }

    package func homeroomRange(_ attendance: [StudentAttendance]) -> JSON {
        .object([students(attendance) { byDate($0, homeroom) }])
    }

    private func byDate(
        _ student: StudentAttendance, _ day: (DayAttendance?) -> JSON
    ) -> JSON {
        .object(student.days.map { ($0.date.description, day($0)) })
    }

    /// Students without any are left out.
    package func adjustments(_ adjustments: [Adjustment]) -> JSON {
        var students: [(id: UserID, rows: [JSON])] = []
        for adjustment in adjustments {
            if students.last?.id != adjustment.student {
                students.append((adjustment.student, []))
            }
            students[students.count - 1].rows.append([
                "id": JSON(adjustment.id.number), "name": .string(adjustment.label),
                "adjustment": JSON(adjustment.days),
            ])
        }
        return [
            "students": .array(
                students.map {
                    ["id": JSON($0.id.number), "attendance_adjustments": .array($0.rows)]
                })
        ]
    }

    // Excusals

    package func excusal(_ kept: KeptExcusal) -> JSON {
        let dates = kept.excusal
        return .present([
            ("id", JSON(kept.id.number)), ("student_id", JSON(kept.student.number)),
            ("parent_id", JSON(kept.parent?.number)),
            ("start_date", .string(dates.start.description)),
            ("end_date", .string(dates.end.description)),
            ("duration", JSON(dates.end.days - dates.start.days + 1)),
            ("comment", .string(kept.comment)), ("created_at", .string(kept.createdAt.utcStamp)),
            ("updated_at", .string(kept.updatedAt.utcStamp)),
        ])
    }

    // Categories

    /// The fifteen, by number.
    package var categories: JSON {
        let numbers = AttendanceNumber.allCases.filter { $0 != .inferred }
        return .array(
            numbers.map { number in
                [
                    "status": JSON(number.rawValue), "label": .string(labels[number]),
                    "abbreviation": .string(number.abbreviation),
                    "enabled": .bool(!number.isCustom || labels.isRenamed(number)),
                    "color_code": .string(number.colour),
                ]
            })
    }
}

extension JSON {
    /// An object of those members that are not null.
    static func present(_ members: [(String, JSON)]) -> JSON {
        .object(
            members.filter { member in
                if case .null = member.1 { return false }
                return true
            })
    }
}
