import Attendance
import Metrics

extension Desk {
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
