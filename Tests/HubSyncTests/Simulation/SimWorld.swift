import Attendance
import Desk
import Foundation
import LedgerSQL
import LedgerSQLite
import TestKit
import Wire

@testable import HubSync

/// A hub, three doors and a network, all of one seed: the same seed does the same.
final class SimWorld {
    static let students = [
        "2024123456", "2023123456", "0024000006", "202412345X", "2024777777", "2024888888",
    ]
    /// Of which rooms the doors are.
    private static let rooms = ["C317", "C317", "C318"]

    let time = SimTime()
    let hub: SimHub
    private(set) var doors: [SimDoor] = []
    var dice: SeededDice
    private(set) var trace: [String] = []
    private let folder: URL
    private var events: [SimEvent] = []
    private var made = 0
    private var isFaulty = true

    init(seed: UInt64, template: URL) async throws {
        dice = SeededDice(seed: seed)
        folder = template.deletingLastPathComponent().appendingPathComponent("world-\(seed)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let place = folder.appendingPathComponent("hub")
        try FileManager.default.copyItem(at: template, to: place)
        let clock = SimClock(time, boot: UniqueID(high: 1, low: 0))
        hub = try SimHub(in: place, clock)
        for (number, room) in Self.rooms.enumerated() { try await join(number, room) }
    }

    private func join(_ number: Int, _ room: String) async throws {
        let actor = TestSchool.office
        let moment = hub.clock.now
        let identity = try await hub.ledger.write { ledger in
            let classroom = try ledger.classrooms().first { $0.roomNumber == room }!
            let device = try ledger.device(
                named: "door \(number)", in: classroom.id, at: moment, by: actor)
            return (device, try ledger.identity(of: device)!)
        }
        var link = HubLink(
            address: "https://hub.example", device: identity.1.device, token: "t",
            room: identity.1.room, epoch: newID())
        link.file = "file"
        let clock = SimClock(time, boot: newID())
        clock.set(offset: skew())
        doors.append(
            try await SimDoor(
                number, clock, in: folder.appendingPathComponent("door\(number)"), link: link,
                place: Attempt.Door(
                    device: identity.0, classroom: identity.1.classroom.id),
                classroom: identity.1.classroom))
    }

    func end() throws {
        for door in doors { try door.close() }
        try hub.close()
        try FileManager.default.removeItem(at: folder)
    }

    // Chance

    func newID() -> UniqueID {
        made += 1
        return UniqueID(high: 0xA000_0000_0000_7000, low: 1 << 63 | UInt64(made))
    }

    func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &dice)! }

    func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &dice) < one }

    /// By how much a door's clock is wrong, by chance: most often it is right.
    func skew() -> Int64 { pick([0, 0, 0, 400, -1_500, 30_000, -90_000, 3_600_000, -3_600_000]) }

    func note(_ what: String) { trace.append("\(time.now) \(what)") }

    // What goes on

    func run(steps: Int) async throws {
        for _ in 0..<steps {
            try await pass(Int64.random(in: 50...90_000, using: &dice))
            try await act()
            for door in doors where chance(2, in: 3) { try await sync(door) }
            if chance(1, in: 2) { try await hub.keep() }
        }
    }

    /// Time goes on, and with it what is under way.
    func pass(_ milliseconds: Int64) async throws {
        let end = time.now + milliseconds
        while let next = events.filter({ $0.at <= end }).min(by: {
            ($0.at, $0.order) < ($1.at, $1.order)
        }) {
            events.removeAll { $0.order == next.order }
            time.advance(by: max(0, next.at - time.now))
            try await happen(next.what)
        }
        time.advance(by: max(0, end - time.now))
    }

    private func later(_ milliseconds: Int64, _ what: SimEvent.What) {
        made += 1
        events.append(SimEvent(at: time.now + milliseconds, order: made, what: what))
    }

    // The network

    func sync(_ door: SimDoor) async throws {
        if door.uploading == nil, case .send(let body) = try door.nextUpload("\(newID())") {
            door.uploading = send(.entries(body), from: door)
        }
        if door.downloading == nil {
            let step = door.download.next(at: door.clock.bootTime.milliseconds)
            switch step {
            case .feed(let query):
                door.download.send()
                door.downloading = send(.feed(query), from: door)
            case .snapshot:
                door.download.send()
                door.snapshotStep = step
                door.downloading = send(.snapshot, from: door)
            case .wait, .rest: break
            }
        }
    }

    private static let timeout: Int64 = 30_000

    private func send(_ request: SimRequest, from door: SimDoor) -> Int {
        made += 1
        let (number, id) = (door.number, made)
        let fate = SimFate.pick(&dice, isFaulty: isFaulty)
        let way = Int64.random(in: 5...400, using: &dice)
        if fate != .fine { note("door \(number): a request is \(fate)") }
        if let answer = fate.answer {
            later(way, .replied(door: number, request: id, answer))
            return id
        }
        if fate != .fine { later(Self.timeout, .replied(door: number, request: id, .timedOut)) }
        switch fate {
        case .lost: break
        // The answer to nobody's request is lost on its way.
        case .unanswered: later(way, .arrives(door: number, request: -1, request))
        case .late:
            later(
                Int64.random(in: 31_000...900_000, using: &dice),
                .arrives(door: number, request: -1, request))
        case .twice:
            later(way, .arrives(door: number, request: id, request))
            later(way * 3, .arrives(door: number, request: -1, request))
        case .cut: later(way, .arrives(door: number, request: -id, request))
        case .fine, .portal, .busy, .tooLarge, .refused:
            later(way, .arrives(door: number, request: id, request))
        }
        return id
    }

    private func happen(_ what: SimEvent.What) async throws {
        switch what {
        case .arrives(let number, let id, let request):
            var reply = try await hub.answer(request, from: doors[number].place)
            // Half an answer is none; the door hears of it all the same.
            if id < -1 { reply = reply.cut }
            if id != -1 { later(20, .replied(door: number, request: abs(id), reply)) }
        case .replied(let number, let id, let reply):
            let door = doors[number]
            if door.uploading == id {
                door.uploading = nil
                let outcome = try await door.receiveUpload(reply, newEpoch: newID(), &dice)
                note("door \(number): \(outcome)")
            } else if door.downloading == id {
                door.downloading = nil
                try await door.receiveDownload(reply, &dice)
            }
        }
    }

    // The end

    /// A network that is well: everybody hears everything that there is. False where that takes
    /// too long.
    func settleDown() async throws -> Bool {
        isFaulty = false
        events = []
        for door in doors {
            door.clock.set(offset: 0)
            try await door.restart(boot: newID())
        }
        for _ in 0..<60 {
            try await hub.keep()
            for _ in 0..<4 {
                for door in doors { try await sync(door) }
                try await pass(1_500)
            }
            if try await isQuiet() { return true }
            try await pass(60_000)
        }
        return false
    }

    private func isQuiet() async throws -> Bool {
        try await hub.keep()
        let heads = try await hub.ledger.read { try $0.feedHeads() }
        for door in doors {
            let link = try await door.ledger.read { try $0.hubLink()! }
            if link.acked != link.newest || link.roster != heads[door.place.classroom] {
                return false
            }
        }
        return true
    }

    func makeBackup() throws {
        try hub.makeBackup(to: folder.appendingPathComponent("backup"))
    }
}

extension HubReply {
    fileprivate var cut: HubReply {
        guard case .answered(let status, let type, let retry, let body) = self else { return self }
        return .answered(
            status: status, contentType: type, retryAfter: retry,
            body: Array(body.prefix(body.count / 2)))
    }
}
