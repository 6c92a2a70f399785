/// The check-in API's four statuses.
package enum CheckinStatus: String, CaseIterable, Sendable {
    case present, late, absent, leave

    /// Whether the student was there.
    package var isThere: Bool {
        switch self {
        case .present, .late: true
        case .absent, .leave: false
        }
    }
}

/// The attendance API's statuses by their numbers; each projects to one of the four.
package enum AttendanceNumber: Int, CaseIterable, Sendable {
    /// Present in homeroom because of a class check-in: only answered, never accepted or kept.
    case inferred = -1
    case absent = 0
    case present = 1
    case late = 2
    case dressCode = 3
    case lateAndDressCode = 4
    case dismissed = 5
    case health = 10
    case sports = 11
    case fieldtrip = 12
    case excused = 13
    case other = 14
    case custom1 = 15
    case custom2 = 16
    case custom3 = 17
    case custom4 = 18

    package var status: CheckinStatus {
        switch self {
        case .inferred, .present, .dressCode: .present
        case .late, .lateAndDressCode: .late
        case .absent: .absent
        case .dismissed, .health, .sports, .fieldtrip, .excused, .other,
            .custom1, .custom2, .custom3, .custom4:
            .leave
        }
    }

    /// What one of the four becomes where nothing finer is known.
    package init(_ status: CheckinStatus) {
        switch status {
        case .present: self = .present
        case .late: self = .late
        case .absent: self = .absent
        case .leave: self = .excused
        }
    }

    /// The label where configuration has not renamed it.
    package var label: String {
        switch self {
        case .inferred, .present: "Present"
        case .absent: "Absent"
        case .late: "Late"
        case .dressCode: "Dress Code"
        case .lateAndDressCode: "Late & Dress Code"
        case .dismissed: "Dismissed"
        case .health: "Health"
        case .sports: "Sports"
        case .fieldtrip: "Fieldtrip"
        case .excused: "Excused"
        case .other: "Other"
        case .custom1: "Custom 1"
        case .custom2: "Custom 2"
        case .custom3: "Custom 3"
        case .custom4: "Custom 4"
        }
    }
}

/// How a record came to be.
package enum CheckinMethod: String, CaseIterable, Sendable {
    case card, last4, phone, manual, sis, auto
}
