/// A time by the clock of one boot of a machine, which nobody can set.
package struct BootTime: Hashable, Sendable {
    /// Another after every start of the machine.
    package var boot: UniqueID
    /// Milliseconds of the clock that runs on, also while the machine sleeps.
    package var milliseconds: Int64

    package init(boot: UniqueID, milliseconds: Int64) {
        self.boot = boot
        self.milliseconds = milliseconds
    }
}

extension BootTime {
    /// Of a database that is no door's: nobody corrects what it writes down.
    package static let unknown = BootTime(boot: UniqueID(high: 0, low: 0), milliseconds: 0)
}

/// What the hub's time was at a door's, found out by asking.
package struct ClockFix: Hashable, Sendable {
    package var at: BootTime
    package var hubTime: Moment
    /// By how many milliseconds it may be wrong either way: half of what asking took.
    package var within: Int64

    package init(at: BootTime, hubTime: Moment, within: Int64) {
        self.at = at
        self.hubTime = hubTime
        self.within = within
    }

    /// From an answer: the hub looked at its clock somewhere between asking and having the answer.
    /// Nil where the two are not of one boot, or in no order.
    package init?(asked: BootTime, answered: BootTime, hubTime: Moment) {
        guard asked.boot == answered.boot, asked.milliseconds <= answered.milliseconds else {
            return nil
        }
        let half = (answered.milliseconds - asked.milliseconds) / 2
        self.init(
            at: BootTime(boot: asked.boot, milliseconds: asked.milliseconds + half),
            hubTime: hubTime, within: half)
    }
}

/// What a door remembers of its contacts with the hub: one of each boot, the latest boots.
package struct ClockFixes: Equatable, Sendable {
    package static let most = 32
    /// A correction of less is none.
    package static let toleratedMilliseconds = SchoolClock.toleratedMilliseconds
    /// How near to being late a moment that nobody can confirm is in doubt.
    package static let doubtfulSeconds: Int64 = 120

    /// Oldest contact first.
    package private(set) var fixes: [ClockFix] = []

    package init() {}

    /// Takes the last of each boot, and of those the last `most`.
    package init(_ fixes: some Sequence<ClockFix>) {
        for fix in fixes { remember(fix) }
    }

    /// A later one of the same boot counts, unless the one before is narrower and this one is too
    /// wide to correct by.
    package mutating func remember(_ fix: ClockFix) {
        let before = fixes.firstIndex { $0.at.boot == fix.at.boot }
        if let before {
            let isWorse = fix.within > max(fixes[before].within, Self.toleratedMilliseconds)
            if isWorse { return }
            fixes.remove(at: before)
        }
        fixes.append(fix)
        if fixes.count > Self.most { fixes.removeFirst(fixes.count - Self.most) }
    }

    /// What is known of a moment that a door wrote down at a time of its boot.
    package enum Finding: Equatable, Sendable {
        /// By the hub's time: the door's own where that is right within what is tolerated.
        case known(Moment)
        /// There was no contact in that boot.
        case unknown
    }

    package func finding(_ moment: Moment, at time: BootTime) -> Finding {
        guard let fix = fixes.first(where: { $0.at.boot == time.boot }) else { return .unknown }
        let right = fix.hubTime.adding(milliseconds: time.milliseconds - fix.at.milliseconds)
        let error = (right.milliseconds - moment.milliseconds).magnitude
        let isNone = error < UInt64(Self.toleratedMilliseconds + fix.within)
        return .known(isNone ? moment : right)
    }
}

extension EvidenceEntry {
    /// As the hub keeps it: by its own time where the door had a contact in that boot. Where it had
    /// none, a scan so near to being late that a slow clock would tell is in doubt.
    package func timed(
        by fixes: ClockFixes, at time: BootTime, lateAfter: Moment
    ) -> EvidenceEntry {
        var timed = self
        switch fixes.finding(moment, at: time) {
        case .known(let moment):
            timed.moment = moment
            timed.hasHubTime = true
        case .unknown:
            guard case .scan(var scanned) = kind else { break }
            let distance = (moment.wholeSeconds - lateAfter.wholeSeconds).magnitude
            if distance <= UInt64(ClockFixes.doubtfulSeconds) {
                scanned.doubts.insert(.clockUncertain)
                timed.kind = .scan(scanned)
            }
        }
        return timed
    }
}

extension SessionEvent {
    /// As the hub keeps it: by its own time where the door had a contact in that boot.
    package func timed(by fixes: ClockFixes, at time: BootTime) -> SessionEvent {
        var timed = self
        if case .known(let moment) = fixes.finding(moment, at: time) {
            timed.moment = moment
            timed.hasHubTime = true
        }
        return timed
    }
}
