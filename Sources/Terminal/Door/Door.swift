import Attendance
import Desk
import Dispatch
import Foundation
import Wire

/// Runs a door until its input ends or it is told to stop; everything read by then is answered.
///
/// False where its answers could no longer be written, which has been logged; a reader of a pipe
/// that goes away is no such failure.
package func runDoor(_ setup: DoorSetup) async -> Bool {
    await withCheckedContinuation { continuation in
        // A thread of its own: it waits for the reader, the desk and the clock in one place.
        Thread.detachNewThread {
            let door = Door(setup)
            door.run()
            continuation.resume(returning: !door.hasLostItsOutput)
        }
    }
}

/// The door's loop: one event after another, and nothing of its state anywhere else.
final class Door {
    /// Lines that may wait for their answers before reading pauses.
    static let mostPending = 4_096
    static let readBytes = 4_096
    static let secondsToDrain = 10.0

    let setup: DoorSetup
    let events = DoorMailbox()
    private var keys: KeyReader
    private var pending = Pending()
    var pendingLines: [Int: String] = [:]
    private var bounces = Bounces()
    var latest = Latest()
    private var staff = StaffTurn()
    private var reading: DoorReading
    private var isStopping = false
    private(set) var hasLostItsOutput = false
    private var loggedFault: String?
    private var isLoading = false
    private var isStale = false
    private var whenShown: (@Sendable () -> Void)?
    private var shownVersion: Int64 = -1
    private var shownSecond: Int64 = 0
    private var face: DoorFace?
    private var lastBeat = ContinuousClock.now

    init(_ setup: DoorSetup) {
        self.setup = setup
        whenShown = setup.whenShown
        reading = DoorReading(setup.readers)
        keys = KeyReader(tellsTime: setup.mode == .full && isatty(STDIN_FILENO) == 1)
        if setup.mode == .full, let tty = TTY(colours: setup.look.colours) {
            face = DoorFace(setup, tty)
        }
    }

    func run() {
        let sources = events.watch()
        load()
        face?.begin()
        reading.know(readerFacts(), at: .now)
        if face == nil {
            hasShown()
        } else {
            setup.desk.ledger.whenChanged { [weak events] in events?.send(.changed) }
        }
        while !isStopping || !pending.isEmpty {
            let (hasEvents, hasInput) = wait()
            if hasEvents { for event in events.take() { handle(event) } }
            if hasInput { readInput() } else if reads { endBySilence() }
            if face != nil { tick() }
            beat()
        }
        face?.end()
        for source in sources { source.cancel() }
    }

    private func hasShown() {
        whenShown?()
        whenShown = nil
    }

    private var reads: Bool { !isStopping && pending.count < Self.mostPending }

    /// Waits for the desk, the reader or the next second; the reader only while there is room.
    private func wait() -> (hasEvents: Bool, hasInput: Bool) {
        var waiting = [
            pollfd(fd: events.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: reads ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
        ]
        let longest = setup.heartbeat.map { Int32($0.every / .milliseconds(1)) } ?? -1
        let ready = poll(&waiting, 2, face == nil ? longest : millisecondsToNextChange())
        return ready <= 0 ? (false, false) : (waiting[0].revents != 0, waiting[1].revents != 0)
    }

    /// Says that the loop lives, as often as somebody wants to hear it.
    private func beat() {
        guard let heartbeat = setup.heartbeat, lastBeat.duration(to: .now) >= heartbeat.every / 2
        else { return }
        lastBeat = .now
        heartbeat.beat()
    }

    /// Until the next second begins, an answer on the screen has stood long enough, or the silence
    /// after a key has lasted.
    private func millisecondsToNextChange() -> Int32 {
        let now = ContinuousClock.now
        let untilNextSecond = Double(1_000 - setup.desk.now().milliseconds % 1_000)
        let next = [face?.nextDeadline, keys.nextSilence(after: now)].compactMap { $0 }.min()
        let left = next.map { now.duration(to: $0) / .milliseconds(1) }
        return Int32(min(untilNextSecond, max(0, left?.rounded(.up) ?? untilNextSecond)))
    }

    private func readInput() {
        var buffer = [UInt8](repeating: 0, count: Self.readBytes)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        let moment = setup.desk.now()
        if count > 0 {
            let bytes = buffer.prefix(count)
            if face != nil { obeyKeys(in: bytes) }
            for entry in keys.feed(bytes, at: .now) { take(entry, at: moment) }
            if !Scan.isOneKey(keys.partial) { face?.typed(keys.partial, at: .now) }
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
            if let entry = keys.end() { take(entry, at: moment) }
            isStopping = true
        }
        speak()
    }

    /// A reader without a suffix, a key that needs no Enter, and what no line is as long as end by
    /// the silence after them.
    private func endBySilence() {
        guard let entry = keys.endBySilence(under: reading.rules, at: .now) else { return }
        take(entry, at: setup.desk.now())
        face?.typed(keys.partial, at: .now)
        speak()
    }

    private func handle(_ event: DoorEvent) {
        switch event {
        case .answered(let number, let answer):
            pending.answer(number, answer)
            let line = pendingLines.removeValue(forKey: number)
            if let asks = answer.asks { staff.begin(asks, after: line, at: .now) }
            if let line { settle(line, answer) }
            speak()
        case .fault(let message):
            if message != loggedFault { setup.log(message) }
            loggedFault = message
            face?.banner = message
            face?.draw()
        case .view(let view):
            isLoading = false
            face?.view = view ?? face?.view ?? DoorView()
            face?.draw()
            hasShown()
            if isStale { load() }
        case .changed:
            load()
        case .signal(let number):
            switch number {
            case SIGWINCH, SIGCONT: face?.redraw()
            case SIGTSTP: break
            case SIGHUP where setup.whenHungUp != nil: setup.whenHungUp?()
            default: stop()
            }
        }
    }

    /// What was held back as a repetition of a line is one, unless the line was not saved: then the
    /// next of them is a new attempt.
    private func settle(_ line: String, _ answer: DoorAnswer) {
        let isSaved = answer.outcome != .failed
        // A card of staff may be read again at once: it only asks again.
        let held = bounces.answered(line, saved: isSaved && answer.asks == nil, at: .now)
        if !isSaved, let next = held.first {
            bounces.asked(line)
            for other in held.dropFirst() { bounces.hold(other) }
            ask(next.scan, at: next.moment, next.number)
        } else {
            for repetition in held { pending.answer(repetition.number, .ignored) }
        }
    }

    /// Ends when everything is answered; where nobody takes the answers, after ten seconds all the
    /// same: what was decided by then is kept.
    private func stop() {
        isStopping = true
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.secondsToDrain) {
            _exit(128 + SIGTERM)
        }
    }

    /// Once a second.
    private func tick() {
        let now = ContinuousClock.now
        let second = setup.desk.now().wholeSeconds
        let isDue = face?.nextDeadline.map { now >= $0 } ?? false
        if second == shownSecond, !isDue { return }
        if face?.tick(at: now) == true { keys.clear() }
        if second == shownSecond { return }
        // What is in force, and what comes next, changes with time alone.
        if second / 60 != shownSecond / 60 { load() }
        shownSecond = second
        checkVersion()
    }

    /// A demo ends on `q` and Ctrl-C; a door says how it is ended.
    private func obeyKeys(in bytes: some Collection<UInt8>) {
        let isCtrlC = bytes.contains(0x03)
        if setup.isDemo {
            let isQ = keys.partial.isEmpty && bytes.elementsEqual([UInt8(ascii: "q")])
            if isCtrlC || isQ { isStopping = true }
        } else if isCtrlC {
            face?.banner = "To stop this door, elsewhere: kill \(getpid())"
            face?.draw()
        }
    }

    private func take(_ entry: KeyReader.Entry, at moment: Moment) {
        let now = ContinuousClock.now
        if reading.isStale(at: now) { reading.know(readerFacts(), at: now) }
        if let reply = staff.end(with: entry.line, typed: entry.strokes, at: now) {
            serve(reply, at: moment, pending.add())
            return
        }
        guard let scan = reading.scan(entry, at: now) else {
            _ = pending.add(.ignored)
            return
        }
        if scan.content == .nothing || bounces.isBounce(scan.normalised, at: .now) {
            _ = pending.add(.ignored)
            return
        }
        let number = pending.add()
        if bounces.isAsked(scan.normalised) {
            // A bounce, unless the one before it comes to nothing.
            bounces.hold(Repetition(number: number, scan: scan, moment: moment))
        } else {
            bounces.asked(scan.normalised)
            ask(scan, at: moment, number)
        }
    }

    /// Says what is known, in order.
    private func speak() {
        let ready = pending.takeReady()
        if ready.isEmpty { return }
        if ready.contains(where: { $0.outcome != .failed && $0.outcome != .ignored }) {
            loggedFault = nil
            face?.banner = nil
        }
        if let bytes = setup.written(ready) { output(bytes) }
        if let face {
            if let last = ready.last(where: { $0.outcome != .ignored }) { face.show(last) }
            load()
        }
    }

    private func output(_ bytes: [UInt8]) {
        if writeAll(bytes, to: STDOUT_FILENO) { return }
        let reason = errno
        isStopping = true
        if reason == EPIPE || hasLostItsOutput { return }
        hasLostItsOutput = true
        setup.log("The answers cannot be written: \(String(cString: strerror(reason))).")
    }

    /// Another process, or another door into this one, may have written.
    private func checkVersion() {
        do {
            let version = try setup.desk.ledger.version()
            if version != shownVersion { load() }
            shownVersion = version
        } catch {
            report(error, events)
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
