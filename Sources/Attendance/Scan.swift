/// What one line from the reader, the keypad or a pipe says, before anyone asks whom it means.
package struct Scan: Equatable, Sendable {
    package enum Content: Equatable, Sendable {
        /// Blank or only control characters: nobody asked anything.
        case nothing
        case rejected(Rejection)
        /// `?CODE`: the day of the one whose full user code it is.
        case schedule(UserCode)
        /// `-`: the last typed entry at this door is taken back.
        case withdrawal
        /// `+`: the day of the one who has just checked in here.
        case myDay
        /// A session's QR in its long form.
        case sessionLink(SessionCode)
        /// A user code, a card number, a tail or a session code: the facts tell which.
        case token(UserCode)
    }

    package enum Rejection: String, Equatable, Sendable {
        case tooLong = "too_long"
        case notText = "not_text"
        case notACode = "not_a_code"
    }

    package var content: Content
    /// Bytes of the line as it came; what is logged of a scan beside its kind.
    package var byteCount: Int
    /// A reader's symbology identifier stood before it, so no hand typed it.
    package var isFromReader: Bool

    /// The line in the form in which a repetition of it is recognised.
    package var normalised: String

    /// The longest line that is read; the rest of a longer one is dropped to its end.
    package static let longestLine = 256

    /// Reads one line without its ending. Never fails: what makes no sense is `rejected`.
    package init(parsing line: [UInt8]) {
        byteCount = line.count
        isFromReader = false
        var bytes = ScanText.edited(line)
        normalised = ScanText.recognisable(bytes)
        guard line.count <= Self.longestLine else {
            content = .rejected(.tooLong)
            return
        }
        bytes = Array(bytes.drop { $0 == 0x20 })
        if ScanText.stripSymbology(&bytes) { isFromReader = true }
        guard let text = ScanText.narrow(bytes) else {
            content = .rejected(.notText)
            return
        }
        content = Self.content(of: text)
        // The same key for the next student is no bounce.
        if content == .withdrawal || content == .myDay { normalised = "" }
    }

    /// A user code that is known to be one.
    package init(code: UserCode) {
        content = .token(code)
        byteCount = code.text.utf8.count
        isFromReader = false
        normalised = code.key
    }

    /// A line that was longer than is read.
    package init(tooLong byteCount: Int) {
        content = .rejected(.tooLong)
        self.byteCount = byteCount
        isFromReader = false
        normalised = ""
    }

    private static func content(of text: String) -> Content {
        if text.isEmpty { return .nothing }
        if let code = ScanText.sessionLink(text) { return .sessionLink(code) }
        if text == "-" { return .withdrawal }
        if text == "+" { return .myDay }
        if text.first == "?" {
            let rest = text.dropFirst().drop { $0 == " " }
            return UserCode(rest).map(Content.schedule) ?? .rejected(.notACode)
        }
        if let code = UserCode(text) { return .token(code) }
        // A session code may be read out in groups; nothing else has a space in it.
        if let code = SessionCode(text), let token = UserCode(code.text) { return .token(token) }
        return .rejected(text.utf8.count > UserCode.longest ? .tooLong : .notACode)
    }
}
