import Attendance
import Desk

/// What a door says to staff.
extension Voice {
    /// After a card whose holder has a PIN.
    package func askPIN(of answer: Answer) -> DoorAnswer {
        var said = say(answer)
        guard case .staff(let user) = answer.decision, answer.hasPIN else { return said }
        said.word = words(.askPIN)
        said.message = words(.askPINNow)
        said.asks = .pin(user)
        return said
    }

    /// A wrong PIN may be typed again, as long as tries are left.
    package func wrongPIN(_ verdict: Desk.PINVerdict, of user: UserID) -> DoorAnswer {
        guard case .wrong(let left) = verdict else {
            return refusal(.lockedPIN, words(.lockedPINAsk))
        }
        var said = refusal(.wrongPIN, words(.wrongPINLeft, ["count": "\(left)"]))
        said.asks = .pin(user)
        return said
    }

    /// What they may do, by number.
    package func choices(_ choices: [StaffChoice], of user: UserID) -> DoorAnswer {
        if choices.isEmpty {
            return DoorAnswer(
                .staff, word: words(.nothingToDo), message: words(.nothingToDoHere))
        }
        let numbered = choices.map { choice in
            DoorAnswer.NumberedChoice(
                choice: choice, words: words(phrase(choice.deed), about(choice)))
        }
        let list = numbered.enumerated().map { "\($0 + 1) \($1.words)" }.joined(separator: " · ")
        var said = DoorAnswer(
            .staff, word: words(.chooseDeed), message: list + " · " + words(.chooseDeedHow))
        said.asks = .choice(user, numbered)
        return said
    }

    /// Before a session is closed.
    package func askClosing(_ choice: StaffChoice, missing: Int, of user: UserID) -> DoorAnswer {
        let values = about(choice).merging(["count": "\(missing)"]) { $1 }
        var said = DoorAnswer(
            .staff, word: words(.reallyClose), message: words(.reallyCloseHow, values))
        said.asks = .closing(user, choice)
        return said
    }

    package func say(_ result: StaffResult, of choice: StaffChoice) -> DoorAnswer {
        guard case .success(let detail) = result else {
            return refusal(.tryAgain, words(.notPossible))
        }
        let values = about(choice).merging(["code": detail.session.code?.text ?? ""]) { $1 }
        var said =
            detail.session.status == .open
            ? DoorAnswer(.staff, word: words(.opened), message: words(.openedNow, values))
            : DoorAnswer(.staff, word: words(.closed), message: words(.closedByStaff, values))
        said.session = detail.session
        return said
    }

    /// The address of a link that signs somebody in.
    package func signIn(at address: String) -> DoorAnswer {
        var said = DoorAnswer(.staff, word: words(.signInHere), message: words(.signInScan))
        said.link = address
        return said
    }

    /// They left.
    package var nothingDone: DoorAnswer {
        DoorAnswer(.staff, word: words(.staffLeft), message: words(.staffLeftNow))
    }

    private func about(_ choice: StaffChoice) -> [String: String] {
        ["course": choice.course, "time": "\(zone.time(of: choice.start))"]
    }

    private func phrase(_ deed: StaffDeed) -> Phrase {
        switch deed {
        case .open: .deedOpen
        case .choose: .deedChoose
        case .close: .deedClose
        case .reopen: .deedReopen
        case .signIn: .deedSignIn
        }
    }

    private func refusal(_ word: Phrase, _ message: String) -> DoorAnswer {
        var said = DoorAnswer(.refused, word: words(word), message: message)
        said.reason = .staff
        return said
    }
}
