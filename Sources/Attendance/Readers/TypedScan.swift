/// A line of which it is known when its bytes came.
extension Scan {
    /// As `init(parsing:under:isFromReader:)`, with what the time between its keys tells: a
    /// reader's line is no tail, and a burst after a hand's keys may be a code by itself.
    package init(parsing line: [UInt8], under rules: ReaderRules, typed strokes: Keystrokes) {
        self.init(parsing: line, under: rules, isFromReader: strokes.isReader)
        guard rules.has(.lateBurst), mayHideBurst, let before = strokes.typedBeforeBurst,
            before < line.count
        else { return }
        let burst = Scan(parsing: Array(line.dropFirst(before)), under: rules, isFromReader: true)
        if case .rejected(.payment) = burst.content {
            self = burst
            return
        }
        for candidate in burst.candidates
        where !candidates.contains(where: { $0.token == candidate.token }) {
            candidates.append(Candidate(token: candidate.token, repair: .lateBurst))
        }
        if let first = candidates.first {
            content = .token(first.token)
            repair = first.repair
        }
    }

    private var mayHideBurst: Bool {
        switch content {
        case .token: true
        case .rejected(let why):
            [.tooLong, .notText, .notACode, .checkDigit, .wrongLength].contains(why)
        case .nothing, .schedule, .withdrawal, .myDay, .pairing, .sessionLink: false
        }
    }

    /// Whether what has been typed so far is a whole line although no end came: a key that needs
    /// no Enter, what a reader sent whose suffix is off, or what is longer than any line.
    package static func isWhole(
        _ partial: [UInt8], isTooLong: Bool, typed strokes: Keystrokes, under rules: ReaderRules,
        at now: ContinuousClock.Instant
    ) -> Bool {
        if isTooLong { return strokes.isSilent(for: Keystrokes.longSilence, at: now) }
        guard !partial.isEmpty, strokes.isSilent(for: Keystrokes.silence, at: now) else {
            return false
        }
        if isOneKey(partial) || strokes.isReader { return true }
        // Of what came at once only whole codes are known.
        return strokes.isBurst
            && Scan(parsing: partial, under: rules).candidates.contains {
                $0.token.length >= SessionCode.length
                    && rules.codeLengths.contains($0.token.length)
            }
    }

    /// `-`, `+` or `*`, which need no Enter.
    package static func isOneKey(_ partial: [UInt8]) -> Bool {
        ["-", "+", "*"].contains(String(decoding: partial, as: UTF8.self))
    }
}
