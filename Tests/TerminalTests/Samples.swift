import Terminal

/// Screens to look at, by name: `session`, `url`, `waiting`, `schedule`, or the name of a result,
/// with `url-`, `waiting-` before it for another body.
enum Samples {
    static func screen(_ name: String) -> Screen? {
        var parts = name.split(separator: "-").map(String.init)
        let body: Screen.Body
        switch parts.first {
        case "url":
            body = .session(session(qrText: "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123.7K2MQ9"))
        case "waiting": body = .waiting(waiting)
        case "schedule": body = .schedule(schedule)
        case "choices": body = .choices(choices)
        default:
            body = .session(session(qrText: "ABC123"))
            parts.insert("session", at: 0)
        }
        var screen = Screen(
            room: "5A C317", clock: "08:05", date: "Mon 9 March", body: body,
            hint: "Hold your card to the reader, or type the last 4 digits of your number.")
        for part in parts.dropFirst() where part != "session" {
            switch part {
            case "typing": screen.entry = "34"
            case "banner":
                screen.banner = "No connection since 08:01. Check-ins are kept here and sent later."
            default:
                guard let result = results[part] else { return nil }
                screen.result = result
            }
        }
        return screen
    }

    /// Everything that can stand there: what there is between answers, and every kind of answer.
    static let all =
        [
            "session", "session-typing", "waiting", "waiting-banner", "schedule", "choices",
            "projection",
            "projection-late",
        ] + results.keys.sorted().map { "session-" + $0 }

    static let sizes = [
        Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 240, rows: 67),
    ]

    static func frame(_ name: String, size: Size, look: Look) -> Frame {
        if name.hasPrefix("projection") {
            let result = name.split(separator: "-").dropFirst().first.map(String.init)
            return draw(projection(result), size: size, look: look)
        }
        return draw(screen(name)!, size: size, look: look)
    }

    /// What a projector shows of the same session; with the notice of a result by its name.
    static func projection(_ result: String? = nil) -> Projection {
        let panel = session(qrText: "ABC123")
        return Projection(
            room: "5A C317", clock: "08:05",
            body: .session(
                .init(
                    qrText: panel.qrText, code: panel.code, course: panel.course,
                    present: panel.present, expected: panel.expected,
                    countsLine: panel.countsLine, lateLine: panel.lateLine)),
            notice: result.flatMap { results[$0] }.map { .init(kind: $0.kind, word: $0.word) })
    }

    private static func session(qrText: String) -> SessionPanel {
        SessionPanel(
            qrText: qrText, code: "ABC123", course: "Calculus and Analytic Geometry",
            courseCode: "MATH101", className: "Class 5", teacher: "Ms Rivera",
            time: "08:00-09:40", sections: "Sections 1-2", present: 31, expected: 60,
            countsLine: "31 of 60 present · 2 late", lateLine: "Late in 4:31")
    }

    private static let waiting = WaitingPanel(
        title: "No session is open", next: "Next: Calculus · 08:00-09:40", detail: "Opens at 07:45")

    private static let choices = ChoicesPanel(
        title: "What now?", rows: ["Close Calculus, open since 08:00", "Open Drawing, 10:00"],
        how: "Type a number and Enter; 0 leaves.")

    private static let schedule = SchedulePanel(
        title: "My day", date: "Monday 9 March",
        rows: [
            .init(
                time: "08:00-09:40", course: "Calculus", room: "5A C317", status: "Present 08:05"),
            .init(time: "10:00-11:40", course: "College English", room: "2B 104", status: ""),
            .init(time: "14:00-15:40", course: "高等数学", room: "5A C210", status: ""),
            .init(time: "16:00-17:40", course: "Physics Laboratory", room: "Lab 3", status: ""),
        ])

    /// Every kind of answer, as the door words it.
    static let results: [String: ResultPanel] = [
        "ok": ResultPanel(
            kind: .checkedIn, word: "CHECKED IN", detail: "John S. · 08:05",
            next: "Receipt K7M2. Press + for your day."),
        "late": ResultPanel(
            kind: .late, word: "LATE - RECORDED", detail: "John S. · 08:14",
            next: "Receipt P3X8. Not you? Press - to take it back."),
        "same": ResultPanel(
            kind: .alreadyIn, word: "ALREADY IN 08:05", detail: "John S.",
            next: "Press + for your day."),
        "notonlist": ResultPanel(
            kind: .notOnList, word: "NOT ON THIS LIST - SEE STAFF",
            detail: "This number is not on the list of this class."),
        "unreadable": ResultPanel(
            kind: .unreadable, word: "TRY AGAIN",
            detail: "Not readable. Scan again, or type the last 4 of your number."),
        "ambiguous": ResultPanel(
            kind: .ambiguous, word: "TYPE 5 DIGITS",
            detail: "Type the last 5 of your number, or scan your card."),
        "wait": ResultPanel(
            kind: .wait, word: "WAIT 20 s",
            detail: "Too many wrong numbers. Wait 20 s, or scan your card."),
        "closed": ResultPanel(
            kind: .closed, word: "CLOSED", detail: "Check-in is closed. See your teacher."),
        "room": ResultPanel(
            kind: .wrongRoom, word: "WRONG ROOM", detail: "Your class is in 5A C210 at 08:00."),
        "day": ResultPanel(
            kind: .schedule, word: "MY DAY", detail: "4 classes on 2026-03-09"),
        "staff": ResultPanel(
            kind: .staff, word: "STAFF", detail: "Ms Rivera",
            next: "Open and close sessions with the command `kiosk session`"),
        "failed": ResultPanel(
            kind: .failed, word: "NOT SAVED", detail: "Not saved. Ask a teacher."),
        "saved": ResultPanel(
            kind: .recorded, word: "TAKEN BACK", detail: "Taken back. Now type your own number."),
    ]
}
