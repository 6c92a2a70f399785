import Attendance

/// Lines with when their keys came, where a terminal sends them; in a pipe the order of lines is
/// all there is.
struct KeyReader {
    typealias Entry = (line: LineReader.Line, strokes: Keystrokes)

    private let tellsTime: Bool
    private var lines = LineReader()
    private var strokes = Keystrokes()

    init(tellsTime: Bool) { self.tellsTime = tellsTime }

    /// The line so far.
    var partial: [UInt8] { lines.partial }

    mutating func clear() {
        lines.clear()
        strokes = Keystrokes()
    }

    /// The lines that end within these bytes.
    mutating func feed(
        _ bytes: some Collection<UInt8>, at now: ContinuousClock.Instant
    ) -> [Entry] {
        guard tellsTime else { return lines.feed(bytes).map { ($0, Keystrokes()) } }
        var entries: [Entry] = []
        for byte in bytes {
            strokes.came(at: now)
            entries += lines.feed(CollectionOfOne(byte)).map { ($0, strokes) }
            if lines.partial.isEmpty, !lines.isTooLong { strokes = Keystrokes() }
        }
        return entries
    }

    /// The line so far, where the silence after it was its end.
    mutating func endBySilence(
        under rules: ReaderRules, at now: ContinuousClock.Instant
    ) -> Entry? {
        guard tellsTime,
            Scan.isWhole(
                lines.partial, isTooLong: lines.isTooLong, typed: strokes, under: rules, at: now)
        else { return nil }
        return end()
    }

    /// What stands when the input ends.
    mutating func end() -> Entry? {
        defer { strokes = Keystrokes() }
        return lines.end().map { ($0, strokes) }
    }

    /// When a silence may end the line so far; nil where there is none.
    func nextSilence(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        strokes.nextSilence(after: now)
    }
}
