import Desk
import Metrics
import Synchronization

/// What the service counts of itself. Labels carry no id, name or code.
enum Meters {
    static func answered(method: String, route: String, status: Int, took: Duration) {
        // A method that nobody knows is anybody's text.
        let key = Key(
            method: known.contains(method) ? method : "other", route: route, status: status)
        let timer = timers.withLock { timers in
            if let timer = timers[key] { return timer }
            let made = Timer(
                label: "http_server_request_duration_seconds",
                dimensions: [
                    ("method", key.method), ("route", key.route), ("status", String(key.status)),
                ])
            timers[key] = made
            return made
        }
        timer.recordNanoseconds(took.nanoseconds)
    }

    /// Somebody's answer had to make room for others'.
    static func slowReaderReset() {
        Counter(label: "http_server_slow_readers_reset_total").increment()
    }

    private struct Key: Hashable {
        var method: String
        var route: String
        var status: Int
    }

    private static let known: Set = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
    ]

    /// As many as there are routes, methods and statuses: to make one for each request would take
    /// longer than some requests.
    private static let timers = Mutex<[Key: Timer]>([:])
}
