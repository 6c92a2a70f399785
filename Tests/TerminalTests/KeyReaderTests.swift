import Attendance
import Testing

@testable import Terminal

/// Keys with their times into lines.
@Suite struct KeyReaderTests {
    static let rules = ReaderRules(codeLengths: [10])

    /// Feeds each piece so many milliseconds after the one before it; gives the lines with whether
    /// they were a reader's, and what a silence of a second then ends.
    func read(_ pieces: [(Int, String)], tellsTime: Bool = true) -> [String] {
        var keys = KeyReader(tellsTime: tellsTime)
        var now = ContinuousClock.now
        var said: [String] = []
        func say(_ entry: KeyReader.Entry, _ how: String = "") {
            let source = entry.strokes.isReader ? "reader" : "?"
            switch entry.line {
            case .text(let bytes):
                said.append("\(source) \(String(decoding: bytes, as: UTF8.self))\(how)")
            case .tooLong(let count): said.append("\(source) too long \(count)\(how)")
            }
        }
        for (gap, text) in pieces {
            now += .milliseconds(gap)
            if let entry = keys.endBySilence(under: Self.rules, at: now) {
                say(entry, " by silence")
            }
            for entry in keys.feed(Array(text.utf8), at: now) { say(entry) }
        }
        now += .seconds(1)
        if let entry = keys.endBySilence(under: Self.rules, at: now) { say(entry, " by silence") }
        if let entry = keys.end() { say(entry, " left") }
        return said
    }

    /// One key after another, `gap` milliseconds apart.
    static func keys(_ text: String, every gap: Int) -> [(Int, String)] {
        text.map { (gap, String($0)) }
    }

    @Test func everyLineHasItsOwnTimes() {
        let scans = Self.keys("2024123456\r\n2024123457\r", every: 2)
        #expect(read(scans) == ["reader 2024123456", "reader 2024123457"])
        let hand = Self.keys("3456\r", every: 130)
        #expect(read(hand + scans) == ["? 3456", "reader 2024123456", "reader 2024123457"])
        #expect(read([(0, "2024123456\r2024123457\r3456\r")]).allSatisfy { $0.hasPrefix("?") })
    }

    @Test func aSilenceEndsAReadersCodeAndAKeyThatNeedsNoEnter() {
        #expect(read(Self.keys("2024123456", every: 2)) == ["reader 2024123456 by silence"])
        #expect(read([(0, "2024123456")]) == ["? 2024123456 by silence"])
        #expect(read([(0, "20241"), (5, "23456\r")]) == ["? 2024123456"], "two reads, one line")
        #expect(read([(0, "-"), (3_000, "+")]) == ["? - by silence", "? + by silence"])
        #expect(
            read(Self.keys("+C02024123456\r", every: 2)) == ["reader +C02024123456"],
            "a reader's first key is no key by itself")
        #expect(read(Self.keys("3456", every: 130)) == ["? 3456 left"], "a hand presses Enter")
        #expect(read([(0, "3456")]) == ["? 3456 left"])
    }

    @Test func aBrokenReaderDoesNotSpoilTheNextScan() {
        let noise = String(repeating: "x", count: 4096)
        #expect(
            read([(0, noise), (50, "2024123456\r")]) == ["? too long 4106"],
            "without a pause it is all one line")
        #expect(
            read([(0, noise), (250, "2024123456\r")])
                == ["? too long 4096 by silence", "? 2024123456"])
    }

    @Test func inAPipeTimeTellsNothing() {
        #expect(read(Self.keys("2024123456", every: 2), tellsTime: false) == ["? 2024123456 left"])
        #expect(read([(0, "-"), (3_000, "\n")], tellsTime: false) == ["? -"])
    }
}
