import Attendance

/// A door's latest attempts, for as long as a key may refer to them.
struct Latest {
    /// More than come within the time, unless something runs wild: then the newest.
    static let most = 64

    struct Attempted {
        var id: UniqueID
        var moment: Moment
        /// Whose number it may have been.
        var codes: [UserCode]
    }

    private var attempts: [Attempted] = []

    mutating func add(_ attempt: Attempt) {
        attempts.append(
            Attempted(
                id: attempt.id, moment: attempt.moment,
                codes: attempt.scan.candidates.map(\.token)))
        if attempts.count > Self.most { attempts.removeFirst() }
    }

    /// Those within the time that one may be taken back, newest first.
    mutating func standing(at moment: Moment) -> [Attempted] {
        let earliest = moment.adding(seconds: -TypedEntry.secondsToWithdraw)
        attempts.removeAll { $0.moment < earliest }
        return attempts.reversed()
    }
}
