/// How a line that has gone through the rules becomes a scan.
extension Scan {
    /// The bytes that were meant: what was taken back is gone, function keys are digits.
    static func keysPressed(_ line: [UInt8], _ rules: ReaderRules) -> ([UInt8], ReaderRule?) {
        if rules.has(.numLock), let digits = NumLock.digits(line) { return (digits, .numLock) }
        var bytes = ScanText.edited(line)
        let isFramed = rules.has(.framing) && Framing.strip(&bytes)
        return (bytes, isFramed ? .framing : nil)
    }

    static func content(of line: ReaderLine, under rules: ReaderRules) -> Content {
        if let content = line.content { return content }
        let text = line.trimmed
        if text.utf8.allSatisfy({ $0 <= 0x20 }) { return .nothing }
        guard line.isText else { return .rejected(.notText) }
        if text == "-" { return .withdrawal }
        if text == "+" { return .myDay }
        if text == "*" { return .pairing }
        if text.first == "?" {
            let rest = text.dropFirst().drop { $0 == " " }
            return UserCode(rest).map(Content.schedule) ?? .rejected(.notACode)
        }
        if !rules.has(.fullASCII), FullASCII.isUndecoded(text) { return .rejected(.notACode) }
        if let code = UserCode(text) { return .token(code) }
        // A session code may be read out in groups; nothing else has a space in it.
        if let code = SessionCode(text), let token = UserCode(code.text) { return .token(token) }
        return .rejected(text.utf8.count > UserCode.longest ? .tooLong : .notACode)
    }

    /// Adds what else may be meant; where the line itself is no code, that is its content.
    mutating func offer(_ line: ReaderLine, under rules: ReaderRules) {
        switch content {
        case .token(let code): candidates = [Candidate(token: code, repair: line.repair)]
        case .rejected: break
        case .nothing, .schedule, .withdrawal, .myDay, .pairing, .sessionLink: return
        }
        for entry in RuleEntry.all where rules.has(entry.rule) {
            for text in entry.offer(line, rules) {
                guard let code = UserCode(text), !candidates.contains(where: { $0.token == code }),
                    Self.isPlain(code, under: rules)
                else { continue }
                candidates.append(Candidate(token: code, repair: entry.rule))
            }
        }
        if let first = candidates.first { content = .token(first.token) }
    }

    /// Read by itself it is just this code.
    private static func isPlain(_ code: UserCode, under rules: ReaderRules) -> Bool {
        var line = ReaderLine(code.text)
        line.settle(under: rules)
        return content(of: line, under: rules) == .token(code)
    }

    /// What is kept to know the line again: not what is secret, nor what may come twice in haste.
    mutating func keepLittle(of line: ReaderLine, under rules: ReaderRules) {
        switch content {
        case .token(let code) where line.repair != nil: normalised = code.key
        // The same key for the next student is no bounce.
        case .withdrawal, .myDay, .pairing, .rejected(.payment), .rejected(.contact),
            .rejected(.licence), .rejected(.badSwipe):
            normalised = ""
        case .nothing, .rejected, .schedule, .sessionLink, .token: break
        }
        guard rules.has(.payment) else { return }
        let kept = [normalised, ScanText.narrow(normalised)] + candidates.map(\.token.text)
        guard kept.contains(where: { Payment.isHeld(in: $0, rules) }) else { return }
        normalised = ""
        candidates = []
        if case .rejected = content { return }
        content = .rejected(.payment)
        repair = nil
    }
}
