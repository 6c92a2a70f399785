import Attendance
import Desk
import Foundation
import Wire

/// How a door shows itself.
package enum ScreenMode: String, CaseIterable, Sendable {
    case full, plain, json, none
}

/// What a door is made of.
package struct DoorSetup: Sendable {
    package var desk: Desk
    package var classroom: Classroom
    package var device: DeviceID
    package var mode: ScreenMode
    package var voice: Voice
    package var look: Look
    /// What the QR of a session says.
    package var qrText: @Sendable (SessionCode) -> String
    /// Ends on `q` and Ctrl-C, and says so.
    package var isDemo: Bool
    /// What a person at the door can do.
    package var hint: String
    /// Where a fault is logged, once.
    package var log: @Sendable (String) -> Void

    package init(
        desk: Desk, classroom: Classroom, device: DeviceID, mode: ScreenMode, voice: Voice,
        look: Look, qrText: @escaping @Sendable (SessionCode) -> String, isDemo: Bool,
        hint: String, log: @escaping @Sendable (String) -> Void
    ) {
        self.desk = desk
        self.classroom = classroom
        self.device = device
        self.mode = mode
        self.voice = voice
        self.look = look
        self.qrText = qrText
        self.isDemo = isDemo
        self.hint = hint
        self.log = log
    }

    var door: Attempt.Door { Attempt.Door(device: device, classroom: classroom.id) }
}

/// Runs a door until its input ends or it is told to stop; everything read by then is answered.
package func runDoor(_ setup: DoorSetup) async {
    await withCheckedContinuation { continuation in
        // A thread of its own: it waits for the reader, the desk and the clock in one place.
        Thread.detachNewThread {
            Door(setup).run()
            continuation.resume()
        }
    }
}

/// The door's loop: one event after another, and nothing of its state anywhere else.
private final class Door {
    /// Lines that may wait for their answers before reading pauses.
    static let mostPending = 4_096
    static let readBytes = 4_096

    let setup: DoorSetup
    let events = DoorMailbox()
    private var lines = LineReader()
    private var pending = Pending()
    private var pendingLines: [Int: String] = [:]
    private var bounces = Bounces()
    private var isStopping = false
    private var isLoading = false
    private var isStale = false
    private var shownVersion: Int64 = -1
    private var shownSecond: Int64 = 0
    private var face: DoorFace?

    init(_ setup: DoorSetup) {
        self.setup = setup
        if setup.mode == .full, let tty = TTY(colours: setup.look.colours) {
            face = DoorFace(setup, tty)
        }
    }

    func run() {
        let sources = events.watchSignals()
        face?.begin()
        load()
        while !isStopping || !pending.isEmpty {
            let (hasEvents, hasInput) = wait()
            if hasEvents { for event in events.take() { handle(event) } }
            if hasInput { readInput() }
            if face != nil { tick() }
        }
        face?.end()
        for source in sources { source.cancel() }
    }

    /// Waits for the desk, the reader or the next second; the reader only while there is room.
    private func wait() -> (hasEvents: Bool, hasInput: Bool) {
        let reads = !isStopping && pending.count < Self.mostPending
        var waiting = [
            pollfd(fd: events.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: reads ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
        ]
        let untilNextSecond = 1_000 - setup.desk.now().milliseconds % 1_000
        let ready = poll(&waiting, 2, face == nil ? -1 : Int32(untilNextSecond))
        return ready <= 0 ? (false, false) : (waiting[0].revents != 0, waiting[1].revents != 0)
    }

    private func readInput() {
        var buffer = [UInt8](repeating: 0, count: Self.readBytes)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        let moment = setup.desk.now()
        if count > 0 {
            let bytes = buffer.prefix(count)
            if face != nil { obeyKeys(in: bytes) }
            for line in lines.feed(bytes) { take(line, at: moment) }
            face?.typed(lines.partial, at: .now)
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
            if let line = lines.end() { take(line, at: moment) }
            isStopping = true
        }
        speak()
    }

    private func handle(_ event: DoorEvent) {
        switch event {
        case .answered(let number, let answer):
            pending.answer(number, answer)
            if let line = pendingLines.removeValue(forKey: number) {
                bounces.answered(line, saved: answer.outcome != .failed, at: .now)
            }
            speak()
        case .fault(let message):
            face?.banner = message
            face?.draw()
        case .view(let view):
            isLoading = false
            face?.view = view
            face?.draw()
            if isStale { load() }
        case .signal(let number):
            switch number {
            case SIGWINCH, SIGCONT: face?.redraw()
            case SIGTSTP: break
            default: isStopping = true
            }
        }
    }

    /// Once a second.
    private func tick() {
        let second = setup.desk.now().wholeSeconds
        if second == shownSecond { return }
        shownSecond = second
        if face?.tick(at: .now) == true { lines.clear() }
        checkVersion()
    }

    /// A demo ends on `q` and Ctrl-C; a door says how it is ended.
    private func obeyKeys(in bytes: some Collection<UInt8>) {
        let isCtrlC = bytes.contains(0x03)
        if setup.isDemo {
            let isQ = lines.partial.isEmpty && bytes.elementsEqual([UInt8(ascii: "q")])
            if isCtrlC || isQ { isStopping = true }
        } else if isCtrlC {
            face?.banner = "To stop this door, elsewhere: kill \(getpid())"
            face?.draw()
        }
    }

    private func take(_ line: LineReader.Line, at moment: Moment) {
        let scan: Scan
        switch line {
        case .text(let bytes): scan = Scan(parsing: bytes)
        case .tooLong(let count): scan = Scan(tooLong: count)
        }
        if scan.content == .nothing || bounces.isBounce(scan.normalised, at: .now) {
            _ = pending.add(.ignored)
            return
        }
        let number = pending.add()
        pendingLines[number] = scan.normalised
        bounces.asked(scan.normalised)
        if case .schedule(let code) = scan.content {
            show(code, number)
            return
        }
        let desk = setup.desk
        let attempt = Attempt(
            id: desk.newID(at: moment), scan: scan, moment: moment, door: setup.door)
        desk.checkIn(attempt, then: answering(number) { $1.say($0) })
    }

    private func show(_ code: UserCode, _ number: Int) {
        let desk = setup.desk
        desk.schedule(
            of: code, on: desk.today,
            then: answering(number) { day, voice in
                day.map(voice.say)
                    ?? voice.say(Answer(decision: .refused(.notOnRoster(.unknownCode))))
            })
    }

    /// What turns the desk's result into the answer to a line.
    private func answering<Value>(
        _ number: Int, _ say: @escaping @Sendable (Value, Voice) -> DoorAnswer
    ) -> @Sendable (Result<Value, any Error>) -> Void {
        { [events, setup] result in
            switch result {
            case .success(let value):
                events.send(.answered(number, say(value, setup.voice)))
            case .failure(let error):
                report(error, setup, events)
                events.send(.answered(number, .notSaved))
            }
        }
    }

    /// Says what is known, in order.
    private func speak() {
        let ready = pending.takeReady()
        if ready.isEmpty { return }
        let shapes = Shapes(zone: setup.voice.zone)
        switch setup.mode {
        case .json:
            var bytes: [UInt8] = []
            for answer in ready {
                answer.json(shapes).write(into: &bytes)
                bytes.append(0x0A)
            }
            output(bytes)
        case .plain:
            let lines = ready.map { Printable($0.plain(setup.voice.zone)).text + "\n" }
            output(Array(lines.joined().utf8))
        case .full:
            if let last = ready.last(where: { $0.outcome != .ignored }) { face?.show(last) }
            if ready.contains(where: { $0.outcome != .failed && $0.outcome != .ignored }) {
                face?.banner = nil
            }
            load()
        case .none:
            break
        }
    }

    private func output(_ bytes: [UInt8]) {
        if !writeAll(bytes, to: STDOUT_FILENO) { isStopping = true }
    }

    /// Another process, or another door into this one, may have written.
    private func checkVersion() {
        do {
            let version = try setup.desk.ledger.version()
            if version != shownVersion { load() }
            shownVersion = version
        } catch {
            report(error, setup, events)
        }
    }

    /// Loads anew what stands at this door; at most once at a time.
    private func load() {
        if face == nil { return }
        isStale = isLoading
        if isLoading { return }
        isLoading = true
        Task { [events, setup] in await loadView(setup, events) }
    }
}
