import Metrics

/// What the service counts of itself. Labels carry no id, name or code.
enum Meters {
    static func answered(method: String, route: String, status: Int, took: Duration) {
        // A method that nobody knows is anybody's text.
        let known = [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT",
        ]
        Timer(
            label: "http_server_request_duration_seconds",
            dimensions: [
                ("method", known.contains(method) ? method : "other"), ("route", route),
                ("status", String(status)),
            ]
        ).recordNanoseconds(took.nanoseconds)
    }
}

extension Duration {
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
