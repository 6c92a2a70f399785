import Attendance
import Desk

/// From an answer of the desk to what a door says, in the words of one language.
package struct Voice: Sendable {
    package let zone: SchoolZone
    package let displayName: DisplayName
    package let words: Words

    package init(zone: SchoolZone, displayName: DisplayName, words: Words = .english) {
        self.zone = zone
        self.displayName = displayName
        self.words = words
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
                .session, word: words(.session, ["code": code]),
                message: words(.sessionChosen, ["code": code]))
        case .staff:
            said = DoorAnswer(.staff, word: words(.staff), message: words(.staffMay))
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

    /// As `say(_:)`, with what is known of the line: why it could not be read, or that it is part
    /// of a number.
    package func say(_ answer: Answer, to content: Scan.Content) -> DoorAnswer {
        var said = say(answer)
        if case .token(let code) = content {
            if let whole = answer.person?.code {
                said.isOfTail = code.isTail(of: whole)
            }
            if case .refused(.notOnRoster(.unknownCode)) = answer.decision,
                code.length < UserCode.shortestTail
            {
                said.digitsNeeded = UserCode.shortestTail
                let digits = ["digits": "\(UserCode.shortestTail)"]
                (said.word, said.message) = (words(.typeMore, digits), words(.typeMoreOr, digits))
            }
        }
        guard case .refused(.unreadable) = answer.decision, case .rejected(let why) = content else {
            return said
        }
        switch why {
        case .product, .payment, .contact, .licence: said.message = words(.noStudentCard)
        case .badSwipe, .checkDigit, .wrongLength: said.message = words(.scanAgain)
        case .randomNumber: said.message = words(.changingNumber)
        case .tooLong, .notText, .notACode: break
        }
        return said
    }

    /// The day of somebody who asked at the door.
    package func say(_ day: StudentDay) -> DoorAnswer {
        let date = ["date": "\(day.date)", "count": "\(day.rows.count)"]
        let phrase: Phrase =
            switch day.rows.count {
            case 0: .myDayEmpty
            case 1: .myDayOneClass
            default: .myDayClasses
            }
        var said = DoorAnswer(
            .schedule, word: words(.myDayOn, date), message: words(phrase, date))
        // Nobody is named who has not just checked in.
        said.day = day
        return said
    }

    /// While the brake is on.
    package func wait(seconds: Int) -> DoorAnswer { refused(.wait(seconds: seconds)) }

    package var withdrawn: DoorAnswer {
        DoorAnswer(.withdrawn, word: words(.withdrawn), message: words(.withdrawnNow))
    }

    package var nothingToWithdraw: DoorAnswer {
        var said = refused(.unreadable)
        said.message = words(.nothingToWithdraw)
        return said
    }

    package var noDayToShow: DoorAnswer {
        var said = refused(.unreadable)
        said.message = words(.myDayAfterCard)
        return said
    }

    /// `address` is a student's alone, once.
    package func pairing(at address: String) -> DoorAnswer {
        var said = DoorAnswer(.staff, word: words(.phone), message: words(.phoneScan))
        said.link = address
        said.linkSeconds = 15
        return said
    }

    package var noPhoneToPair: DoorAnswer {
        var said = refused(.unreadable)
        said.message = words(.phoneAfterCard)
        return said
    }

    /// A fault of disk or database: nothing was kept.
    package var notSaved: DoorAnswer {
        var said = DoorAnswer(.failed, word: words(.notSaved), message: words(.notSavedAsk))
        said.reason = .notSaved
        return said
    }

    /// What follows `?` is no student's whole number.
    package var noSuchDay: DoorAnswer {
        var said = refused(.notOnRoster(.unknownCode))
        said.word = words(.tryAgain)
        said.message = words(.myDayHow)
        return said
    }

    private func accepted(_ settlement: Settlement) -> DoorAnswer {
        let time = ["time": settlement.checkinTime.map { "\(zone.time(of: $0))" } ?? ""]
        let (word, message): (Phrase, Phrase) =
            switch settlement.status {
            case .present: (.checkedIn, .checkedInAt)
            case .late: (.late, .lateAt)
            case .leave: (.recorded, .recordedOnLeave)
            case .absent, nil: (.recorded, .recordedAbsent)
            }
        var said = DoorAnswer(.accepted, word: words(word), message: words(message, time))
        describe(&said, settlement)
        return said
    }

    private func repeated(_ settlement: Settlement) -> DoorAnswer {
        let time = ["time": settlement.checkinTime.map { "\(zone.time(of: $0))" } ?? ""]
        var said = DoorAnswer(
            .repeated, word: words(.alreadyIn, time), message: words(.alreadyInAt, time))
        describe(&said, settlement)
        return said
    }

    private func describe(_ said: inout DoorAnswer, _ settlement: Settlement) {
        said.status = settlement.status
        said.checkinTime = settlement.checkinTime
        said.method = settlement.method
    }

    private func refused(_ refusal: Refusal) -> DoorAnswer {
        func no(
            _ reason: DoorAnswer.Reason, _ word: Phrase, _ message: Phrase,
            _ values: [String: String] = [:]
        ) -> DoorAnswer {
            var said = DoorAnswer(
                .refused, word: words(word, values), message: words(message, values))
            said.reason = reason
            return said
        }
        switch refusal {
        case .unreadable: return no(.unreadable, .tryAgain, .unreadable)
        case .wait(let seconds):
            var said = no(.wait, .wait, .waitBecause, ["seconds": "\(seconds)"])
            said.waitSeconds = seconds
            return said
        case .blocked: return no(.blocked, .seeStaff, .blocked)
        case .noSession(nil): return no(.noSession, .notOpen, .notOpenHere)
        case .noSession(let next?):
            return no(.noSession, .notOpen, .notOpenNext, ["time": "\(zone.time(of: next))"])
        case .closed: return no(.closed, .closed, .closedNow)
        case .notOnRoster: return no(.notOnRoster, .notOnList, .notOnListHere)
        case .wrongRoom(let elsewhere):
            return no(
                .wrongRoom, .wrongRoom, .rightRoom,
                ["room": elsewhere.room, "time": "\(zone.time(of: elsewhere.start))"])
        case .ambiguous(let digits):
            var said = no(.ambiguous, .typeMore, .typeMoreOr, ["digits": "\(digits)"])
            said.digitsNeeded = digits
            return said
        }
    }
}
