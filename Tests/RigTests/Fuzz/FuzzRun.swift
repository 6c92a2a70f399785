import Foundation
import Glibc
import Synchronization
import TestKit

/// So many inputs for each target, on two threads.
struct FuzzRun: Sendable {
    /// An input that something was wrong with.
    struct Found: Sendable, CustomStringConvertible {
        let target: String
        let seed: UInt64
        let number: Int
        let complaint: String
        let input: [UInt8]

        var description: String {
            "\(target), seed \(seed), input \(number): \(complaint): \(FuzzCorpus.written(input))"
        }
    }

    /// What became of one target.
    struct Sum: Sendable {
        var inputs = 0
        var bytes = 0
        var seconds = 0.0
        var found: [Found] = []

        static func + (one: Sum, other: Sum) -> Sum {
            Sum(
                inputs: one.inputs + other.inputs, bytes: one.bytes + other.bytes,
                seconds: one.seconds + other.seconds, found: one.found + other.found)
        }
    }

    static let limitSeconds = 10.0
    private static let mostFound = 20
    private static let inputsOfChunk = 5_000

    private struct Chunk {
        let target: FuzzTarget
        let seed: UInt64
        let inputs: Int
    }

    let targets: [FuzzTarget]
    let seed: UInt64
    /// How much of each target's share.
    let divisor: Int

    /// `bark` is told of the trail whose input takes too long, and usually ends the process.
    func run(bark: @escaping @Sendable (FuzzTrail) -> Void) async throws -> [String: Sum] {
        let folder = try FuzzTrail.folder()
        let trails = try (0..<2).map {
            try FuzzTrail(folder.appendingPathComponent("\(getpid())-\(seed)-\($0).input").path)
        }
        let watchdog = FuzzWatchdog(trails, limitSeconds: Self.limitSeconds, bark: bark)
        defer {
            watchdog.end()
            for trail in trails { unlink(trail.path) }
        }
        let chunks = self.chunks
        let alone = chunks.filter(\.target.runsAlone)
        let shared = Mutex(chunks.filter { !$0.target.runsAlone })
        let sums = try await inTwo(2) { lane in
            var sums: [String: Sum] = [:]
            func walk(_ chunk: Chunk) {
                let name = chunk.target.name
                sums[name] = sums[name, default: Sum()] + Self.walk(chunk, trails[lane])
            }
            if lane == 0 { alone.forEach(walk) }
            while let chunk = shared.withLock({ $0.popLast() }) { walk(chunk) }
            return sums
        }
        return sums.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    }

    private var chunks: [Chunk] {
        targets.enumerated().flatMap { place, target in
            let inputs = max(1, target.share / divisor)
            return stride(from: 0, to: inputs, by: Self.inputsOfChunk).map { first in
                // Of the seed, the target and the place, so that one chunk can be had alone.
                let own = seed &* 1_000_003 &+ UInt64(place) << 32 &+ UInt64(first)
                return Chunk(
                    target: target, seed: own, inputs: min(Self.inputsOfChunk, inputs - first))
            }
        }
    }

    private static func walk(_ chunk: Chunk, _ trail: FuzzTrail) -> Sum {
        var dice = SeededDice(seed: chunk.seed)
        var sum = Sum()
        let began = DispatchTime.now().uptimeNanoseconds
        for number in 0..<chunk.inputs {
            let input = Array(chunk.target.make(&dice).prefix(FuzzTrail.mostBytes))
            let complaint = trail.parse(
                input, of: chunk.target, seed: chunk.seed, number: number
            ) { chunk.target.complaint(input) }
            sum.inputs += 1
            sum.bytes += input.count
            if let complaint, sum.found.count < mostFound {
                sum.found.append(
                    Found(
                        target: chunk.target.name, seed: chunk.seed, number: number,
                        complaint: complaint, input: input))
            }
        }
        sum.seconds = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
        return sum
    }
}

extension FuzzTrail {
    /// `.build/fuzz` of the checkout: what crashed stays there.
    static func folder() throws -> URL {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appendingPathComponent(".build/fuzz")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
