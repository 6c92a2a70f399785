extension RoomDay.Slot {
    /// Whether it is over and attendance was never taken: never opened, or nobody is on record
    /// (`isTaken`). Nobody is absent in it.
    package func isUntaken(isTaken: Bool, at moment: Moment) -> Bool {
        guard !isCancelled, moment.isAtOrAfter(end) else { return false }
        switch session?.status ?? .draft {
        case .draft: return true
        case .open: return !isTaken
        case .closed: return false
        }
    }
}

extension RoomDay.Slot {
    private static let secondsAbout: Int64 = 3_600

    package func hasBegun(at moment: Moment) -> Bool { moment.isAtOrAfter(start) }

    /// From an hour before its start until an hour after its end: whoever opens it then means it.
    package func isAbout(at moment: Moment) -> Bool {
        moment.isAtOrAfter(start.adding(seconds: -Self.secondsAbout))
            && !moment.isAtOrAfter(end.adding(seconds: Self.secondsAbout))
    }
}

/// When the clock opens and closes sessions by itself.
package struct ClockRule: Equatable, Sendable {
    /// Minutes before the start; nil for never.
    package var opens: Int?
    /// Minutes after the end; nil for never.
    package var closes: Int?

    package enum Deed: Equatable, Sendable { case open, close }

    package init(opens: Int?, closes: Int?) {
        self.opens = opens
        self.closes = closes
    }

    /// What is due at the moment. What somebody has closed is not opened again, and what was opened
    /// after the end stays open as long as it would have after its end.
    ///
    /// `isTaken`: somebody is on record. Where nobody is, a broken door is as likely as an empty
    /// class: it stays open for its teacher, as the clock makes no whole class absent.
    package func deed(for slot: RoomDay.Slot, isTaken: Bool, at moment: Moment) -> Deed? {
        switch slot.session?.status ?? .draft {
        case .draft:
            guard let opens, !slot.isCancelled else { return nil }
            let from = slot.start.adding(seconds: Int64(opens) * -60)
            return moment.isAtOrAfter(from) && !moment.isAtOrAfter(slot.end) ? .open : nil
        case .open:
            guard let closes, isTaken else { return nil }
            let opened = slot.session?.intervals.last?.opened ?? slot.start
            let due = max(slot.end, opened).adding(seconds: Int64(closes) * 60)
            return moment.isAtOrAfter(due) ? .close : nil
        case .closed: return nil
        }
    }
}
