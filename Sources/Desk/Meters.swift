import Attendance
import Metrics

extension Duration {
    package var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}

extension Desk {
    /// From a line that was read to its answer, durable and told.
    static let timeToFeedback = Timer(label: "checkin_scan_to_feedback_seconds")

    /// Counts an attempt once it is decided. Labels carry no id, name or code.
    static func count(_ decision: Decision, _ origin: Attempt.Origin) {
        let source =
            switch origin {
            case .door: "door"
            case .phone: "phone"
            }
        let result =
            switch decision {
            case .accepted: "accepted"
            case .repeated: "repeated"
            case .refused: "refused"
            case .chosen: "session"
            case .staff: "staff"
            }
        Counter(
            label: "checkin_scans_total", dimensions: [("source", source), ("result", result)]
        ).increment()
    }
}
