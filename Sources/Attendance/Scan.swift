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
        /// `*`: a telephone for the one who has just checked in here with a card.
        case pairing
        /// A session's QR in its long form.
        case sessionLink(SessionCode)
        /// A user code, a card number, a tail or a session code: the facts tell which.
        case token(UserCode)
    }

    package enum Rejection: String, Equatable, Sendable {
        case tooLong = "too_long"
        case notText = "not_text"
        case notACode = "not_a_code"
        /// The check character is wrong: it was not read right.
        case checkDigit = "check_digit"
        /// The label of goods.
        case product
        /// The stripe could not be read.
        case badSwipe = "bad_swipe"
        /// A bank card or a payment code. Nothing of it is kept.
        case payment
        /// A contact. Nothing of it is kept.
        case contact
        /// A driving licence. Nothing of it is kept.
        case licence
        /// A tag's number that is another at every touch, as telephones send.
        case randomNumber = "random_number"
        /// Some of the code was lost on the way.
        case wrongLength = "wrong_length"
    }

    /// A code that may be meant.
    package struct Candidate: Equatable, Sendable {
        package var token: UserCode
        /// The repair that makes it of the line; nil where the line is just it.
        package var repair: ReaderRule?

        package init(token: UserCode, repair: ReaderRule? = nil) {
            self.token = token
            self.repair = repair
        }
    }

    package var content: Content
    /// For a token: what may be meant, in the order in which it is to be believed. The first is
    /// the content's; the others count only where they name somebody.
    package var candidates: [Candidate] = []
    /// The repair behind the content.
    package var repair: ReaderRule?
    /// Bytes of the line as it came; what is logged of a scan beside its kind.
    package var byteCount: Int
    /// A reader's symbology identifier stood before it, or a stripe was swiped: no hand typed it.
    package var isFromReader: Bool

    /// The line in the form in which a repetition of it is recognised.
    package var normalised: String

    /// The longest line that is read; the rest of a longer one is dropped to its end.
    package static let longestLine = 256

    /// Reads one line without its ending. Never fails: what makes no sense is `rejected`.
    ///
    /// `isFromReader` is what is known beside the line: that it came as fast as no hand types.
    package init(
        parsing line: [UInt8], under rules: ReaderRules = .usual, isFromReader: Bool = false
    ) {
        self.init(tooLong: line.count)
        self.isFromReader = isFromReader
        guard line.count <= Self.longestLine else { return }
        let (bytes, repair) = Self.keysPressed(line, rules)
        normalised = ScanText.recognisable(bytes)
        var settled = ReaderLine(bytes, isFromReader: isFromReader, repair: repair)
        settled.settle(under: rules)
        self.isFromReader = settled.isFromReader
        content = Self.content(of: settled, under: rules)
        if settled.content == nil { offer(settled, under: rules) }
        self.repair = candidates.first?.repair ?? settled.repair
        keepLittle(of: settled, under: rules)
    }

    /// A user code that is known to be one.
    package init(code: UserCode) {
        content = .token(code)
        candidates = [Candidate(token: code)]
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
}
