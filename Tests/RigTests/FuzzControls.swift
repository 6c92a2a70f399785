import Attendance
import Foundation
import Synchronization
import TestKit
import Testing

/// The controls of `FuzzRig`: a mistake, a hang and a crash that were planted are seen.
@Suite(.serialized) struct FuzzControls {
    private static let plant = ProcessInfo.processInfo.environment["KIOSK_FUZZ_PLANT"]

    private static func dates(
        _ complaint: @escaping @Sendable ([UInt8]) -> String?
    ) -> FuzzTarget {
        FuzzTarget(
            name: "planted", share: 8_000, make: FuzzTarget.dates.make, complaint: complaint)
    }

    @Test func aMistakeIsFound() async throws {
        // A parser that takes 30 February.
        let planted = Self.dates { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/),
                let month = Int(match.2), let day = Int(match.3), match.1 != "0000",
                (1...12).contains(month), (1...31).contains(day)
            else { return nil }
            return SchoolDate(text) == nil ? "\(text) is no date" : nil
        }
        let run = FuzzRun(targets: [planted], seed: 1, divisor: 1)
        let sums = try await run.run { _ in }
        #expect(sums["planted"]?.found.isEmpty == false)
    }

    @Test func aHangIsToldWithItsInput() throws {
        let path = try FuzzTrail.folder().appendingPathComponent("hang-\(getpid()).input").path
        let trail = try FuzzTrail(path)
        defer { unlink(path) }
        let told = Mutex<FuzzTrail.Step?>(nil)
        let watchdog = FuzzWatchdog([trail], limitSeconds: 0.05) { slow in
            let step = try? FuzzTrail.step(at: slow.path)  // Nil is what the test would see.
            told.withLock { $0 = step ?? $0 }
        }
        let input = Array("2026-03-09".utf8)
        trail.parse(input, of: Self.dates { _ in nil }, seed: 7, number: 8) {
            // Hangs until somebody tells of it.
            while told.withLock({ $0 == nil }) { usleep(1_000) }
        }
        watchdog.end()
        let step = told.withLock { $0 }
        #expect(step == FuzzTrail.Step(target: "planted", seed: 7, number: 8, input: input))
    }

    @Test func aCrashLeavesItsInput() throws {
        let path = try FuzzTrail.folder().appendingPathComponent("trap-\(getpid()).input").path
        defer { unlink(path) }
        // This program once more, with the one test below.
        var environment = ProcessInfo.processInfo.environment
        environment["KIOSK_FUZZ_PLANT"] = path
        environment["SWIFT_BACKTRACE"] = "enable=no"
        let finished = try run(
            "/proc/self/exe",
            ["--testing-library", "swift-testing", "--filter", "FuzzControls.aTrapIsPlanted"],
            environment: environment, deadlineSeconds: 60)
        #expect(finished.status != 0, "the planted trap did not end the program")
        let step = try FuzzTrail.step(at: path)
        #expect(step == FuzzTrail.Step(target: "planted", seed: 7, number: 8, input: [0x32, 0xFF]))
    }

    @Test(.enabled(if: plant != nil, "only where aCrashLeavesItsInput asks for it"))
    func aTrapIsPlanted() throws {
        let trail = try FuzzTrail(try #require(Self.plant))
        let input: [UInt8] = [0x32, 0xFF]
        let planted = Self.dates { bytes in
            let texts = bytes.map { [$0] }
            return String(decoding: texts[bytes.count], as: UTF8.self)
        }
        let complaint = trail.parse(input, of: planted, seed: 7, number: 8) {
            planted.complaint(input)
        }
        Issue.record("not trapped: \(complaint ?? "")")
    }
}
