import Attendance
import Desk
import Wire

/// One thing that is asked of a hub.
package struct HubRequest: Sendable {
    package var path: String
    package var query: [(name: String, value: String)] = []
    /// Sent by POST where there is one; else it is a GET.
    package var body: (type: String, bytes: [UInt8])?
    package var token: String
    /// How many bytes of an answer are believed.
    package var mostBytes: Int
    package var seconds: Int64

    package init(
        path: String, query: [(name: String, value: String)] = [],
        body: (type: String, bytes: [UInt8])? = nil, token: String, mostBytes: Int,
        seconds: Int64 = 30
    ) {
        self.path = path
        self.query = query
        self.body = body
        self.token = token
        self.mostBytes = mostBytes
        self.seconds = seconds
    }
}

/// What a door's syncing needs of the world.
package struct DoorSyncSetup: Sendable {
    package var desk: Desk
    package var link: HubLink
    package var ask: @Sendable (HubRequest) async -> HubReply
    package var bootTime: @Sendable () -> BootTime
    /// Told what staff must know, once for each change.
    package var log: @Sendable (String) -> Void

    package init(
        desk: Desk, link: HubLink, ask: @escaping @Sendable (HubRequest) async -> HubReply,
        bootTime: @escaping @Sendable () -> BootTime, log: @escaping @Sendable (String) -> Void
    ) {
        self.desk = desk
        self.link = link
        self.ask = ask
        self.bootTime = bootTime
        self.log = log
    }
}

/// Sends a door's journal up, beside the door: reads are snapshots, and what is kept of an answer
/// waits its turn with everybody's writes. Nothing at the door waits for any of it.
package struct DoorSync: Sendable {
    private let setup: DoorSyncSetup
    /// Rung by each commit: something may have been done.
    private let wakeUp = WakeUp()

    package init(_ setup: DoorSyncSetup) {
        self.setup = setup
        setup.desk.ledger.whenChanged { [wakeUp] in wakeUp.ring() }
    }

    /// Until the task is cancelled. A fault of the ledger is logged, and tried again.
    package func run() async {
        var upload = DoorUpload(setup.link)
        var said: Int??
        while !Task.isCancelled {
            do {
                try await step(&upload)
            } catch is CancellationError {
                return
            } catch {
                setup.log("Sending to the hub stopped for a minute: \(error)")
                await sleep(milliseconds: 60_000)
            }
            if said != .some(upload.refusal) {
                if let status = upload.refusal {
                    setup.log(
                        "The hub does not take what is done here (\(status)). Everything is kept. "
                            + "Join it again: kiosk device add at the hub, kiosk enrol here.")
                } else if said != nil {
                    setup.log("The hub takes what is done here again.")
                }
                said = .some(upload.refusal)
            }
        }
    }

    private func step(_ upload: inout DoorUpload) async throws {
        var next = upload
        let (time, nonce) = (setup.bootTime(), newID().description)
        let step = try await setup.desk.ledger.readSoon { [next] ledger in
            var next = next
            let step = try next.next(at: time, nonce: nonce, in: ledger)
            return (step, next)
        }
        next = step.1
        upload = next
        switch step.0 {
        case .rest: await sleep(milliseconds: Upload.idleMilliseconds)
        case .wait(let until):
            await sleep(milliseconds: until - setup.bootTime().milliseconds)
        case .send(let body):
            let reply = await setup.ask(
                HubRequest(
                    path: HubPath.entries, body: (SyncRequest.contentType, body),
                    token: setup.link.token, mostBytes: SyncAnswer.mostBytes))
            var random = SystemRandomNumberGenerator()
            let before = upload.link
            let received = upload.receive(
                reply, at: setup.bootTime(), moment: setup.desk.now(), newEpoch: newID(),
                using: &random)
            report(received)
            let link = upload.link
            if link != before { try await setup.desk.ledger.write { try $0.keep(link) } }
        }
    }

    private func report(_ received: Upload.Received) {
        for line in received.quarantined {
            setup.log(
                "The hub has kept line \(line.seq) aside: \(line.reason ?? "it does not say why"). "
                    + "See kiosk device quarantine there.")
        }
        switch received.outcome {
        case .rewound: setup.log("The hub has less than before: what it lacks is sent again.")
        case .forked:
            setup.log("The hub knows another door by this journal: all of it is sent anew.")
        case .advanced, .greeted, .refused, .failed: break
        }
    }

    private func newID() -> UniqueID { setup.desk.newID(at: setup.desk.now()) }

    /// For so long, or until somebody has written something. What rings while nothing may be sent
    /// is looked at again at once, and found to wait.
    private func sleep(milliseconds: Int64) async {
        await wakeUp.sleep(
            .milliseconds(max(1, min(milliseconds, Upload.idleMilliseconds))))
    }
}
