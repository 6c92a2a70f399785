import Attendance
import CTerminal
import Desk
@preconcurrency import Dispatch
import Foundation
import Synchronization
import Wire

/// What reaches a door's loop from elsewhere.
enum DoorEvent: Sendable {
    /// The answer to the line of this number.
    case answered(Int, DoorAnswer)
    /// A fault, worded for the screen.
    case fault(String)
    /// Nil where it could not be read: what was shown stays.
    case view(DoorView?)
    /// Something was written by this process.
    case changed
    case signal(Int32)
}

/// Where other threads leave events for the loop, in order, with a descriptor that becomes
/// readable.
final class DoorMailbox: Sendable {
    let descriptor: Int32
    private let events = Mutex<[DoorEvent]>([])

    init() {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(descriptor >= 0, "a process has room for one more descriptor")
    }

    deinit { close(descriptor) }

    func send(_ event: DoorEvent) {
        let isFirst = events.withLock { events in
            events.append(event)
            return events.count == 1
        }
        if isFirst { eventfd_write(descriptor, 1) }
    }

    func take() -> [DoorEvent] {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
        return events.withLock { events in
            defer { events.removeAll(keepingCapacity: true) }
            return events
        }
    }

    static let signals = [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGWINCH, SIGCONT, SIGTSTP]

    /// Turns signals into events, from when it returns and for as long as the sources are kept.
    func watch(_ signals: [Int32] = signals) -> [any DispatchSourceProtocol] {
        // A consumer that goes away is seen by the write that fails.
        signal(SIGPIPE, SIG_IGN)
        let watched = DispatchGroup()
        // What comes until they are watched would be lost.
        defer { watched.wait() }
        return signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { [self] in send(.signal(number)) }
            watched.enter()
            source.setRegistrationHandler { watched.leave() }
            source.resume()
            return source
        }
    }
}
