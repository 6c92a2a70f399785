/// All that stands on the screen at the door, already worded, as outside text: drawing makes every
/// string printable. It is redrawn whole whenever any of it changes.
package struct Screen: Equatable, Sendable {
    /// The room this door belongs to: `5A C317`.
    package var room: String
    /// The time of day: `08:05`.
    package var clock: String
    package var date: String
    package var body: Body
    /// What is being typed now.
    package var entry: String
    /// The answer to the last attempt, for as long as it stands.
    package var result: ResultPanel?
    /// A fault or a notice, for everyone.
    package var banner: String?
    /// What a person at the door can do.
    package var hint: String

    /// What the screen is about.
    package enum Body: Equatable, Sendable {
        case session(SessionPanel)
        case waiting(WaitingPanel)
        case schedule(SchedulePanel)
        case choices(ChoicesPanel)
        case link(LinkPanel)
    }

    package init(
        room: String, clock: String, date: String, body: Body, entry: String = "",
        result: ResultPanel? = nil, banner: String? = nil, hint: String = ""
    ) {
        self.room = room
        self.clock = clock
        self.date = date
        self.body = body
        self.entry = entry
        self.result = result
        self.banner = banner
        self.hint = hint
    }
}

/// A session that is open at this door. It names no student.
package struct SessionPanel: Equatable, Sendable {
    /// What the QR code says: the code, or a web address with it.
    package var qrText: String
    /// The six characters that always stand in large type.
    package var code: String
    package var course: String
    package var courseCode: String
    package var className: String
    package var teacher: String
    /// `08:00-09:40`.
    package var time: String
    /// `1-2`.
    package var sections: String
    package var present: Int
    package var expected: Int
    /// `31 of 60 present · 2 late`.
    package var countsLine: String
    /// `Late in 4:31`, `Late since 08:10`.
    package var lateLine: String

    package init(
        qrText: String, code: String, course: String, courseCode: String, className: String,
        teacher: String, time: String, sections: String, present: Int, expected: Int,
        countsLine: String, lateLine: String
    ) {
        self.qrText = qrText
        self.code = code
        self.course = course
        self.courseCode = courseCode
        self.className = className
        self.teacher = teacher
        self.time = time
        self.sections = sections
        self.present = present
        self.expected = expected
        self.countsLine = countsLine
        self.lateLine = lateLine
    }
}

/// No session is open.
package struct WaitingPanel: Equatable, Sendable {
    /// `No session is open`.
    package var title: String
    /// The next one here, if it is known: `Next: Calculus · 08:00-09:40`.
    package var next: String?
    package var detail: String
    /// What was to be here and is not, a line each.
    package var notes: [String]

    package init(title: String, next: String? = nil, detail: String = "", notes: [String] = []) {
        self.title = title
        self.next = next
        self.detail = detail
        self.notes = notes
    }
}

/// The day of one person, who asked for it at the door.
package struct SchedulePanel: Equatable, Sendable {
    /// One class of the day.
    package struct Row: Equatable, Sendable {
        package var time: String
        package var course: String
        package var room: String
        package var status: String

        package init(time: String, course: String, room: String, status: String) {
            self.time = time
            self.course = course
            self.room = room
            self.status = status
        }
    }

    /// `My day`; it names nobody.
    package var title: String
    package var date: String
    package var rows: [Row]

    package init(title: String, date: String, rows: [Row]) {
        self.title = title
        self.date = date
        self.rows = rows
    }
}

/// The answer to one attempt. The word says it, and shape and colour say it again.
package struct ResultPanel: Equatable, Sendable {
    package enum Kind: CaseIterable, Sendable {
        case checkedIn, late, alreadyIn, notOnList, unreadable, ambiguous, wait, closed, wrongRoom
        case schedule, staff, failed
        /// Stored here, to be sent later.
        case recorded
    }

    package var kind: Kind
    /// First and biggest: `CHECKED IN`.
    package var word: String
    /// `John S. · 08:05`.
    package var detail: String
    /// What to do now, if anything.
    package var next: String

    package init(kind: Kind, word: String, detail: String = "", next: String = "") {
        self.kind = kind
        self.word = word
        self.detail = detail
        self.next = next
    }
}
