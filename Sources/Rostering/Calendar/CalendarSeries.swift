import Attendance

/// All events of one name: those that repeat, and the changes of single dates.
struct CalendarSeries {
    let main: CalendarEvent?
    /// With what each changes.
    let changes: [CalendarEvent]

    /// Events of one file by their names, in the order of the file. Of several versions of the same
    /// one the last counts; events that share a name by mistake stay apart.
    static func all(of events: [CalendarEvent]) -> [CalendarSeries] {
        var order: [String] = []
        var groups: [String: [CalendarEvent]] = [:]
        for event in events {
            let name = event.uid ?? "line \(event.line)"
            if groups[name] == nil { order.append(name) }
            groups[name, default: []].append(event)
        }
        return order.flatMap { series(of: groups[$0] ?? []) }
    }

    private static func series(of events: [CalendarEvent]) -> [CalendarSeries] {
        let mains = latest(
            events.filter { $0.text.first("RECURRENCE-ID") == nil }
        ) { $0.text.first("DTSTART")?.value }
        let newest = mains.map(\.sequence).max() ?? 0
        let standing = mains.filter { $0.sequence == newest }
        let changes = latest(
            events.filter { $0.text.first("RECURRENCE-ID") != nil }
        ) { $0.text.first("RECURRENCE-ID")?.value }
        if standing.count == 1 || changes.isEmpty {
            let owner = standing.first
            return [CalendarSeries(main: owner, changes: changes)]
                + standing.dropFirst().map { CalendarSeries(main: $0, changes: []) }
        }
        return standing.map { CalendarSeries(main: $0, changes: []) }
            + [CalendarSeries(main: nil, changes: changes)]
    }

    /// The last version of each, in the order of the first.
    private static func latest(
        _ events: [CalendarEvent], by name: (CalendarEvent) -> String?
    ) -> [CalendarEvent] {
        var places: [String: Int] = [:]
        var found: [CalendarEvent] = []
        for event in events {
            let name = name(event) ?? ""
            guard let place = places[name] else {
                places[name] = found.count
                found.append(event)
                continue
            }
            if event.sequence >= found[place].sequence { found[place] = event }
        }
        return found
    }
}
