import Attendance

/// One row of a bulk write: what of it could be read.
package struct AttendanceRow: Equatable, Sendable {
    package var student: UserID
    package var date: SchoolDate
    package var period: Int
    package var number: AttendanceNumber
    /// Nil keeps the note that is there; an empty one clears it.
    package var note: String?

    package init(
        student: UserID, date: SchoolDate, period: Int, number: AttendanceNumber, note: String?
    ) {
        self.student = student
        self.date = date
        self.period = period
        self.number = number
        self.note = note
    }
}

/// What became of one.
package enum RowVerdict: Equatable, Sendable {
    case ok
    /// No student of that class on that date.
    case notFound
    case outsideTerm
    /// The periods that the class has on that date.
    case noSuchPeriod([Int])
}

extension Desk {
    /// Marks students for single periods of a course. Rows that can be kept are kept, whatever the
    /// others are; of several for the same student, date and period the last. Every record that is
    /// touched is settled once. Answers in the order of the rows.
    package func put(
        _ rows: [AttendanceRow], in course: CourseID, by actor: Actor, in ledger: any LedgerWriting
    ) throws -> [RowVerdict] {
        let timetable = try ClassTimetable(of: course, for: rows, ledger)
        var verdicts: [RowVerdict] = []
        var touched: [OccurrenceID: [UserID: [Int: AttendanceRow]]] = [:]
        for row in rows {
            switch timetable.find(row) {
            case .failure(let verdict): verdicts.append(verdict.value)
            case .success(let lesson):
                var last = row
                let known = touched[lesson.occurrence]?[row.student]?[row.period]
                last.note = row.note ?? known?.note
                touched[lesson.occurrence, default: [:]][row.student, default: [:]][row.period] =
                    last
                verdicts.append(.ok)
            }
        }
        for (occurrence, students) in touched.sorted(by: { $0.key < $1.key }) {
            if timetable.withoutSession.contains(occurrence) {
                _ = try createSession(on: occurrence, remark: "", by: actor, in: ledger).get()
            }
            try mark(students, on: occurrence, ledger, by: actor)
        }
        return verdicts
    }

    private func mark(
        _ students: [UserID: [Int: AttendanceRow]], on occurrence: OccurrenceID,
        _ ledger: any LedgerWriting, by actor: Actor
    ) throws {
        let moment = now()
        var appended = 0
        for (student, known) in try ledger.evidence(on: occurrence) {
            guard let rows = students[student] else { continue }
            var evidence = known.evidence
            for row in rows.values.sorted(by: { $0.period < $1.period }) {
                let mark = EvidenceEntry.Mark(
                    value: .number(row.number), period: row.period, remark: row.note, method: .sis)
                let entry = EvidenceEntry(
                    id: newID(at: moment), moment: moment,
                    place: known.place.after(appended), kind: .mark(mark))
                try ledger.append(entry, on: occurrence, about: student, by: actor)
                evidence.entries.append(entry)
                appended += 1
            }
            _ = try ledger.keep(
                settle(evidence), of: student, on: occurrence, at: moment, by: actor)
        }
    }
}

extension Desk {
    /// Sets homeroom for students of a year group; the rows' periods say nothing. Of several for
    /// the same student and date the last stands. Answers in the order of the rows.
    package func putHomeroom(
        _ rows: [AttendanceRow], of yearGroup: YearGroupID, by actor: Actor,
        in ledger: any LedgerWriting
    ) throws -> [RowVerdict] {
        var members: [UserID: Bool] = [:]
        return try rows.map { row in
            let isMember =
                try members[row.student] ?? (ledger.person(row.student)?.yearGroup == yearGroup)
            members[row.student] = isMember
            if !isMember { return .notFound }
            try ledger.setHomeroom(
                row.number, note: row.note, of: row.student, on: row.date, at: now(), by: actor)
            return .ok
        }
    }
}

extension EvidencePlace {
    /// The place after `count` more entries of the same database and transaction.
    func after(_ count: Int) -> EvidencePlace {
        EvidencePlace(
            revision: revision.map { $0 + count }, seen: seen + count, device: device,
            seq: seq + count)
    }
}

/// A verdict as what a look-up fails with.
private struct Refused: Error {
    var value: RowVerdict
}

/// When a class meets and who is in it, as far as some rows ask.
private struct ClassTimetable {
    private let dates: ClosedRange<SchoolDate>?
    private var lessons: [SchoolDate: [Lesson]] = [:]
    private let enrolments: [UserID: [DateInterval]]
    private let walkIns: [OccurrenceID: Set<UserID>]
    private(set) var withoutSession: Set<OccurrenceID> = []

    init(of course: CourseID, for rows: [AttendanceRow], _ ledger: any LedgerReading) throws {
        dates = try ledger.terms(of: course).dates
        enrolments = try ledger.enrolments(in: course)
        guard let first = rows.map(\.date).min(), let last = rows.map(\.date).max() else {
            walkIns = [:]
            return
        }
        let held = try ledger.lessons(of: course, from: first, to: last)
        lessons = Dictionary(grouping: held, by: \.date)
        withoutSession = Set(held.filter { !$0.hasSession }.map(\.occurrence))
        walkIns = try ledger.walkIns(to: course, from: first, to: last)
    }

    func find(_ row: AttendanceRow) -> Result<Lesson, Refused> {
        let held = lessons[row.date] ?? []
        let isEnrolled = enrolments[row.student]?.contains { $0.contains(row.date) } ?? false
        let isWalkIn = held.contains { walkIns[$0.occurrence]?.contains(row.student) == true }
        guard isEnrolled || isWalkIn || enrolments[row.student] != nil else {
            return .failure(Refused(value: .notFound))
        }
        guard dates?.contains(row.date) ?? true else {
            return .failure(Refused(value: .outsideTerm))
        }
        guard isEnrolled || isWalkIn else { return .failure(Refused(value: .notFound)) }
        guard let lesson = held.first(where: { $0.sections.contains(row.period) }) else {
            let periods = Set(held.flatMap(\.sections)).sorted()
            return .failure(Refused(value: .noSuchPeriod(periods)))
        }
        return .success(lesson)
    }
}

extension [AcademicTerm] {
    /// From the first day of the first to the last of the last; nil where there is none.
    package var dates: ClosedRange<SchoolDate>? {
        guard let first = map(\.start).min(), let last = map(\.end).max() else { return nil }
        return first...last
    }
}
