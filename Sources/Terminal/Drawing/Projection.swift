/// For whom a full screen is.
package enum ScreenStyle: String, CaseIterable, Sendable {
    /// Those who stand at the door.
    case door
    /// The whole room: nobody is named.
    case projector
}

/// What a projector shows a whole room. It has no place for a person: no name, nobody's number, day
/// or receipt.
package struct Projection: Equatable, Sendable {
    package enum Body: Equatable, Sendable {
        case session(Session)
        case waiting(WaitingPanel)
    }

    /// A session that is open, without its teacher.
    package struct Session: Equatable, Sendable {
        package var qrText: String
        package var code: String
        package var course: String
        package var present: Int
        package var expected: Int
        /// `31 of 60 present · 2 late`.
        package var countsLine: String
        /// `Late in 4:31`.
        package var lateLine: String

        package init(
            qrText: String, code: String, course: String, present: Int, expected: Int,
            countsLine: String, lateLine: String
        ) {
            self.qrText = qrText
            self.code = code
            self.course = course
            self.present = present
            self.expected = expected
            self.countsLine = countsLine
            self.lateLine = lateLine
        }
    }

    /// The word of an answer, and nothing of whose it is.
    package struct Notice: Equatable, Sendable {
        package var kind: ResultPanel.Kind
        package var word: String

        package init(kind: ResultPanel.Kind, word: String) {
            self.kind = kind
            self.word = word
        }
    }

    package var room: String
    package var clock: String
    package var body: Body
    package var notice: Notice?
    /// How far all this can be read, for those who set it up.
    package var note: String?

    package init(
        room: String, clock: String, body: Body, notice: Notice? = nil, note: String? = nil
    ) {
        self.room = room
        self.clock = clock
        self.body = body
        self.notice = notice
        self.note = note
    }
}
