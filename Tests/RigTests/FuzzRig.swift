import Foundation
import TestKit
import Testing

/// Hostile inputs for every parser: none ends the program, none hangs, and what was read holds.
///
/// A crash leaves its input in `.build/fuzz`; `KIOSK_FUZZ_REPLAY=FILE` parses it again, and
/// `KIOSK_FUZZ_SEED=N` gives the same inputs once more.
@Suite(.serialized) struct FuzzRig {
    static let mostMegabytes = 512

    private static let environment = ProcessInfo.processInfo.environment
    /// New in every run, and told.
    static let seed =
        environment["KIOSK_FUZZ_SEED"].flatMap { UInt64($0) }
        ?? (Rig.fuzz.isWhole ? 1 : UInt64.random(in: 1...999_999_999))
    /// Part of the whole: 1 for 10,000,000 inputs.
    static let divisor =
        environment["KIOSK_FUZZ_DIVISOR"].flatMap { Int($0) } ?? (Rig.fuzz.isWhole ? 1 : 4_000)

    @Test("What failed once does not fail again", arguments: FuzzTarget.all.map(\.name))
    func corpus(_ name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        let inputs = try FuzzCorpus.inputs(of: target)
        #expect(inputs.count >= 5, "a corpus of nothing proves nothing")
        for input in inputs {
            #expect(target.complaint(input) == nil, "\(FuzzCorpus.written(input))")
        }
    }

    @Test func noInputEndsTheProgramOrHangs() async throws {
        defer { FuzzPlace.remove() }
        let before = Self.peakMegabytes
        let run = FuzzRun(targets: FuzzTarget.all, seed: Self.seed, divisor: Self.divisor)
        let sums = try await run.run { trail in
            let step = try? FuzzTrail.step(at: trail.path)  // Said as far as it is known.
            print(
                "rig fuzz: more than \(FuzzRun.limitSeconds) s: \(step?.target ?? "?"), seed "
                    + "\(step?.seed ?? 0), input \(step?.number ?? 0), kept in \(trail.path)")
            fflush(nil)
            _exit(70)
        }
        for target in FuzzTarget.all {
            let sum = sums[target.name, default: FuzzRun.Sum()]
            let rate = Int(Double(sum.inputs) / max(sum.seconds, 0.001))
            print(
                "rig fuzz: \(target.name): \(sum.inputs) inputs, \(sum.bytes / 1_000) kB, "
                    + "\(rate) a second, \(sum.found.count) found")
            #expect(sum.inputs == max(1, target.share / Self.divisor))
            for found in sum.found { Issue.record("\(found)") }
        }
        let inputs = sums.values.reduce(0) { $0 + $1.inputs }
        let grown = Self.peakMegabytes - before
        Rig.fuzz.say(
            "\(inputs) inputs over \(sums.count) parsers with seed \(Self.seed): "
                + "\(sums.values.reduce(0) { $0 + $1.found.count }) found, none crashed or took "
                + "\(Int(FuzzRun.limitSeconds)) s, memory grew by \(grown) MB, "
                + "in a \(buildName) build", goal: "0 of 10,000,000, under \(Self.mostMegabytes) MB"
        )
        // Beside other tests the memory is theirs as well.
        if Rig.fuzz.isWhole, !isAddressChecked { #expect(grown < Self.mostMegabytes) }
    }

    @Test(.enabled(if: environment["KIOSK_FUZZ_REPLAY"] != nil, "KIOSK_FUZZ_REPLAY names a file"))
    func whatCrashedIsParsedAgain() throws {
        let step = try FuzzTrail.step(at: Self.environment["KIOSK_FUZZ_REPLAY"] ?? "")
        let target = try #require(FuzzTarget.named(step.target))
        print("rig fuzz: \(step.target): \(FuzzCorpus.written(step.input))")
        fflush(nil)
        #expect(target.complaint(step.input) == nil)
    }

    @Test func theSharesAreTenMillion() {
        #expect(FuzzTarget.all.reduce(0) { $0 + $1.share } == 10_000_000)
        #expect(Set(FuzzTarget.all.map(\.name)).count == 9)
    }

    private var isAddressChecked: Bool { Self.environment["ASAN_OPTIONS"] != nil }

    /// The most that this process ever held.
    private static var peakMegabytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1_024
    }
}
