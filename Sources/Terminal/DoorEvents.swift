import Attendance
import Desk
@preconcurrency import Dispatch
import Foundation
import Wire

/// What can happen to a door, in the order in which it happens.
enum DoorEvent: Sendable {
    case bytes([UInt8], Moment)
    case inputEnded
    /// The answer to the line of this number.
    case answered(Int, DoorAnswer)
    /// A fault, worded for the screen; nil where the storage works again.
    case fault(String?)
    case view(DoorView)
    case tick
    case signal(Int32)
}

/// Where a door's events come from, and the one stream they flow into.
final class DoorEvents: Sendable {
    static let readBytes = 4_096
    static let signals = [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGWINCH, SIGCONT, SIGTSTP]

    let stream: AsyncStream<DoorEvent>
    private let continuation: AsyncStream<DoorEvent>.Continuation
    /// The reader thread reads only what the door has room for.
    private let permits = DispatchSemaphore(value: 0)

    init() {
        (stream, continuation) = AsyncStream.makeStream()
        // NB: a semaphore that ends lower than it began is a crash, so it begins at nothing.
        permits.signal()
    }

    func send(_ event: DoorEvent) {
        continuation.yield(event)
    }

    /// Lets the reader read once more.
    func wantMore() {
        permits.signal()
    }

    /// Reads on a thread of its own, so that input is taken while a write is pending.
    func read(_ descriptor: Int32, now: @escaping @Sendable () -> Moment) {
        Thread.detachNewThread {
            while true {
                self.permits.wait()
                var buffer = [UInt8](repeating: 0, count: Self.readBytes)
                let count = Foundation.read(descriptor, &buffer, buffer.count)
                if count > 0 {
                    self.send(.bytes(Array(buffer.prefix(count)), now()))
                } else if count < 0, errno == EINTR || errno == EAGAIN {
                    self.permits.signal()
                } else {
                    self.send(.inputEnded)
                    return
                }
            }
        }
    }

    /// Ticks on every second, for as long as the source is kept.
    func tick() -> any DispatchSourceProtocol {
        let timer = DispatchSource.makeTimerSource()
        timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(20))
        timer.setEventHandler { [continuation] in _ = continuation.yield(.tick) }
        timer.resume()
        return timer
    }

    /// Turns signals into events, for as long as the sources are kept.
    func watchSignals() -> [any DispatchSourceProtocol] {
        // A consumer that goes away is seen by the write that fails.
        signal(SIGPIPE, SIG_IGN)
        return Self.signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { [continuation] in _ = continuation.yield(.signal(number)) }
            source.resume()
            return source
        }
    }

    func stop() {
        continuation.finish()
    }
}
