import Attendance
import TestKit

/// One lesson at several doors and a hub, in memory: who holds what, and how it travels.
struct Campus {
    static let students = 2

    /// What goes up and comes down again.
    enum Item {
        case evidence(EvidenceEntry, student: Int)
        case event(SessionEvent)
    }

    /// A wrong way to go about it.
    enum Flaw: CaseIterable {
        case doorKeepsItsOwnCopy, hubForgetsItsNumbers, answerIsBelieved
        case feedSkips, snapshotIsAdded, eventsStayAtTheDoor
    }

    /// A database: what it made itself, and what the hub says.
    struct Copy {
        var own: [Item] = []
        var fed: [Item] = []

        var history: SessionHistory {
            SessionHistory(
                (own + fed).compactMap { if case .event(let event) = $0 { event } else { nil } })
        }

        func entries(_ student: Int) -> [EvidenceEntry] {
            (own + fed).compactMap {
                if case .evidence(let entry, student) = $0 { entry } else { nil }
            }
        }

        func settled(_ student: Int) -> Settlement {
            settle(evidence(entries(student)))
        }

        func evidence(_ entries: [EvidenceEntry]) -> Evidence {
            let session = history.session(RandomSession.session, on: RandomSession.occurrence)
            return Evidence(
                entries: entries, sections: [1, 2],
                lateAfter: session?.lateAfter(start: at(0)) ?? at(10),
                isClosed: session?.status == .closed)
        }

        var revision: Int {
            (0..<Campus.students).flatMap(entries).compactMap(\.place.revision).max() ?? 0
        }
    }

    struct Door {
        var copy = Copy()
        /// How far the hub has confirmed the own items, and how far the feed was read.
        var acked = 0
        var after = 0
        var hubEpoch = 0
        var minutesWrong: Int
        var boot = 0
        var fixes = ClockFixes()
        /// When each of its own items was made, by its boot's clock.
        var made: [BootTime] = []
    }

    var doors: [Door]
    var hub = Copy()
    var hubEpoch = 0
    let flaw: Flaw?
    private var minute = -10
    private var count = 0

    init(flaw: Flaw? = nil, using dice: inout SeededDice) {
        self.flaw = flaw
        doors = (0..<Int.random(in: 1...3, using: &dice)).map { _ in
            Door(minutesWrong: Int.random(in: 0..<3, using: &dice) == 0 ? -47 : 0)
        }
    }

    mutating func pass(_ steps: Int, using dice: inout SeededDice) {
        for _ in 0..<steps {
            minute += Int.random(in: 0...4, using: &dice)
            let door = Int.random(in: 0..<doors.count, using: &dice)
            switch Int.random(in: 0..<20, using: &dice) {
            case 0...6: act(at: door, using: &dice)
            case 7: actAtTheHub(using: &dice)
            case 8...12: upload(door, using: &dice)
            case 13...17: download(door, using: &dice)
            case 18: doors[door].boot += 1
            default: restoreTheHub(using: &dice)
            }
        }
    }

    /// Everything is up, and everything has come down.
    mutating func comeTogether(using dice: inout SeededDice) {
        for door in doors.indices {
            doors[door].acked = min(doors[door].acked, confirmed(door))
            while doors[door].acked < doors[door].copy.own.count { upload(door, using: &dice) }
        }
        for door in doors.indices {
            repeat { download(door, using: &dice) } while doors[door].after < hub.fed.count
        }
    }

    // Verbs

    private func time(_ door: Int) -> (moment: Moment, boot: BootTime) {
        let boot = id(10_000 + door * 100 + doors[door].boot)
        return (
            at(minute + doors[door].minutesWrong),
            BootTime(boot: boot, milliseconds: Int64(minute + 100) * 60_000)
        )
    }

    private mutating func act(at door: Int, using dice: inout SeededDice) {
        let (moment, boot) = time(door)
        let item = made(
            in: doors[door].copy, device: Int64(door + 2), revision: nil, moment, using: &dice)
        guard let item else { return }
        doors[door].copy.own.append(item)
        doors[door].made.append(boot)
    }

    private mutating func actAtTheHub(using dice: inout SeededDice) {
        let item = made(
            in: hub, device: 1, revision: hub.revision + 1, at(minute), using: &dice)
        if let item { hub.fed.append(item) }
    }

    /// A scan, a mark, a correction, or an event of the session; nil where a verb does nothing.
    private mutating func made(
        in copy: Copy, device: Int64, revision: Int?, _ moment: Moment,
        using dice: inout SeededDice
    ) -> Item? {
        count += 1
        if Int.random(in: 0..<3, using: &dice) == 0 {
            let history = copy.history
            let before = history.session(RandomSession.session, on: RandomSession.occurrence)
            let verb = RandomSession.Verb.allCases.randomElement(using: &dice)!
            let after = RandomSession.changed(before, by: verb, moment, number: count)
            guard let after, let kind = SessionEvent.Kind(from: before, to: after) else {
                return nil
            }
            return .event(
                SessionEvent(id: id(count), moment: moment, kind: kind, saw: history.newest))
        }
        let student = Int.random(in: 0..<Self.students, using: &dice)
        return .evidence(
            EvidenceEntry(
                id: id(count), moment: moment,
                place: EvidencePlace(
                    revision: revision, seen: copy.revision, device: DeviceID(device), seq: count),
                kind: RandomDay.randomKind(after: copy.entries(student), using: &dice)),
            student: student)
    }

    // Travel

    /// The hub takes some, from anywhere that was confirmed; the answer may be lost.
    private mutating func upload(_ door: Int, using dice: inout SeededDice) {
        let own = doors[door].copy.own
        if hubEpoch != doors[door].hubEpoch {
            doors[door].acked = min(doors[door].acked, confirmed(door))
        }
        let first = Int.random(in: max(0, doors[door].acked - 2)...doors[door].acked, using: &dice)
        let last = min(own.count, first + Int.random(in: 0...4, using: &dice))
        let isAnswered = Int.random(in: 0..<4, using: &dice) > 0
        if Int.random(in: 0..<3, using: &dice) > 0 {
            let (_, boot) = time(door)
            doors[door].fixes.remember(ClockFix(at: boot, hubTime: at(minute), within: 50))
        }
        if flaw == .answerIsBelieved, !isAnswered {
            doors[door].acked = max(doors[door].acked, last)
            return
        }
        for place in first..<max(first, last) { take(own[place], doors[door].made[place], door) }
        if isAnswered { doors[door].acked = max(doors[door].acked, last) }
    }

    private mutating func take(_ item: Item, _ boot: BootTime, _ door: Int) {
        if hub.fed.contains(where: { $0.id == item.id }) { return }
        switch item {
        case .evidence(var entry, let student):
            if flaw != .hubForgetsItsNumbers { entry.place.revision = hub.revision + 1 }
            let lateAfter = hub.evidence([]).lateAfter
            let timed = entry.timed(by: doors[door].fixes, at: boot, lateAfter: lateAfter)
            hub.fed.append(.evidence(timed, student: student))
        case .event(let event):
            if flaw == .eventsStayAtTheDoor { return }
            hub.fed.append(.event(event.timed(by: doors[door].fixes, at: boot)))
        }
    }

    /// How many of a door's items the hub has without a gap.
    private func confirmed(_ door: Int) -> Int {
        let held = Set(hub.fed.map(\.id))
        return doors[door].copy.own.firstIndex { !held.contains($0.id) }
            ?? doors[door].copy.own.count
    }

    /// Some of the feed, from a little before where it was; a snapshot where the hub is another.
    private mutating func download(_ door: Int, using dice: inout SeededDice) {
        if doors[door].hubEpoch != hubEpoch {
            if flaw != .snapshotIsAdded { doors[door].copy.fed = [] }
            doors[door].copy.fed += hub.fed.shuffled(using: &dice)
            doors[door].after = hub.fed.count
            doors[door].hubEpoch = hubEpoch
            return
        }
        let after = doors[door].after
        let first = Int.random(in: max(0, after - 2)...after, using: &dice)
        let last = min(hub.fed.count, first + Int.random(in: 1...6, using: &dice))
        var items = Array(hub.fed[first..<last])
        if flaw == .feedSkips, items.count > 2 { items.remove(at: 1) }
        if flaw == .doorKeepsItsOwnCopy {
            let own = Set(doors[door].copy.own.map(\.id))
            items.removeAll { own.contains($0.id) }
        }
        doors[door].copy.fed += items.shuffled(using: &dice)
        doors[door].after = max(after, last)
    }

    /// It goes on from a copy of itself that lacks the last it had.
    private mutating func restoreTheHub(using dice: inout SeededDice) {
        if Int.random(in: 0..<2, using: &dice) == 0 { return }
        hub.fed.removeLast(min(hub.fed.count, Int.random(in: 0...4, using: &dice)))
        hubEpoch += 1
    }
}

extension Campus.Item {
    var id: UniqueID {
        switch self {
        case .evidence(let entry, _): entry.id
        case .event(let event): event.id
        }
    }
}
