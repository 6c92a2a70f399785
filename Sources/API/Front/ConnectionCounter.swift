import Synchronization

/// Counts connections, in all and by address.
package final class ConnectionCounter: Sendable {
    /// What becomes of a connection that has just come.
    package enum Admission: Sendable {
        /// It is served.
        case welcome
        /// It is told to come back later.
        case refused
        /// There are too many even to be told.
        case dropped
    }

    private struct Counts {
        var all = 0
        var most = 0
        var refused = 0
        var byAddress: [String: Int] = [:]
    }

    private let counts = Mutex(Counts())
    private let limits: ConnectionLimits
    /// What their readers are slow to take.
    package let waiting: WaitingAnswers

    package init(limits: ConnectionLimits) {
        self.limits = limits
        waiting = WaitingAnswers(limits: limits)
    }

    /// Connections that are served now.
    package var served: Int { counts.withLock { $0.all } }
    /// Addresses that are counted now.
    package var addresses: Int { counts.withLock { $0.byAddress.count } }

    /// The most that were served at once since this was asked last.
    func takeMost() -> Int {
        counts.withLock { counts in
            defer { counts.most = counts.all }
            return counts.most
        }
    }

    /// Counts a connection in. Whatever the answer, `leave` has to follow once, with it.
    package func enter(_ address: String?) -> Admission {
        let counted = key(address)
        return counts.withLock { counts in
            let isFull =
                counts.all >= limits.connections
                || counted.map { counts.byAddress[$0, default: 0] >= limits.connectionsPerAddress }
                    == true
            if isFull {
                counts.refused += 1
                return counts.refused > limits.refusedConnections ? .dropped : .refused
            }
            counts.all += 1
            counts.most = max(counts.most, counts.all)
            if let counted { counts.byAddress[counted, default: 0] += 1 }
            return .welcome
        }
    }

    /// Counts a connection out.
    package func leave(_ address: String?, as admission: Admission) {
        let counted = key(address)
        counts.withLock { counts in
            guard case .welcome = admission else {
                counts.refused -= 1
                return
            }
            counts.all -= 1
            guard let counted, let left = counts.byAddress[counted] else { return }
            counts.byAddress[counted] = left > 1 ? left - 1 : nil
        }
    }

    /// The address as it is counted; nil if it is not. A socket for both kinds of addresses shows
    /// the old kind inside the new.
    private func key(_ address: String?) -> String? {
        guard let address else { return nil }
        let plain = address.hasPrefix("::ffff:") ? String(address.dropFirst(7)) : address
        return limits.trustedProxies.contains(plain) ? nil : plain
    }
}
