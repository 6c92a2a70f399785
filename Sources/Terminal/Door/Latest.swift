import Attendance

/// A door's latest attempts, for as long as a key may refer to them.
struct Latest {
    /// More than come within the time, unless something runs wild: then the newest.
    static let most = 64

    private var attempts: [(id: UniqueID, moment: Moment)] = []

    mutating func add(_ attempt: Attempt) {
        attempts.append((attempt.id, attempt.moment))
        if attempts.count > Self.most { attempts.removeFirst() }
    }

    /// Those within the time that one may be taken back, newest first.
    mutating func standing(at moment: Moment) -> [UniqueID] {
        let earliest = moment.adding(seconds: -TypedEntry.secondsToWithdraw)
        attempts.removeAll { $0.moment < earliest }
        return attempts.reversed().map(\.id)
    }
}
