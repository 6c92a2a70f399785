import Attendance

/// A check-in session with everything that a list or a screen shows of it.
package struct SessionDetail: Equatable, Sendable {
    package var session: CheckinSession
    package var occurrence: Occurrence
    package var createdBy: UserID?
    package var remark: String
    package var createdAt: Moment
    package var updatedAt: Moment

    package init(
        session: CheckinSession, occurrence: Occurrence, createdBy: UserID?, remark: String,
        createdAt: Moment, updatedAt: Moment
    ) {
        self.session = session
        self.occurrence = occurrence
        self.createdBy = createdBy
        self.remark = remark
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// An occurrence and its session, if it has one yet.
package struct DailyRow: Equatable, Sendable {
    package var occurrence: Occurrence
    package var session: SessionDetail?
    package var counts: Counts

    package init(occurrence: Occurrence, session: SessionDetail?, counts: Counts) {
        self.occurrence = occurrence
        self.session = session
        self.counts = counts
    }
}

/// How many of a roster have which status.
package struct Counts: Equatable, Sendable {
    package var present = 0
    package var late = 0
    package var absent = 0
    package var leave = 0
    package var expected = 0

    package init() {}

    package var pending: Int { max(0, expected - present - late - absent - leave) }

    /// The share of those who were there, of all who were not excused; nil where there is nobody.
    package var rate: Double? {
        let asked = present + late + absent
        return asked == 0 ? nil : Double(present + late) / Double(asked)
    }

    /// The rate in thousands, rounded down: never all of them where somebody was missing.
    package var rateInThousand: Int? {
        let asked = present + late + absent
        return asked == 0 ? nil : (present + late) * 1_000 / asked
    }

    package mutating func count(_ status: CheckinStatus) {
        switch status {
        case .present: present += 1
        case .late: late += 1
        case .absent: absent += 1
        case .leave: leave += 1
        }
    }

    package static func += (counts: inout Counts, more: Counts) {
        counts.present += more.present
        counts.late += more.late
        counts.absent += more.absent
        counts.leave += more.leave
        counts.expected += more.expected
    }
}

/// What stands for one student and one occurrence, as it is kept.
package struct AttendanceRecord: Equatable, Sendable {
    package var id: RecordID
    /// Nil on a record that stood once and does not now; it is not listed.
    package var number: AttendanceNumber?
    package var checkinTime: Moment?
    package var method: CheckinMethod?
    package var remark: String
    package var flags: Set<RecordFlag>
    package var createdAt: Moment
    package var updatedAt: Moment

    package var status: CheckinStatus? { number?.status }

    package init(
        id: RecordID, number: AttendanceNumber?, checkinTime: Moment?, method: CheckinMethod?,
        remark: String, flags: Set<RecordFlag>, createdAt: Moment, updatedAt: Moment
    ) {
        self.id = id
        self.number = number
        self.checkinTime = checkinTime
        self.method = method
        self.remark = remark
        self.flags = flags
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A student on a roster, and the record if there is one.
package struct RosterRow: Equatable, Sendable {
    package var student: User
    package var record: AttendanceRecord?

    package init(student: User, record: AttendanceRecord?) {
        self.student = student
        self.record = record
    }
}

/// One class of a student's day: what is shown of it, and no more.
package struct ScheduleRow: Equatable, Sendable {
    package var start: TimeOfDay
    package var end: TimeOfDay
    package var sections: [Int]
    package var courseName: String
    package var courseCode: String
    /// `5A C317`; nil where the class has none.
    package var room: String?
    package var session: CheckinSessionID?
    package var sessionStatus: CheckinSession.Status?
    package var status: CheckinStatus?
    package var checkinTime: Moment?
    /// Whether it is held as planned.
    package var occurrenceStatus = OccurrenceStatus.scheduled

    package var isCancelled: Bool { occurrenceStatus == .cancelled }

    package init(
        start: TimeOfDay, end: TimeOfDay, sections: [Int], courseName: String, courseCode: String,
        room: String?, session: CheckinSessionID? = nil,
        sessionStatus: CheckinSession.Status? = nil, status: CheckinStatus? = nil,
        checkinTime: Moment? = nil
    ) {
        self.start = start
        self.end = end
        self.sections = sections
        self.courseName = courseName
        self.courseCode = courseCode
        self.room = room
        self.session = session
        self.sessionStatus = sessionStatus
        self.status = status
        self.checkinTime = checkinTime
    }
}

/// A decision with what a door needs to voice it.
package struct Answer: Equatable, Sendable {
    package var decision: Decision
    /// Only of somebody accepted or repeated, or of staff.
    package var person: User?
    package var session: CheckinSession?
    package var record: RecordID?
    /// The check code of a success.
    package var receipt: String?
    /// Of staff: what they may do here is behind a PIN of theirs.
    package var hasPIN = false

    package init(
        decision: Decision, person: User? = nil, session: CheckinSession? = nil,
        record: RecordID? = nil
    ) {
        self.decision = decision
        self.person = person
        self.session = session
        self.record = record
    }
}
