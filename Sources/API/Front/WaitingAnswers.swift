import NIOCore
import Synchronization

/// What of all answers waits in memory for readers, and whose it is. Where it is more than
/// `ConnectionLimits.waitingAnswerBytes`, who has taken nothing for the longest is reset; of those
/// who take something, who holds most, and of equals who was first. The only one who waits is left
/// in peace.
package final class WaitingAnswers: Sendable {
    /// One connection whose reader is slower than its answers.
    struct Reader: Sendable {
        /// What is kept for it, the part that it has taken of a buffer counted.
        var bytes: Int
        /// When it last took something.
        var since: NIODeadline
        /// When something began to wait for it.
        var began: NIODeadline
        /// Ends the connection, from any thread.
        var reset: @Sendable () -> Void
    }

    private struct State {
        var bytes = 0
        var readers: [ObjectIdentifier: Reader] = [:]
        /// Those who are told to go, until they have.
        var leaving: Set<ObjectIdentifier> = []
        var resets = 0

        mutating func put(_ reader: Reader?, of id: ObjectIdentifier) {
            bytes += (reader?.bytes ?? 0) - (readers[id]?.bytes ?? 0)
            readers[id] = reader
        }

        mutating func removeSlowest(at now: NIODeadline, pace: TimeAmount) -> Reader? {
            func rank(_ reader: Reader) -> (Int64, Int, Int64) {
                let periods = (now - reader.since).nanoseconds / max(1, pace.nanoseconds)
                return (periods, reader.bytes, (now - reader.began).nanoseconds)
            }
            let slowest = readers.max { rank($0.value) < rank($1.value) }
            if let slowest {
                put(nil, of: slowest.key)
                leaving.insert(slowest.key)
                resets += 1
            }
            return slowest?.value
        }
    }

    private let state = Mutex(State())
    private let limits: ConnectionLimits

    init(limits: ConnectionLimits) { self.limits = limits }

    /// Bytes that wait now.
    package var bytes: Int { state.withLock { $0.bytes } }
    /// How many readers had to go so that others could go on.
    package var resets: Int { state.withLock { $0.resets } }

    /// What waits for a reader now, in place of what was said of it before.
    func note(_ reader: Reader, of id: ObjectIdentifier, at now: NIODeadline) {
        let slowest: [Reader] = state.withLock { state in
            if state.leaving.contains(id) { return [] }
            state.put(reader, of: id)
            var slowest: [Reader] = []
            while state.bytes > limits.waitingAnswerBytes, state.readers.count > 1 {
                state.removeSlowest(at: now, pace: TimeAmount(limits.pace))
                    .map { slowest.append($0) }
            }
            return slowest
        }
        for reader in slowest {
            reader.reset()
            Meters.slowReaderReset()
        }
    }

    /// Nothing waits for this reader any more.
    func forget(_ id: ObjectIdentifier) {
        state.withLock { state in
            state.put(nil, of: id)
            state.leaving.remove(id)
        }
    }
}
