import Attendance
import Foundation
import TestKit
import Testing

@testable import HubSync

/// Doors, a hub, their clocks and a network, by one seed each: the real rules, the real syncing and
/// real files.
@Suite(.enabled(if: TestSchool.isFile, "doors and their hub are files here"))
struct SimulationTests {
    /// In so many parts, side by side; more seeds where a rig asks for them.
    static let parts: UInt64 = 6
    static let seeds = asked("KIOSK_WORLDS") ?? 300
    /// Where a run that broke off goes on.
    static let firstSeed = asked("KIOSK_WORLDS_FROM") ?? 0
    static let seed = asked("KIOSK_WORLD")

    private static func asked(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
    }

    @Test(arguments: 0..<parts)
    func everySeedConverges(_ part: UInt64) async throws {
        let template = try await SimTemplate()
        let first = Self.firstSeed + part
        for seed in stride(from: first, to: Self.seeds, by: UInt64.Stride(Self.parts)) {
            if Self.seeds > 300, (seed - first) % 600 == 0 { print("worlds: at seed \(seed)") }
            let world = try await SimWorld(seed: seed, template: template.hub)
            let found = try await world.outcome(steps: 40)
            #expect(found == [], "seed \(seed)")
            try world.end()
            if !found.isEmpty { break }
        }
    }

    /// Worlds in which a restored hub had lost what its doors' own deeds rest on: who opened the
    /// session that they closed, and the name of somebody whom no room expects any more.
    @Test(arguments: [505, 893, 930, 1293, 1372] as [UInt64])
    func aWorldThatWasNotWellConverges(_ seed: UInt64) async throws {
        let template = try await SimTemplate()
        let world = try await SimWorld(seed: seed, template: template.hub)
        #expect(try await world.outcome(steps: 40) == [])
        try world.end()
    }

    /// One that was not well, with all that happened in it: `KIOSK_WORLD=SEED`.
    @Test(.enabled(if: Self.seed != nil, "no world was asked for"))
    func aWorldIsTold() async throws {
        let template = try await SimTemplate()
        let world = try await SimWorld(seed: Self.seed ?? 0, template: template.hub)
        let found = try await world.outcome(steps: 40)
        print(world.trace.joined(separator: "\n"))
        #expect(found == [])
        try world.end()
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

    /// A check that finds nothing in what is planted would find nothing.
    @Test(arguments: SimMutant.atTheHub + SimMutant.atDoors)
    func aPlantedFaultIsFound(_ mutant: SimMutant) async throws {
        let template = try await SimTemplate()
        for seed in 1_000..<1_100 as Range<UInt64> {
            let world = try await SimWorld(seed: seed, template: template.hub)
            try await world.plant(mutant)
            let found = try await world.outcome(steps: 40)
            try world.end()
            if !found.isEmpty { return }
        }
        Issue.record("100 worlds are well with it")
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
        do {
            try await run(steps: steps)
            guard try await settleDown() else { return ["it does not come to rest"] }
            return try await complaints()
        } catch {
            return ["\(error), after: \(trace.suffix(4).joined(separator: "; "))"]
        }
    }

    /// From now on, also in every copy that is made of it.
    func plant(_ mutant: SimMutant) async throws {
        let ledgers = mutant.place == .hub ? [hub.ledger] : doors.map(\.ledger)
        for ledger in ledgers {
            _ = try await transaction(ledger) { try $0.run(mutant.sql) }
        }
    }
}
