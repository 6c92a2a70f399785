import Attendance
import Desk

/// From an answer of the desk to the words of a door: the one table of them.
package struct Voice: Sendable {
    package let zone: SchoolZone
    package let displayName: DisplayName

    package init(zone: SchoolZone, displayName: DisplayName) {
        self.zone = zone
        self.displayName = displayName
    }

    package func say(_ answer: Answer) -> DoorAnswer {
        var said: DoorAnswer
        switch answer.decision {
        case .accepted(let settlement): said = accepted(settlement)
        case .repeated(let settlement): said = repeated(settlement)
        case .refused(let refusal): said = refused(refusal)
        case .chosen:
            let code = answer.session?.code?.text ?? ""
            said = DoorAnswer(
                .session, word: "SESSION \(code)", message: "This door now takes session \(code)")
        case .staff:
            said = DoorAnswer(
                .staff, word: "STAFF",
                message: "Open and close sessions with the command `kiosk session`")
        }
        if case .accepted(let settlement) = answer.decision {
            said.canBeWithdrawn = settlement.method == .last4
        }
        said.name = answer.person.flatMap(displayName.text)
        said.session = answer.session
        said.record = answer.record
        said.receipt = answer.receipt
        return said
    }

    /// The day of somebody who asked at the door.
    package func say(_ day: StudentDay) -> DoorAnswer {
        let many = day.rows.count == 1 ? "1 class" : "\(day.rows.count) classes"
        var said = DoorAnswer(
            .schedule, word: "MY DAY \(day.date)",
            message: "\(day.rows.isEmpty ? "No classes" : many) on \(day.date)")
        // Nobody is named who has not just checked in.
        said.day = day
        return said
    }

    package var withdrawn: DoorAnswer {
        DoorAnswer(
            .withdrawn, word: "TAKEN BACK", message: "Taken back. Now type your own number.")
    }

    package var nothingToWithdraw: DoorAnswer {
        var said = refused(.unreadable)
        said.message = "There is nothing to take back: that goes for 10 s after typing."
        return said
    }

    package var noDayToShow: DoorAnswer {
        var said = refused(.unreadable)
        said.message = "Scan your card first, then + for your day."
        return said
    }

    /// What follows `?` is no student's whole number.
    package var noSuchDay: DoorAnswer {
        var said = refused(.notOnRoster(.unknownCode))
        said.word = "TRY AGAIN"
        said.message = "Type ? and your whole number to see your day."
        return said
    }

    private func accepted(_ settlement: Settlement) -> DoorAnswer {
        let time = settlement.checkinTime.map { "\(zone.time(of: $0))" }
        var said: DoorAnswer
        switch settlement.status {
        case .present:
            said = DoorAnswer(.accepted, word: "CHECKED IN", message: "Checked in \(time ?? "")")
        case .late:
            said = DoorAnswer(
                .accepted, word: "LATE - RECORDED", message: "Late, recorded \(time ?? "")")
        case .leave:
            said = DoorAnswer(
                .accepted, word: "RECORDED",
                message: "Recorded. You are marked as on leave: see your teacher.")
        case .absent, nil:
            said = DoorAnswer(
                .accepted, word: "RECORDED",
                message: "Recorded. You are marked absent: see your teacher.")
        }
        describe(&said, settlement)
        return said
    }

    private func repeated(_ settlement: Settlement) -> DoorAnswer {
        let time = settlement.checkinTime.map { " \(zone.time(of: $0))" } ?? ""
        var said = DoorAnswer(
            .repeated, word: "ALREADY IN\(time)", message: "Already checked in\(time)")
        describe(&said, settlement)
        return said
    }

    private func describe(_ said: inout DoorAnswer, _ settlement: Settlement) {
        said.status = settlement.status
        said.checkinTime = settlement.checkinTime
        said.method = settlement.method
    }

    private func refused(_ refusal: Refusal) -> DoorAnswer {
        func no(_ reason: DoorAnswer.Reason, _ word: String, _ message: String) -> DoorAnswer {
            var said = DoorAnswer(.refused, word: word, message: message)
            said.reason = reason
            return said
        }
        switch refusal {
        case .unreadable:
            return no(
                .unreadable, "TRY AGAIN",
                "Not readable. Scan again, or type the last 4 of your number.")
        case .wait(let seconds):
            var said = no(
                .wait, "WAIT \(seconds) s",
                "Too many wrong numbers. Wait \(seconds) s, or scan your card.")
            said.waitSeconds = seconds
            return said
        case .blocked:
            return no(.blocked, "SEE STAFF", "This card is blocked. See staff.")
        case .noSession(let next):
            let then = next.map { " The next one is at \(zone.time(of: $0))." } ?? ""
            return no(.noSession, "NOT OPEN YET", "No session is open here.\(then)")
        case .closed:
            return no(.closed, "CLOSED", "Check-in is closed. See your teacher.")
        case .notOnRoster:
            return no(
                .notOnRoster, "NOT ON THIS LIST - SEE STAFF",
                "This number is not on the list of this class.")
        case .wrongRoom(let elsewhere):
            return no(
                .wrongRoom, "WRONG ROOM",
                "Your class is in \(elsewhere.room) at \(zone.time(of: elsewhere.start)).")
        case .ambiguous(let digits):
            var said = no(
                .ambiguous, "TYPE \(digits) DIGITS",
                "Type the last \(digits) of your number, or scan your card.")
            said.digitsNeeded = digits
            return said
        }
    }
}
