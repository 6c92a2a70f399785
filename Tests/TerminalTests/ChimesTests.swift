import Attendance
import Foundation
import Synchronization
import TestKit
import Testing
import Wire

@testable import Terminal

/// The tones: their files, when they are called for, and when nothing is heard. Whether a
/// loudspeaker sounds is not tested here.
@Suite struct ChimesTests {
    private static let sounds = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("assets/sounds")

    @Test(arguments: Tone.allCases)
    func aToneIsAShortWaveFile(_ tone: Tone) throws {
        let bytes = [UInt8](
            try Data(contentsOf: Self.sounds.appendingPathComponent(tone.file)))
        func number(_ place: Int, _ count: Int) -> Int {
            bytes[place..<place + count].reversed().reduce(0) { $0 << 8 + Int($1) }
        }
        #expect(String(decoding: bytes[0..<4] + bytes[8..<16], as: UTF8.self) == "RIFFWAVEfmt ")
        #expect(
            number(20, 2) == 1 && number(22, 2) == 1 && number(34, 2) == 16, "PCM, mono, 16 bits")
        let rate = number(24, 4)
        let seconds = Double(number(40, 4)) / Double(rate * 2)
        #expect((0.05...0.5).contains(seconds), "\(seconds) s")
        let samples = stride(from: 44, to: bytes.count - 1, by: 2).map {
            Int16(truncatingIfNeeded: number($0, 2))
        }
        #expect(samples.map(\.magnitude).max() ?? 0 > 8_000, "it can be heard")
        #expect(
            samples.first == 0 && (samples.last?.magnitude ?? .max) < 2_000, "it does not click")
    }

    @Test func onlyWhoWasTakenHearsTheHighTone() {
        func tone(_ outcome: DoorAnswer.Outcome, _ status: CheckinStatus? = nil) -> Tone? {
            var answer = DoorAnswer(outcome, word: "", message: "")
            answer.status = status
            return Tone(answer)
        }
        #expect(tone(.accepted, .present) == .done)
        #expect(tone(.accepted, .late) == .noted && tone(.accepted, .leave) == .noted)
        #expect(tone(.repeated) == .noted && tone(.withdrawn) == .noted)
        #expect(tone(.refused) == .refused && tone(.failed) == .refused)
        #expect(tone(.ignored) == nil && tone(.schedule) == nil)
    }

    @Test func thereAreTimesAtWhichNothingIsHeard() throws {
        let quiet = try #require(QuietTimes("22:00-06:30, 12:00-13:00"))
        for (time, isQuiet) in [
            ("21:59", false), ("22:00", true), ("23:59", true), ("00:00", true), ("06:29", true),
            ("06:30", false), ("12:30", true), ("13:00", false),
        ] {
            #expect(quiet.contains(TimeOfDay(time)!) == isQuiet, "\(time)")
        }
        for wrong in ["22:00", "22:00-22:00", "22-6", "x-y", "22:00-06:30-07:00", "25:00-01:00"] {
            #expect(QuietTimes(wrong) == nil, "\(wrong)")
        }
        let bell = Chimes(.bell, quiet: quiet)
        #expect(bell.play(.done, at: TimeOfDay("08:00")!) == [0x07])
        #expect(bell.play(.done, at: TimeOfDay("23:00")!) == [])
        #expect(Chimes(.off, quiet: quiet).play(.refused, at: TimeOfDay("08:00")!) == [])
    }

    @Test func thePlayerIsGivenTheFileAndNeverTwiceAtOnce() throws {
        let begun = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)
        let asked = Mutex<[String]>([])
        let way = Chimes.Way.player(name: "aplay") { file in
            asked.withLock { $0.append(file) }
            begun.signal()
            mayEnd.wait()
        }
        let chimes = Chimes(way, quiet: QuietTimes("")!)
        let noon = TimeOfDay("12:00")!
        #expect(chimes.play(.done, at: noon) == [])
        begun.wait()
        #expect(chimes.play(.refused, at: noon) == [])
        #expect(chimes.play(.noted, at: noon) == [])
        #expect(asked.withLock { $0 } == ["done.wav"])
        mayEnd.signal()
        // Until the first is known to have ended, the next is still left out.
        while asked.withLock({ $0.count }) < 2 { _ = chimes.play(.refused, at: noon) }
        mayEnd.signal()
        #expect(asked.withLock { $0 } == ["done.wav", "refused.wav"])
    }
}
