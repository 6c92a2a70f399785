import Desk
import Synchronization

/// So many requests a second for each token, or for each address that shows none: a bucket that
/// fills again by the second.
final class RateLimiter: Sendable {
    enum Key: Hashable, Sendable {
        case token(TokenDigest)
        case address(String)
    }

    struct Standing: Sendable {
        var limit: Int
        var remaining: Int
        /// Zero where the request may go on.
        var waitSeconds: Int
    }

    /// A page is asked for by a person: a lecture hall of them, behind one address, opens the same
    /// code in the same second.
    static let pagesForOne = 10

    /// Buckets kept at once; when there are more, those that are full again go.
    static let mostBuckets = 50_000

    private struct Bucket {
        var left: Double
        var filled: ContinuousClock.Instant
    }

    let perSecond: Int?
    private let buckets = Mutex<[Key: Bucket]>([:])

    /// Nil: no limit.
    init(perSecond: Int?) {
        self.perSecond = perSecond
    }

    /// Nil where there is no limit.
    func take(_ key: Key, at now: ContinuousClock.Instant = .now) -> Standing? {
        guard let limit = perSecond else { return nil }
        return buckets.withLock { buckets in
            if buckets.count >= Self.mostBuckets {
                buckets = buckets.filter { $0.value.filled.duration(to: now) < .seconds(1) }
            }
            var bucket = buckets[key] ?? Bucket(left: Double(limit), filled: now)
            let passed = bucket.filled.duration(to: now) / .seconds(1)
            bucket.left = min(Double(limit), bucket.left + passed * Double(limit))
            bucket.filled = now
            let isAllowed = bucket.left >= 1
            if isAllowed { bucket.left -= 1 }
            buckets[key] = bucket
            return Standing(
                limit: limit, remaining: Int(bucket.left), waitSeconds: isAllowed ? 0 : 1)
        }
    }
}

/// Idempotency keys whose first request has not been answered.
final class RunningKeys: Sendable {
    private let keys = Mutex<Set<String>>([])

    /// False where the key runs already.
    func begin(_ key: String) -> Bool { keys.withLock { $0.insert(key).inserted } }
    func end(_ key: String) { keys.withLock { _ = $0.remove(key) } }
}
