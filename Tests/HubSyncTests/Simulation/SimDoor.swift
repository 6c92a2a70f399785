import Attendance
import Desk
import Foundation
import LedgerSQL
import LedgerSQLite
import TestKit
import Wire

@testable import HubSync

/// A door with a file of its own, and what it has under way.
final class SimDoor {
    let number: Int
    let clock: SimClock
    let directory: URL
    private(set) var ledger: SQLiteLedger
    private(set) var desk: Desk
    /// The hub's row of it.
    let place: Attempt.Door
    let room: UniqueID
    var upload: DoorUpload
    var download: Download
    /// The requests that are waited for.
    var uploading: Int?
    var downloading: Int?
    private var waiting: [FeedItem] = []
    /// Everything that it answered as done.
    private(set) var acknowledged: Set<UniqueID> = []

    init(
        _ number: Int, _ clock: SimClock, in directory: URL, link: HubLink, place: Attempt.Door,
        classroom: Classroom
    ) async throws {
        self.number = number
        self.clock = clock
        self.directory = directory
        self.place = place
        room = link.room!
        (ledger, desk) = try Self.open(directory, clock)
        upload = DoorUpload(link)
        download = Download(scope: "room:\(room)", epoch: nil, after: 0)
        try await ledger.write { [room] ledger in
            let own = try ledger.classroom(
                building: classroom.building, room: classroom.roomNumber)
            try ledger.name(own.id, as: room)
            try ledger.join(link, at: clock.now)
        }
    }

    private static func open(_ directory: URL, _ clock: SimClock) throws -> (SQLiteLedger, Desk) {
        let ledger = try SQLiteLedger(
            directory: directory, creating: true, zone: TestSchool.zone,
            bootTime: { clock.bootTime })
        let desk = Desk(
            ledger: ledger, zone: TestSchool.zone, graceMinutes: 10, now: { clock.now })
        return (ledger, desk)
    }

    /// The machine is started again; what was under way is forgotten.
    func restart(boot: UniqueID) async throws {
        try ledger.close()
        (ledger, desk) = try Self.open(directory, clock)
        clock.start(boot: boot)
        try await goOn()
    }

    /// Its file is taken for a copy, as one is that was put back.
    func begin(epoch: UniqueID) async throws {
        var link = try await ledger.read { try $0.hubLink()! }
        link.epoch = epoch
        link.acked = 0
        try await ledger.write { [link] in try $0.keep(link) }
        try await goOn()
    }

    private func goOn() async throws {
        let link = try await ledger.read { try $0.hubLink()! }
        upload = DoorUpload(link)
        download = Download(scope: "room:\(room)", epoch: link.hubEpoch, after: link.roster)
        uploading = nil
        (downloading, snapshotStep) = (nil, nil)
        waiting = []
    }

    func close() throws { try ledger.close() }

    // Deeds

    func present(_ line: String) async throws -> Answer {
        let classroom = try await ledger.read { [room] in try $0.classroom(called: room)!.id }
        let attempt = Attempt(
            id: desk.newID(at: clock.now), scan: Scan(parsing: Array(line.utf8)),
            moment: clock.now,
            origin: .door(Attempt.Door(device: .own, classroom: classroom)))
        let answer = try await desk.checkIn(attempt)
        if case .accepted = answer.decision { acknowledged.insert(attempt.id) }
        return answer
    }

    /// The lessons that it knows of in its room today.
    func lessons() async throws -> [DailyRow] {
        var filter = OccurrenceFilter(from: TestSchool.day, to: TestSchool.day)
        filter.classroom = try await ledger.read { [room] in try $0.classroom(called: room)?.id }
        return try await ledger.read { [filter] in try $0.daily(filter) }
    }

    // Syncing

    func nextUpload(_ nonce: String) throws -> DoorUpload.Step {
        let (time, before) = (clock.bootTime, upload)
        let (step, after) = try ledger.readNow { ledger in
            var upload = before
            return (try upload.next(at: time, nonce: nonce, in: ledger), upload)
        }
        upload = after
        return step
    }

    func receiveUpload(
        _ reply: HubReply, newEpoch: UniqueID, _ dice: inout SeededDice
    ) async throws -> Upload.Outcome {
        let before = upload.link
        let received = upload.receive(
            reply, at: clock.bootTime, moment: clock.now, newEpoch: newEpoch, using: &dice)
        let link = upload.link
        if link != before { try await ledger.write { try $0.keep(link) } }
        return received.outcome
    }

    func receiveDownload(_ reply: HubReply, _ dice: inout SeededDice) async throws {
        let now = clock.bootTime.milliseconds
        if case .snapshot = snapshotStep, case .answered(200, _, _, let body) = reply {
            guard let (head, items) = DoorFeed.snapshot(body) else {
                return download.discarded(at: now, using: &dice)
            }
            _ = try await desk.swap(head, items)
            waiting = []
            snapshotStep = nil
            return download.swapped(head)
        }
        snapshotStep = nil
        if case .page(let page) = download.receive(reply, at: now, using: &dice) {
            waiting = try await desk.take(page, waiting: waiting).waiting
        }
    }

    /// What the download in flight asks for.
    var snapshotStep: Download.Step?
}
