import Attendance
import Foundation
import TestKit
import Testing

@testable import HubSync

/// Doors, a hub, their clocks and a network, by one seed each: the real rules, the real syncing and
/// real files.
@Suite(.serialized, .enabled(if: TestSchool.isFile, "doors and their hub are files here"))
struct SimulationTests {
    static let seeds: Range<UInt64> = 0..<300

    @Test func everySeedConverges() async throws {
        let template = try await SimTemplate()
        for seed in Self.seeds {
            let world = try await SimWorld(seed: seed, template: template.hub)
            let found = try await world.outcome(steps: 40)
            #expect(found == [], "seed \(seed)")
            try world.end()
            if !found.isEmpty { break }
        }
    }

    @Test func theSameSeedGivesTheSameTrace() async throws {
        let template = try await SimTemplate()
        for seed in [7, 19, 101] as [UInt64] {
            var traces: [[String]] = []
            for _ in 0..<2 {
                let world = try await SimWorld(seed: seed, template: template.hub)
                let found = try await world.outcome(steps: 60)
                #expect(found == [], "seed \(seed)")
                traces.append(world.trace)
                try world.end()
            }
            #expect(traces[0] == traces[1] && traces[0].count > 30)
        }
    }
}

/// A school as a hub has it, to be copied.
struct SimTemplate {
    let directory: TemporaryDirectory
    let hub: URL

    init() async throws {
        let school = try await TestSchool()
        try school.ledger.close()
        directory = try TemporaryDirectory(isFast: true)
        hub = directory.url.appendingPathComponent("hub")
        try FileManager.default.copyItem(at: school.directory.url, to: hub)
    }
}

extension SimWorld {
    /// What is wrong in the end; nothing where all is well.
    func outcome(steps: Int) async throws -> [String] {
        do { try await run(steps: steps) } catch {
            return ["\(error), after: \(trace.suffix(4).joined(separator: "; "))"]
        }
        guard try await settleDown() else { return ["it does not come to rest"] }
        return try await complaints()
    }
}
