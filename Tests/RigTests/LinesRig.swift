import Attendance
import Glibc
import Terminal
import TestKit
import Testing

/// Fuzzed lines through the reader and the parser: none ends the program, and none takes long.
@Suite(.serialized) struct LinesRig {
    static let limitMicroseconds = 1_000.0
    /// What took longer is timed again at once.
    static let suspectMicroseconds = 300.0

    /// A line, the one before it, the rules, and the processor time that they took.
    struct Timed: Sendable {
        let line: [UInt8]
        let previous: [UInt8]
        let rules: ReaderRules
        var microseconds = 0.0

        /// The same line again, alone: a machine that others use stops a thread now and then, and
        /// counts that.
        mutating func timeAgain() {
            let times = (0..<5).map { _ in LinesRig.microseconds { _ = read() } }
            microseconds = min(microseconds, times.min() ?? microseconds)
        }

        /// What a door does with a line.
        func read() -> Scan {
            _ = Scan.continues(previous, with: line)
            return Scan(parsing: line, under: rules, isFromReader: line.count % 2 == 0)
        }
    }

    struct Part: Sendable {
        var lines = 0
        var codes = 0
        var microseconds = 0.0
        /// The most that a line seemed to take before it was timed again.
        var inPassing = 0.0
        /// The slowest first.
        var slowest: [Timed] = []

        mutating func add(_ timed: Timed) {
            guard slowest.count < 5 || timed.microseconds > slowest[4].microseconds else { return }
            slowest.append(timed)
            slowest.sort { $0.microseconds > $1.microseconds }
            if slowest.count > 5 { slowest.removeLast() }
        }
    }

    /// The processor time of this thread, which a busy machine does not change much.
    static func microseconds(_ work: () -> Void) -> Double {
        var before = timespec()
        var after = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before)
        work()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after)
        return Double(after.tv_sec - before.tv_sec) * 1e6
            + Double(after.tv_nsec - before.tv_nsec) / 1e3
    }

    static func part(seed: UInt64, lines: Int) -> Part {
        var dice = SeededDice(seed: seed)
        var reader = LineReader()
        var part = Part()
        var rules = ReaderRules()
        var previous: [UInt8] = []
        for number in 0..<lines {
            if number % 32 == 0 { rules = FuzzedLine.rules(&dice) }
            let bytes = FuzzedLine.line(&dice) + [0x0D]
            var found: [LineReader.Line] = []
            part.microseconds += microseconds { found = reader.feed(bytes) }
            // Bytes by chance hold ends of lines.
            for case .text(let line) in found {
                var timed = Timed(line: line, previous: previous, rules: rules)
                var scan = Scan(tooLong: 0)
                timed.microseconds = microseconds { scan = timed.read() }
                part.microseconds += timed.microseconds
                part.inPassing = max(part.inPassing, timed.microseconds)
                if timed.microseconds > suspectMicroseconds { timed.timeAgain() }
                if case .token = scan.content { part.codes += 1 }
                part.add(timed)
                previous = line
            }
            part.lines += 1
        }
        return part
    }

    @Test func noLineEndsTheProgramOrTakesLong() async throws {
        let (parts, lines) = Rig.lines.isWhole ? (100, 100_000) : (2, 50_000)
        let all = try await inTwo(parts) { Self.part(seed: UInt64($0), lines: lines) }
        let read = all.reduce(0) { $0 + $1.lines }
        let codes = all.reduce(0) { $0 + $1.codes }
        let worst = try #require(all.flatMap(\.slowest).max { $0.microseconds < $1.microseconds })
        let inPassing = all.map(\.inPassing).max() ?? 0
        let mean = all.reduce(0) { $0 + $1.microseconds } / Double(read)
        Rig.lines.say(
            "\(read) lines, \(percent(codes, of: read)) % codes, \(Int(1e6 / mean)) a second; "
                + "slowest \(Int(worst.microseconds)) µs (\(Int(inPassing)) µs before it was timed "
                + "again), in a \(buildName) build", goal: "no crash, none over 1000 µs")
        let hex = worst.line.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        print("rig lines: the slowest is \(hex.joined())")
        #expect(read == parts * lines)
        #expect(codes > read / 20, "enough lines are codes")
        // Nothing is timed in the ordinary tests.
        if Rig.lines.isWhole { #expect(worst.microseconds < Self.limitMicroseconds) }
    }

    @Test(.enabled(if: Rig.lines.isWhole, "it takes time"))
    func aSlowLineWouldBeSeen() {
        var part = Part()
        for work in [1, 3_000_000, 2] {
            let taken = Self.microseconds { for _ in 0..<work { _ = getppid() } }
            part.add(
                Timed(line: [UInt8(work & 0xFF)], previous: [], rules: .usual, microseconds: taken))
        }
        #expect(part.slowest[0].microseconds > Self.limitMicroseconds)
        #expect(part.slowest[0].line == [UInt8(3_000_000 & 0xFF)])
    }
}
