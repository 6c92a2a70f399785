/// An occurrence of a course as it is kept, whoever made it.
package struct KeptOccurrence: Equatable, Sendable {
    package var id: OccurrenceID
    package var held: PlannedOccurrence
    package var source: OccurrenceSource
    /// Made or changed by hand, or something hangs on it: it stays as it is.
    package var isFixed: Bool
    /// Another calendar has a lesson there as well: it does not go.
    package var isShared: Bool

    package init(
        id: OccurrenceID, held: PlannedOccurrence, source: OccurrenceSource, isFixed: Bool,
        isShared: Bool = false
    ) {
        self.id = id
        self.held = held
        self.source = source
        self.isFixed = isFixed
        self.isShared = isShared
    }
}

/// What a calendar changes of the occurrences of one course.
package struct TimetableChanges: Equatable, Sendable {
    package struct Update: Equatable, Sendable {
        package var id: OccurrenceID
        package var wanted: PlannedOccurrence
        /// False where nothing but the event's key is another.
        package var isSeen: Bool
    }

    package var created: [PlannedOccurrence] = []
    package var updated: [Update] = []
    package var removed: [OccurrenceID] = []
    package var unchanged = 0
    /// Lessons of the calendar at whose time something is held already that is not its own.
    package var taken = 0

    package init() {}
}

/// Finds what a calendar plans of a course among what is kept, and says what is to be written.
///
/// An occurrence stays the same one by its event and the date that its series planned; else by its
/// date and times; else by its date. What is fixed or was not brought by a calendar stays as it
/// is, and nothing is planned beside it at the same time. What the calendar no longer has goes from
/// `today` on.
package func changes(
    from kept: [KeptOccurrence], to planned: [PlannedOccurrence], today: SchoolDate
) -> TimetableChanges {
    var matching = TimetableMatching(kept: kept, planned: planned)
    matching.match()
    return matching.changes(today: today)
}

private struct TimetableMatching {
    private let kept: [KeptOccurrence]
    private let planned: [PlannedOccurrence]
    /// For each that is planned the place in `kept`.
    private var matches: [Int: Int] = [:]
    /// Those that nothing has been found for: places in `kept` and in `planned`.
    private var freeKept: [Int]
    private var freePlanned: [Int]
    private var taken = 0

    init(kept: [KeptOccurrence], planned: [PlannedOccurrence]) {
        self.kept = kept
        self.planned = planned
        freeKept = kept.indices.filter { kept[$0].source == .imported }
        freePlanned = Array(planned.indices)
    }

    mutating func match() {
        pair(by: \.origin)
        pair { occurrence in
            occurrence.origin.flatMap { $0.key.isOfSeries ? nil : $0.key }
        }
        pair { [$0.date.days, $0.start.minutes, $0.end.minutes] }
        freeKept.removeAll { kept[$0].isFixed || kept[$0].isShared }
        passOverWhatIsTaken()
        pair { [$0.date.days, $0.sections.first ?? 0] }
        pair(by: \.date)
    }

    private mutating func pair<Name: Hashable>(by name: (PlannedOccurrence) -> Name?) {
        var waiting: [Name: ArraySlice<Int>] = [:]
        for place in freeKept {
            if let name = name(kept[place].held) { waiting[name, default: []].append(place) }
        }
        var found: Set<Int> = []
        freePlanned.removeAll { place in
            guard let name = name(planned[place]), let match = waiting[name]?.popFirst() else {
                return false
            }
            matches[place] = match
            found.insert(match)
            return true
        }
        freeKept.removeAll(where: found.contains)
    }

    /// Nothing is held twice: what something else holds at that time is not planned beside it.
    private mutating func passOverWhatIsTaken() {
        let matched = Set(matches.values)
        let others = Dictionary(
            grouping: kept.indices.filter { place in
                kept[place].source != .imported
                    || (kept[place].isFixed || kept[place].isShared) && !matched.contains(place)
            }, by: { kept[$0].held.date })
        func isTaken(_ place: Int) -> Bool {
            let wanted = planned[place]
            if let match = matches[place], kept[match].isFixed { return false }
            return (others[wanted.date] ?? []).contains { other in
                let held = kept[other].held
                // What staff cancelled of the same hour stays cancelled.
                return held.start < wanted.end && wanted.start < held.end
                    && (!held.isCancelled || held.start == wanted.start)
            }
        }
        let passedOver = Set(planned.indices.filter(isTaken))
        taken = passedOver.count
        freePlanned.removeAll(where: passedOver.contains)
        freeKept += passedOver.sorted().compactMap { matches.removeValue(forKey: $0) }
    }
}

extension TimetableMatching {
    func changes(today: SchoolDate) -> TimetableChanges {
        var changes = TimetableChanges()
        changes.taken = taken
        let going = freeKept.filter { kept[$0].held.date >= today }
        changes.removed = going.map { kept[$0].id }
        let changing = Set(matches.values.filter { !kept[$0].isFixed }).union(going)
        var used: [SchoolDate: Set<Int>] = [:]
        for place in kept.indices where !changing.contains(place) {
            used[kept[place].held.date, default: []].formUnion(kept[place].held.sections)
        }
        let wanted = planned.indices.filter { matches[$0] != nil || freePlanned.contains($0) }
        for place in wanted.filter({ !planned[$0].isCancelled })
            + wanted.filter({ planned[$0].isCancelled })
        {
            let match = matches[place].map { kept[$0] }
            if match?.isFixed == true {
                changes.unchanged += 1
                continue
            }
            var occurrence = planned[place]
            occurrence.sections = Self.free(occurrence.sections, beside: used[occurrence.date])
            used[occurrence.date, default: []].formUnion(occurrence.sections)
            changes.take(occurrence, insteadOf: match)
        }
        return changes
    }

    /// The sections that nothing else has on that date, or else the first number that is free.
    private static func free(_ sections: [Int], beside used: Set<Int>?) -> [Int] {
        guard let used else { return sections }
        let left = sections.filter { !used.contains($0) }
        if !left.isEmpty { return left }
        var number = 1
        while used.contains(number) { number += 1 }
        return [number]
    }
}

extension TimetableChanges {
    fileprivate mutating func take(
        _ wanted: PlannedOccurrence, insteadOf kept: KeptOccurrence?
    ) {
        guard let kept else {
            created.append(wanted)
            return
        }
        var before = kept.held
        let isSameEvent = before.origin == wanted.origin
        before.origin = wanted.origin
        if before == wanted { unchanged += 1 }
        if before == wanted, isSameEvent { return }
        updated.append(Update(id: kept.id, wanted: wanted, isSeen: before != wanted))
    }
}
