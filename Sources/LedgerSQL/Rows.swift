import Attendance
import Desk
import Foundation

// How the house's values stand in columns, and how they are taken back out of a row.

extension Moment {
    /// Nil unless it lies within some thousand years of 1970.
    init?(kept milliseconds: Int64) {
        guard milliseconds.magnitude < 1 << 53 else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

extension Data {
    /// From the system's generator, which is fit for secrets.
    package static func random(count: Int) -> Data {
        var random = SystemRandomNumberGenerator()
        return Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }
}

extension UniqueID {
    var bytes: Data {
        var data = Data(capacity: 16)
        for half in [high, low] {
            withUnsafeBytes(of: half.bigEndian) { data.append(contentsOf: $0) }
        }
        return data
    }

    init?(bytes: Data) {
        guard bytes.count == 16 else { return nil }
        let high = bytes.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        let low = bytes.suffix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        self.init(high: high, low: low)
    }
}

extension [UniqueID] {
    var bytes: Data { reduce(into: Data()) { $0.append($1.bytes) } }

    init?(bytes: Data) {
        guard bytes.count % 16 == 0 else { return nil }
        self = stride(from: 0, to: bytes.count, by: 16).compactMap { start in
            UniqueID(bytes: bytes.dropFirst(start).prefix(16))
        }
    }
}

extension Set<RecordFlag> {
    var text: String { map(\.rawValue).sorted().joined(separator: " ") }

    init?(text: String) {
        let words = text.split(separator: " ")
        self = Set(words.compactMap { RecordFlag(rawValue: String($0)) })
        if count != words.count { return nil }
    }
}

func sectionsText(_ sections: [Int]) -> String {
    sections.map(String.init).joined(separator: ",")
}

func sections(from text: String) -> [Int]? {
    let numbers = text.split(separator: ",").map { Int($0) }
    return numbers.isEmpty || numbers.contains(nil) ? nil : numbers.compactMap { $0 }
}

extension User {
    static let columns =
        "u.id, u.code, u.given_name, u.family_name, u.full_name, u.role, u.student_class, "
        + "u.archived_at"

    init(_ columns: inout Columns) throws {
        self.init(
            id: try columns.takeID(), code: try columns.take { (code: String) in UserCode(code) },
            givenName: try columns.take(), familyName: try columns.take(),
            fullName: try columns.take(),
            role: try columns.take(Role.init(rawValue:)), studentClass: try columns.take(),
            isArchived: columns.takeIf(Int64.self) != nil)
    }
}

extension Classroom {
    static let columns = "r.id, r.building, r.room_number, r.capacity"

    /// Nil where an outer join found none.
    static func ifAny(_ columns: inout Columns) -> Classroom? {
        let id: ClassroomID? = columns.takeIDIf()
        let building = columns.takeIf(String.self)
        let room = columns.takeIf(String.self)
        let capacity = columns.takeIf(Int.self)
        guard let id, let building, let room else { return nil }
        return Classroom(id: id, building: building, roomNumber: room, capacity: capacity)
    }
}

extension Course {
    static let columns =
        "c.id, c.name, c.course_code, c.class_name, c.teacher_id, t.full_name, c.grace_minutes, "
        + "c.archived_at"
    static let tables = "course c LEFT JOIN user t ON t.id = c.teacher_id"

    init(_ columns: inout Columns) throws {
        self.init(
            id: try columns.takeID(), name: try columns.take(), code: try columns.take(),
            className: try columns.take(), teacher: columns.takeIDIf(),
            teacherName: columns.takeIf(),
            graceMinutes: columns.takeIf(), isArchived: columns.takeIf(Int64.self) != nil)
    }
}

extension Occurrence {
    static let columns =
        "o.id, \(Course.columns), \(Classroom.columns), o.date, o.sections, o.start_minute, "
        + "o.end_minute, o.status, o.source_type, o.remark, o.sequence, o.modified_at"
    static let tables =
        "occurrence o JOIN course c ON c.id = o.course_id LEFT JOIN user t ON t.id = c.teacher_id "
        + "LEFT JOIN classroom r ON r.id = o.classroom_id"

    init(_ columns: inout Columns) throws {
        self.init(
            id: try columns.takeID(), course: try Course(&columns),
            classroom: Classroom.ifAny(&columns),
            date: try columns.takeDate(), sections: try columns.take(sections(from:)),
            start: try columns.takeTime(), end: try columns.takeTime(),
            status: try columns.take(OccurrenceStatus.init(rawValue:)),
            source: try columns.take(OccurrenceSource.init(rawValue:)), remark: try columns.take())
        sequence = try columns.take()
        modifiedAt = try columns.takeMomentIf()
    }
}

extension CheckinSession {
    /// Intervals come as `opened-closed` in time order, an open one without the second.
    static let columns = """
        s.id, s.occurrence_id, s.code, s.grace_minutes,
        (SELECT group_concat(i.opened_at || '-' || coalesce(CAST(i.closed_at AS text), ''), ' ')
          FROM (SELECT opened_at, closed_at FROM checkin_interval WHERE session_id = s.id
           ORDER BY position) i)
        """

    /// Nil where an outer join found none.
    static func ifAny(_ columns: inout Columns) throws -> CheckinSession? {
        let id: CheckinSessionID? = columns.takeIDIf()
        let occurrence: OccurrenceID? = columns.takeIDIf()
        let code = try columns.takeIf { (text: String) in SessionCode(text) }
        let grace = try columns.takeIf { (0...1_440).contains($0) ? $0 : nil as Int? }
        let intervals = try columns.takeIf(Interval.all(from:))
        guard let id, let occurrence, let grace else { return nil }
        return CheckinSession(
            id: id, occurrence: occurrence, code: code, graceMinutes: grace,
            intervals: intervals ?? [])
    }
}

extension CheckinSession.Interval {
    static func all(from text: String) -> [Self]? {
        var intervals: [Self] = []
        for word in text.split(separator: " ") {
            let ends = word.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let opened = Int64(ends[0]).flatMap(Moment.init(kept:)) else {
                return nil
            }
            intervals.append(
                Self(opened: opened, closed: Int64(ends[1]).flatMap(Moment.init(kept:))))
        }
        return intervals
    }
}

extension SessionDetail {
    static let columns =
        "\(CheckinSession.columns), \(Occurrence.columns), s.created_by, s.remark, s.created_at, "
        + "s.updated_at"
    static let tables = "\(Occurrence.tables) JOIN checkin_session s ON s.occurrence_id = o.id"

    init(_ columns: inout Columns) throws {
        guard let session = try CheckinSession.ifAny(&columns) else { throw Columns.incomplete }
        self.init(
            session: session, occurrence: try Occurrence(&columns),
            createdBy: columns.takeIDIf(), remark: try columns.take(),
            createdAt: try columns.takeMoment(), updatedAt: try columns.takeMoment())
    }
}

extension AttendanceRecord {
    static let columns =
        "k.id, k.number, k.checkin_time, k.method, k.remark, k.flags, k.created_at, k.updated_at"

    /// Nil where an outer join found none.
    static func ifAny(_ columns: inout Columns) throws -> AttendanceRecord? {
        let id: RecordID? = columns.takeIDIf()
        let number = try columns.takeIf(AttendanceNumber.init(rawValue:))
        let checkinTime = try columns.takeMomentIf()
        let method = try columns.takeIf(CheckinMethod.init(rawValue:))
        let remark = columns.takeIf(String.self)
        let flags = try columns.takeIf { (text: String) in Set<RecordFlag>(text: text) }
        let created = try columns.takeMomentIf()
        let updated = try columns.takeMomentIf()
        guard let id, let remark, let flags, let created, let updated else { return nil }
        return AttendanceRecord(
            id: id, number: number, checkinTime: checkinTime, method: method, remark: remark,
            flags: flags, createdAt: created, updatedAt: updated)
    }
}
