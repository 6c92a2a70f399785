import Attendance
import Desk

/// Opens and closes sessions by the clock, where `auto_open` or `auto_close` says so.
struct Clockwork: Sendable {
    private static let looksEvery: Duration = .seconds(10)

    let desk: Desk
    let rule: ClockRule
    let log: @Sendable (String) -> Void

    /// Nil where neither is wanted.
    init?(_ school: School, log: @escaping @Sendable (String) -> Void) {
        rule = school.settings.clockRule
        if rule.opens == nil, rule.closes == nil { return nil }
        desk = school.desk
        self.log = log
    }

    /// Until it is cancelled.
    func start() -> Task<Void, Never> {
        Task {
            var failed = false
            repeat {
                do {
                    for (occurrence, deed) in try await desk.followClock(rule) {
                        log("\(deed == .open ? "Opened" : "Closed") \(Self.name(occurrence))")
                    }
                    failed = false
                } catch {
                    // Said once, not every ten seconds.
                    if !failed { log("Sessions do not follow the clock: \(Jobs.reason(error))") }
                    failed = true
                }
            } while await Jobs.slept(Self.looksEvery)
        }
    }

    private static func name(_ occurrence: Occurrence) -> String {
        "\(occurrence.course.code) at \(occurrence.start) by the clock."
    }
}
