import Attendance
import TestKit
import Testing
import Wire

@testable import Terminal

@Suite struct LineReaderTests {
    func lines(_ chunks: [String]) -> [String] {
        var reader = LineReader()
        var lines = chunks.flatMap { reader.feed(Array($0.utf8)) }
        if let last = reader.end() { lines.append(last) }
        return lines.map { line in
            switch line {
            case .text(let bytes): String(decoding: bytes, as: UTF8.self)
            case .tooLong(let count): "too long: \(count)"
            }
        }
    }

    @Test(arguments: [
        (["a\n"], ["a"]), (["a\r\n"], ["a"]), (["a\rb\n"], ["a", "b"]),
        (["a\r", "\nb"], ["a", "b"]),
        (["a\n\nb"], ["a", "b"]), (["\r\r\r"], []), (["20", "24", "\n"], ["2024"]),
        (["a\nb\nc"], ["a", "b", "c"]), ([], []), (["\n\r\n"], []),
    ])
    func readsLines(_ chunks: [String], _ expected: [String]) {
        #expect(lines(chunks) == expected)
    }

    @Test func aLineOverItsLimitIsDroppedToItsEndAndComesOnce() {
        let limit = 256
        #expect(lines([String(repeating: "7", count: limit) + "\n"]).first?.count == limit)
        #expect(
            lines([String(repeating: "7", count: 5_000), "7\nb\n"]) == ["too long: 5001", "b"])
    }

    @Test func howBytesAreCutIntoReadsDoesNotMatter() {
        var dice = SeededDice(seed: 11)
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0...60, using: &dice)).map { _ in
                ["a", "\r", "\n", "b"].randomElement(using: &dice)!
            }
            var chunks: [String] = []
            for character in text {
                if chunks.isEmpty || Bool.random(using: &dice) { chunks.append("") }
                chunks[chunks.count - 1] += character
            }
            #expect(lines(chunks) == lines([text.joined()]))
        }
    }
}

@Suite struct PendingTests {
    @Test func answersAreGivenInTheOrderOfTheLines() {
        var pending = Pending()
        let first = pending.add()
        let second = pending.add()
        #expect(pending.add(.ignored) == 2)
        pending.answer(second, DoorAnswer(.failed, word: "", message: ""))
        #expect(pending.takeReady().isEmpty)
        pending.answer(first, .ignored)
        #expect(pending.takeReady().map(\.outcome) == [.ignored, .failed, .ignored])
        #expect(pending.isEmpty)
        #expect(pending.add() == 3)
    }

    func repetition(_ number: Int) -> Repetition {
        Repetition(
            number: number, scan: Scan(parsing: Array("A".utf8)), moment: Moment(seconds: 0))
    }

    @Test func theSameLineBouncesForTwoSecondsAfterItsAnswer() {
        var bounces = Bounces()
        let now = ContinuousClock.now
        #expect(!bounces.isBounce("A", at: now) && !bounces.isAsked("A"))
        bounces.asked("A")
        #expect(bounces.isAsked("A") && !bounces.isAsked("B"))
        bounces.hold(repetition(2))
        #expect(bounces.answered("A", saved: true, at: now).map(\.number) == [2])
        #expect(bounces.isBounce("A", at: now + .milliseconds(1_999)))
        #expect(!bounces.isBounce("A", at: now + .seconds(2)))
    }

    @Test func whatWasNotSavedMayBeTriedAgainAtOnce() {
        var bounces = Bounces()
        bounces.asked("A")
        bounces.hold(repetition(2))
        #expect(bounces.answered("A", saved: false, at: .now).count == 1)
        #expect(!bounces.isBounce("A", at: .now) && !bounces.isAsked("A"))
    }
}
