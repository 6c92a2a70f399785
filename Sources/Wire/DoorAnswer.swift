import Attendance
import Desk

/// What a door says to one line: the same on the screen, for eyes in a pipe, and for programs.
package struct DoorAnswer: Equatable, Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        case accepted, repeated, refused, session, schedule, staff, withdrawn, ignored, failed
    }

    package enum Reason: String, CaseIterable, Sendable {
        case unreadable
        case noSession = "no_session"
        case closed
        case notOnRoster = "not_on_roster"
        case ambiguous, wait
        case wrongRoom = "wrong_room"
        case blocked
        case notSaved = "not_saved"
        /// Of staff: a wrong PIN, or what they chose is not possible.
        case staff
    }

    package var outcome: Outcome
    package var reason: Reason?
    package var status: CheckinStatus?
    package var name: String?
    package var checkinTime: Moment?
    package var session: CheckinSession?
    package var record: RecordID?
    package var digitsNeeded: Int?
    package var waitSeconds: Int?
    package var method: CheckinMethod?
    /// First and biggest: `CHECKED IN`.
    package var word: String
    /// A sentence that says what happened and what to do.
    package var message: String
    /// Of a `schedule`: the day asked for.
    package var day: StudentDay?
    /// What the student may note: staff can confirm it.
    package var receipt: String?
    /// One key takes it back.
    package var canBeWithdrawn = false
    /// The last digits of a number, which prove nobody: a day, or a phone, is only for a whole one.
    package var isOfTail = false
    /// An address to be shown as a QR, which is somebody's alone.
    package var link: String?
    /// How long that stands.
    package var linkSeconds: Int64 = 30
    /// What the door waits for next, where it does.
    package var asks: Asks?

    /// What the next line may be, of somebody of the staff whose card was read.
    package enum Asks: Equatable, Sendable {
        case pin(UserID)
        /// A number from 1 on.
        case choice(UserID, [NumberedChoice])
        /// 1 closes the session.
        case closing(UserID, StaffChoice)
    }

    /// A choice with its words.
    package struct NumberedChoice: Equatable, Sendable {
        package var choice: StaffChoice
        package var words: String

        package init(choice: StaffChoice, words: String) {
            self.choice = choice
            self.words = words
        }
    }

    package init(_ outcome: Outcome, word: String, message: String) {
        self.outcome = outcome
        self.word = word
        self.message = message
    }
}

extension DoorAnswer {
    /// A blank line, a trigger bounce, or the rest of something already answered.
    package static let ignored = DoorAnswer(
        .ignored, word: "IGNORED", message: "Blank, or read twice")

    /// One line for eyes: `CHECKED IN  08:05  John S.`.
    package func plain(_ zone: SchoolZone) -> String {
        var parts = [word]
        switch outcome {
        case .accepted, .repeated:
            if let checkinTime, outcome == .accepted {
                parts.append("\(zone.time(of: checkinTime))")
            }
            if let name { parts.append(name) }
        case .staff:
            if let name { parts.append(name) }
            parts.append(message)
        case .schedule:
            if let name { parts.append(name) }
            parts += (day?.rows ?? []).map { row in
                let status = row.status?.rawValue ?? Self.standing(of: row)
                return "\(row.start) \(row.courseName) \(row.room ?? "-") \(status)"
            }
        case .refused, .session, .withdrawn, .failed:
            parts.append(message)
        case .ignored:
            break
        }
        return parts.joined(separator: "  ")
    }

    /// How a class stands of which nothing of the student's does: `moved open`.
    private static func standing(of row: ScheduleRow) -> String {
        let session = row.sessionStatus?.rawValue
        return switch row.occurrenceStatus {
        case .scheduled: session ?? "-"
        case .cancelled: row.occurrenceStatus.rawValue
        case .moved:
            [row.occurrenceStatus.rawValue, session].compactMap { $0 }
                .joined(separator: " ")
        }
    }

    /// One object, with every member of the contract in its order.
    package func json(_ shapes: Shapes) -> JSON {
        var members: [(String, JSON)] = [
            ("outcome", .string(outcome.rawValue)), ("status", JSON(status?.rawValue)),
            ("reason", JSON(reason?.rawValue)), ("name", JSON(name)),
            ("checkin_time", shapes.stamp(checkinTime)), ("session_id", JSON(session?.id.number)),
            ("session_code", JSON(session?.code?.text)), ("record_id", JSON(record?.number)),
            ("digits_needed", JSON(digitsNeeded)), ("wait_seconds", JSON(waitSeconds)),
            ("method", JSON(method?.rawValue)), ("message", .string(message)),
        ]
        if let day {
            members.append(("date", .string(day.date.description)))
            members.append(("courses", shapes.scheduleRows(day.rows)))
        }
        return .object(members)
    }
}
