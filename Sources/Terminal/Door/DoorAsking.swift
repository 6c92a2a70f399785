import Attendance
import Desk
import Wire

/// What a door asks of the desk.
extension Door {
    /// Nil, and logged, where the ledger cannot be read: then the rules stay as they are.
    func readerFacts() -> ReaderFacts? {
        do {
            return try setup.desk.ledger.readNow { try $0.readerFacts() }
        } catch {
            report(error, events)
            return nil
        }
    }

    func ask(_ scan: Scan, at moment: Moment, _ number: Int) {
        pendingLines[number] = scan.normalised
        let desk = setup.desk
        switch scan.content {
        case .schedule(let code):
            desk.schedule(
                of: code, on: desk.today,
                then: answering(number) { day, voice in
                    day.map(voice.say) ?? voice.noSuchDay
                })
        case .myDay:
            guard let last = latest.standing(at: moment).first else {
                return events.send(.answered(number, setup.voice.noDayToShow))
            }
            desk.schedule(
                after: last.id, presenting: last.codes, on: desk.today,
                then: answering(number) { day, voice in
                    day.map(voice.say) ?? voice.noDayToShow
                })
        case .pairing:
            guard let address = setup.publicURL, let last = latest.standing(at: moment).first
            else { return events.send(.answered(number, setup.voice.noPhoneToPair)) }
            desk.pairPhone(
                after: last.id, presenting: last.codes, at: setup.door,
                then: answering(number) { link, voice in
                    link.map { voice.pairing(at: "\(address)/s/\($0)".uppercased()) }
                        ?? voice.noPhoneToPair
                })
        case .withdrawal:
            desk.withdraw(
                latest: latest.standing(at: moment).map(\.id), at: moment, door: setup.door,
                then: answering(number) { isDone, voice in
                    isDone ? voice.withdrawn : voice.nothingToWithdraw
                })
        case .nothing, .rejected, .sessionLink, .token:
            let attempt = Attempt(
                id: desk.newID(at: moment), scan: scan, moment: moment, origin: .door(setup.door))
            latest.add(attempt)
            desk.checkIn(
                attempt,
                then: answering(number) { answer, voice in
                    answer.hasPIN ? voice.askPIN(of: answer) : voice.say(answer, to: scan.content)
                })
        }
    }

    /// What turns the desk's result into the answer to a line.
    func answering<Value>(
        _ number: Int, _ say: @escaping @Sendable (Value, Voice) -> DoorAnswer
    ) -> @Sendable (Result<Value, any Error>) -> Void {
        { [events, setup] result in
            switch result {
            case .success(let value):
                events.send(.answered(number, say(value, setup.voice)))
            case .failure(let error):
                report(error, events)
                events.send(.answered(number, setup.voice.notSaved))
            }
        }
    }
}
