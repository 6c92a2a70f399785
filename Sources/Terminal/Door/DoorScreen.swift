import Attendance
import Desk
import Wire

/// From what stands at a door to what its screen says.
struct DoorScreen {
    let setup: DoorSetup
    let view: DoorView

    private var words: Words { setup.voice.words }

    func screen(
        at now: Moment, entry: String, answer: DoorAnswer?, banner: String?
    ) -> Screen {
        let zone = setup.voice.zone
        let date = zone.date(of: now)
        return Screen(
            room: setup.classroom.name, clock: "\(zone.time(of: now))",
            date: "\(words(weekday: date.weekday)) \(date)", body: body(at: now, answer),
            entry: entry, result: answer.flatMap(result), banner: banner, hint: hint(at: now))
    }

    /// After so long it is worth saying that the hub is not heard of.
    private static let secondsUnsent: Int64 = 300

    private func hint(at now: Moment) -> String {
        guard let waiting = view.waiting,
            now.wholeSeconds - waiting.since.wholeSeconds >= Self.secondsUnsent
        else { return setup.hint }
        let zone = setup.voice.zone
        let day = zone.date(of: waiting.since)
        let since = "\(zone.time(of: waiting.since))"
        return setup.hint + " · "
            + words(
                .notSent,
                [
                    "count": "\(waiting.count)",
                    "since": day == zone.date(of: now) ? since : "\(day) \(since)",
                ])
    }

    /// Of an answer only its kind and its word go on; of what is for staff, nothing.
    func projection(at now: Moment, answer: DoorAnswer?, note: String?) -> Projection {
        let notice = answer.flatMap { said -> Projection.Notice? in
            if said.asks != nil || said.link != nil { return nil }
            return kind(said).map { Projection.Notice(kind: $0, word: said.word) }
        }
        let body: Projection.Body =
            switch self.body(at: now, nil) {
            case .session(let panel):
                .session(
                    Projection.Session(
                        qrText: panel.qrText, code: panel.code, course: panel.course,
                        present: panel.present, expected: panel.expected,
                        countsLine: panel.countsLine, lateLine: panel.lateLine))
            case .waiting(let panel): .waiting(panel)
            case .schedule, .choices, .link:
                preconditionFailure("what belongs to somebody is an answer, and there is none")
            }
        return Projection(
            room: setup.classroom.name, clock: "\(setup.voice.zone.time(of: now))", body: body,
            notice: notice, note: note)
    }

    private func body(at now: Moment, _ answer: DoorAnswer?) -> Screen.Body {
        if let answer, let day = answer.day {
            return .schedule(
                SchedulePanel(
                    title: words(.myDay), date: "\(day.date)", rows: day.rows.map(row)))
        }
        if let answer, case .choice(_, let choices) = answer.asks {
            return .choices(
                ChoicesPanel(
                    title: answer.word, rows: choices.map(\.words), how: words(.chooseDeedHow)))
        }
        if let answer, let link = answer.link {
            return .link(LinkPanel(qrText: link, title: answer.word, how: answer.message))
        }
        guard let detail = view.inForce else { return .waiting(waiting) }
        let occurrence = detail.occurrence
        let code = detail.session.code
        return .session(
            SessionPanel(
                qrText: code.map { qrText($0, at: now) } ?? "", code: code?.text ?? "",
                course: occurrence.course.name, courseCode: occurrence.course.code,
                className: occurrence.course.className,
                teacher: occurrence.course.teacherName ?? "",
                time: "\(occurrence.start)-\(occurrence.end)",
                sections: occurrence.sections.map(String.init).joined(separator: ", "),
                present: view.counts.present, expected: view.counts.expected,
                countsLine: countsLine, lateLine: lateLine(detail, at: now)))
    }

    private func qrText(_ code: SessionCode, at now: Moment) -> String {
        setup.publicURL.map {
            Desk.checkInLink($0, code, proofKey: view.proofKey, at: now)
        } ?? code.text
    }

    private var waiting: WaitingPanel {
        WaitingPanel(
            title: words(.noneOpen), next: view.next.map { words(.next, ["course": about($0)]) },
            detail: words(view.next == nil ? .nothingMore : .nextHere),
            notes: view.cancelled.map { words(.cancelledHere, ["course": about($0)]) })
    }

    private func about(_ held: Occurrence) -> String {
        let about = "\(held.course.name) · \(held.start)-\(held.end)"
        return held.status == .moved ? "\(about) (\(words(.movedLesson)))" : about
    }

    private func row(_ row: ScheduleRow) -> SchedulePanel.Row {
        SchedulePanel.Row(
            time: "\(row.start)-\(row.end)", course: row.courseName, room: row.room ?? "",
            status: status(of: row))
    }

    /// That it is not held, or not as planned, is said where nothing of the student's is.
    private func status(of row: ScheduleRow) -> String {
        if let status = row.status { return words.status(status) }
        return switch row.occurrenceStatus {
        case .cancelled: words(.cancelledLesson)
        case .moved: row.sessionStatus?.rawValue ?? words(.movedLesson)
        case .scheduled: row.sessionStatus?.rawValue ?? ""
        }
    }

    private var countsLine: String {
        let counts = view.counts
        return words(
            counts.late > 0 ? .countsWithLate : .counts,
            [
                "present": "\(counts.present)", "late": "\(counts.late)",
                "expected": "\(counts.expected)",
            ])
    }

    private func lateLine(_ detail: SessionDetail, at now: Moment) -> String {
        let zone = setup.voice.zone
        let start = zone.moment(detail.occurrence.date, detail.occurrence.start)
        guard let seconds = detail.session.secondsUntilLate(at: now, start: start) else {
            let late = detail.session.lateAfter(start: start)
            return words(.lateSince, ["time": "\(zone.time(of: late))"])
        }
        let rest = seconds % 60
        return words(.lateIn, ["time": "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"])
    }

    private func result(_ said: DoorAnswer) -> ResultPanel? {
        guard let kind = kind(said) else { return nil }
        if case .choice = said.asks { return nil }
        if said.link != nil { return nil }
        let named = [said.name, time(said)].compactMap { $0 }.joined(separator: " · ")
        switch said.outcome {
        case .accepted, .repeated:
            let otherKey: Phrase = setup.publicURL == nil ? .dayKey : .dayAndPhoneKeys
            let key =
                said.canBeWithdrawn ? words(.takeBackKey) : said.isOfTail ? "" : words(otherKey)
            let receipt = said.receipt.map { words(.receipt, ["code": $0]) + " " } ?? ""
            return ResultPanel(kind: kind, word: said.word, detail: named, next: receipt + key)
        case .staff:
            return ResultPanel(kind: kind, word: said.word, detail: named, next: said.message)
        case .refused, .session, .withdrawn, .failed, .schedule, .ignored:
            return ResultPanel(kind: kind, word: said.word, detail: said.message, next: "")
        }
    }

    private func time(_ said: DoorAnswer) -> String? {
        guard said.outcome == .accepted, let time = said.checkinTime else { return nil }
        return "\(setup.voice.zone.time(of: time))"
    }

    private func kind(_ said: DoorAnswer) -> ResultPanel.Kind? {
        switch said.outcome {
        case .accepted:
            switch said.status {
            case .present: return .checkedIn
            case .late: return .late
            case .absent, .leave, nil: return .recorded
            }
        case .repeated: return .alreadyIn
        case .withdrawn: return .recorded
        case .session: return .checkedIn
        case .staff: return .staff
        case .schedule: return nil
        case .failed: return .failed
        case .ignored: return nil
        case .refused:
            switch said.reason {
            case .unreadable, .staff: return .unreadable
            case .noSession, .closed: return .closed
            case .notOnRoster: return said.digitsNeeded == nil ? .notOnList : .ambiguous
            case .blocked: return .notOnList
            case .ambiguous: return .ambiguous
            case .wait: return .wait
            case .wrongRoom: return .wrongRoom
            case .notSaved, nil: return .failed
            }
        }
    }
}
