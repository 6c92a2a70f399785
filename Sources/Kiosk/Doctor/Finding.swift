import Wire

/// What was found of one thing that a door needs.
struct Finding: Equatable {
    enum Verdict: String {
        case pass, warn, fail
        /// Not looked at here.
        case skip
    }

    var name: String
    var verdict: Verdict
    /// What there is: `fsync 0.9 ms`.
    var found: String
    /// What to do, where something is to be done.
    var cure: String?

    static func pass(_ name: String, _ found: String) -> Finding {
        Finding(name: name, verdict: .pass, found: found)
    }

    static func warn(_ name: String, _ found: String, _ cure: String) -> Finding {
        Finding(name: name, verdict: .warn, found: found, cure: cure)
    }

    static func fail(_ name: String, _ found: String, _ cure: String) -> Finding {
        Finding(name: name, verdict: .fail, found: found, cure: cure)
    }

    static func skip(_ name: String, _ found: String) -> Finding {
        Finding(name: name, verdict: .skip, found: found)
    }

    var json: JSON {
        [
            "name": .string(name), "verdict": .string(verdict.rawValue), "found": .string(found),
            "cure": JSON(cure),
        ]
    }
}
