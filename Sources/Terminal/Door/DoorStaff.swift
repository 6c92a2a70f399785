import Attendance
import Desk
import Wire

/// What a door does for staff at its keypad.
extension Door {
    /// Answers what staff typed; what they chose may ask again.
    func serve(_ reply: StaffTurn.Reply, at moment: Moment, _ number: Int) {
        let (desk, door, voice) = (setup.desk, setup.door, setup.voice)
        let offersSignIn = setup.publicURL != nil
        switch reply {
        case .leave:
            events.send(.answered(number, voice.nothingDone))
        case .pin(let pin, let user):
            answer(number) {
                let verdict = try await desk.verify(pin, of: user, at: door)
                if verdict != .right { return voice.wrongPIN(verdict, of: user) }
                var choices = try await desk.choices(of: user, at: door, moment: moment)
                if offersSignIn {
                    choices.append(StaffChoice(deed: .signIn, course: "", start: moment))
                }
                return voice.choices(choices, of: user)
            }
        case .noChoice(let choices, let user):
            events.send(.answered(number, voice.choices(choices, of: user)))
        case .choice(let choice, let user):
            switch choice.deed {
            case .close(let session):
                answer(number) {
                    voice.askClosing(
                        choice, missing: try await desk.countsOfClosing(session), of: user)
                }
            case .open, .reopen: carryOut(choice, by: user, number)
            case .choose(let session): choose(session, at: moment, number)
            case .signIn: showSignIn(to: user, number)
            }
        case .close(let choice, let user):
            carryOut(choice, by: user, number)
        }
    }

    private func carryOut(_ choice: StaffChoice, by user: UserID, _ number: Int) {
        let (desk, door, voice) = (setup.desk, setup.door, setup.voice)
        answer(number) {
            voice.say(try await desk.carryOut(choice.deed, by: user, at: door), of: choice)
        }
    }

    private func showSignIn(to user: UserID, _ number: Int) {
        let (desk, door, voice) = (setup.desk, setup.door, setup.voice)
        let address = setup.publicURL ?? ""
        answer(number) {
            guard let link = try await desk.inviteAtDoor(user, at: door) else {
                return voice.nothingDone
            }
            // In capitals, which make a smaller QR.
            return voice.signIn(at: "\(address)/s/\(link)".uppercased())
        }
    }

    /// As if the session's own code had been scanned.
    private func choose(_ session: CheckinSessionID, at moment: Moment, _ number: Int) {
        let (desk, door, voice) = (setup.desk, setup.door, setup.voice)
        answer(number) {
            let found = try await desk.ledger.read { try $0.session(session) }
            guard let code = found?.session.code.flatMap({ UserCode($0.text) }) else {
                return voice.nothingDone
            }
            let attempt = Attempt(
                id: desk.newID(at: moment), scan: Scan(code: code), moment: moment,
                origin: .door(door))
            return voice.say(try await desk.checkIn(attempt))
        }
    }

    private func answer(
        _ number: Int, _ work: @escaping @Sendable () async throws -> DoorAnswer
    ) {
        Task { [events, setup] in
            do {
                events.send(.answered(number, try await work()))
            } catch {
                report(error, events)
                events.send(.answered(number, setup.voice.notSaved))
            }
        }
    }
}
