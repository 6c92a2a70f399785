/// What time it is at school, out of two clocks: the machine's, which anybody may set, and one that
/// only runs on and says nothing of the date.
///
/// School time runs on with the second. It follows the first where that moves by little, or where
/// somebody keeps it right; a step that nobody vouches for puts it in doubt and is not followed.
package struct SchoolClock: Sendable {
    /// What the clocks say at one time.
    package struct Glance: Sendable {
        package var machine: Moment
        /// Milliseconds of the clock that runs on.
        package var steady: Int64
        /// Somebody keeps the machine's clock right, over a network or by a receiver.
        package var isKept: Bool

        package init(machine: Moment, steady: Int64, isKept: Bool) {
            self.machine = machine
            self.steady = steady
            self.isKept = isKept
        }
    }

    /// Why nobody knows what time it is.
    package enum Doubt: String, Sendable {
        /// Before what was kept already: a clock without a battery.
        case past
        /// Long after all that was kept.
        case future
        /// It was set while it was in use, and nobody keeps it.
        case step
    }

    /// What becomes of doubt.
    package enum Change: Equatable, Sendable {
        case doubted(Doubt)
        /// Moments in doubt were so many milliseconds too early.
        case known(shift: Int64)
    }

    /// What a machine's clock may differ from one reading to the next.
    package static let toleratedMilliseconds: Int64 = 2_000
    /// How far before what was kept a clock may be that is merely a little slow.
    package static let toleratedBehindSeconds: Int64 = 120
    /// After how long without a change a date is no longer believed.
    package static let longestBreakSeconds: Int64 = 400 * 86_400
    /// The year in which this was written: no clock may be before it.
    package static let earliest = Moment(milliseconds: 1_767_225_600_000)

    /// What time it was when something was last kept; nil where nothing was.
    private let newest: Moment?
    /// School time less the clock that runs on, in milliseconds.
    private var lead: Int64
    package private(set) var doubt: Doubt?

    package init(_ glance: Glance, newest: Moment?) {
        self.newest = newest
        lead = glance.machine.milliseconds - glance.steady
        doubt = glance.isKept ? nil : Self.doubt(of: glance.machine, newest)
    }

    private static func doubt(of machine: Moment, _ newest: Moment?) -> Doubt? {
        let oldest = newest.map { $0.adding(seconds: -toleratedBehindSeconds) } ?? earliest
        if machine < max(oldest, earliest) { return .past }
        guard let newest else { return nil }
        return machine > newest.adding(seconds: longestBreakSeconds) ? .future : nil
    }

    /// School time now, and what has become of doubt since the glance before.
    package mutating func look(_ glance: Glance) -> (moment: Moment, change: Change?) {
        let ahead = glance.machine.milliseconds - glance.steady - lead
        let isStep = ahead.magnitude > UInt64(Self.toleratedMilliseconds)
        var change: Change?
        if let doubt {
            if isBelieved(glance, isStep, doubt) {
                change = .known(shift: ahead)
                lead += ahead
                self.doubt = nil
            }
        } else if isStep, !glance.isKept {
            doubt = .step
            change = .doubted(.step)
        } else {
            lead += ahead
        }
        return (Moment(milliseconds: glance.steady + lead), change)
    }

    /// Whether the machine's clock is known to be right again.
    private func isBelieved(_ glance: Glance, _ isStep: Bool, _ doubt: Doubt) -> Bool {
        if glance.isKept { return true }
        switch doubt {
        // It was set back to where school time ran on.
        case .step: return !isStep
        // Somebody has set it to what can be.
        case .past, .future: return isStep && Self.doubt(of: glance.machine, newest) == nil
        }
    }
}
