import Attendance
import Testing

@Suite struct TimetableChangesTests {
    static let timetable = Timetable(bell: TimetableTests.bell, exceptions: [])
    static let today = SchoolDate("2026-09-07")!

    /// A course's occurrences, changed as a ledger would.
    struct Kept {
        var rows: [KeptOccurrence] = []
        var last = TimetableChanges()
        private var next: Int64 = 1

        mutating func take(_ lessons: [DatedMeeting], today: SchoolDate = today) {
            let planned = timetable.plan(lessons) { ($0.isEmpty ? "" : "5A", $0) }
            last = changes(from: rows, to: planned, today: today)
            rows.removeAll { last.removed.contains($0.id) }
            for update in last.updated {
                let place = rows.firstIndex { $0.id == update.id }!
                rows[place].held = update.wanted
            }
            for occurrence in last.created { add(occurrence, .imported) }
        }

        mutating func add(
            _ occurrence: PlannedOccurrence, _ source: OccurrenceSource, isFixed: Bool = false
        ) {
            rows.append(
                KeptOccurrence(
                    id: OccurrenceID(next), held: occurrence, source: source, isFixed: isFixed))
            next += 1
        }

        /// `1: 07 08:00-08:45 [1]`, in time order.
        var held: [String] {
            rows.sorted { ($0.held.date, $0.held.start) < ($1.held.date, $1.held.start) }
                .map { "\($0.id.number): " + short($0.held) }
        }

        /// New, changed, the same, gone and left to something else.
        var counts: [Int] {
            [
                last.created.count, last.updated.count(where: \.isSeen), last.unchanged,
                last.removed.count, last.taken,
            ]
        }
    }

    let week = [
        lesson(7, "08:00", "08:45", series: true), lesson(8, "08:00", "08:45", series: true),
        lesson(9, "10:00", "10:45", "2"),
    ]

    @Test func theSameAgainChangesNothing() {
        var kept = Kept()
        kept.take(week)
        #expect(kept.counts == [3, 0, 0, 0, 0])
        let before = kept.held
        kept.take(week.reversed())
        #expect(kept.counts == [0, 0, 3, 0, 0] && kept.held == before)
        #expect(kept.last.updated.isEmpty)
    }

    @Test func anEventThatMovesKeepsItsPlace() {
        var kept = Kept()
        kept.take(week)
        kept.take([
            week[0], lesson(10, "08:00", "08:45", series: true, planned: 8),
            lesson(16, "08:00", "08:45", "2"),
        ])
        #expect(
            kept.held == [
                "1: 07 08:00-08:45 [1]", "2: 10 08:00-08:45 [1] moved", "3: 16 08:00-08:45 [1]",
            ])
        #expect(kept.counts == [0, 2, 1, 0, 0])
    }

    @Test func twoLessonsChangePlaces() {
        var kept = Kept()
        kept.take([lesson(7, "08:00", "08:45"), lesson(8, "08:00", "08:45", "2")])
        kept.take([lesson(8, "08:00", "08:45"), lesson(7, "08:00", "08:45", "2")])
        #expect(kept.held == ["2: 07 08:00-08:45 [1]", "1: 08 08:00-08:45 [1]"])
        #expect(kept.counts == [0, 2, 0, 0, 0])
    }

    @Test func programsThatNameEventsAnewFindThemAgain() {
        var kept = Kept()
        kept.take(week)
        let renamed = week.map {
            lesson(
                $0.date.days - SchoolDate("2026-09-01")!.days + 1, "\($0.start)", "\($0.end)",
                "x\($0.date)")
        }
        kept.take(renamed)
        #expect(kept.counts == [0, 0, 3, 0, 0], "nobody sees another name")
        #expect(kept.last.updated.count == 3)
        kept.take(renamed)
        #expect(kept.last.updated.isEmpty && kept.counts == [0, 0, 3, 0, 0])
        kept.take([lesson(7, "10:00", "10:45", "y")] + renamed[1...])
        #expect(kept.held.first == "1: 07 10:00-10:45 [3]", "the date's only lesson")
    }

    @Test func whatIsGoneGoesFromTodayOn() {
        var kept = Kept()
        let past = lesson(4, "08:00", "08:45", "0")
        kept.take([past] + week)
        kept.take([week[1]])
        #expect(kept.counts == [0, 0, 1, 2, 0])
        #expect(kept.held == ["1: 04 08:00-08:45 [1]", "3: 08 08:00-08:45 [1]"])
        kept.take([])
        #expect(kept.held == ["1: 04 08:00-08:45 [1]"])
        // What stayed of the past keeps its section.
        kept.take([lesson(4, "08:20", "08:40", "9"), lesson(4, "08:00", "08:45", "0")])
        #expect(kept.held == ["1: 04 08:00-08:45 [1]", "5: 04 08:20-08:40 [2]"])
    }

    @Test func whatIsFixedStaysAsItIs() {
        var kept = Kept()
        kept.take(week)
        for place in kept.rows.indices { kept.rows[place].isFixed = true }
        let before = kept.held
        kept.take([
            lesson(7, "08:00", "09:40", series: true, location: "C400"),
            lesson(8, "08:00", "08:45", series: true, cancelled: true),
        ])
        #expect(kept.held == before && kept.counts == [0, 0, 2, 0, 0])
        kept.take([])
        #expect(kept.held == before)
    }

    @Test func whatTheCalendarHoldsBesideWhatIsFixedStaysToo() {
        var kept = Kept()
        let groups = [lesson(7, "08:00", "08:45"), lesson(7, "08:20", "09:40", "2")]
        kept.take(groups)
        let before = kept.held
        kept.rows[0].isFixed = true
        kept.take(groups)
        #expect(kept.held == before && kept.counts == [0, 0, 2, 0, 0])
    }

    @Test func whatStaffMovedIsNotHeldTwice() {
        var kept = Kept()
        kept.take(week)
        kept.rows[0].held.date = SchoolDate("2026-09-11")!
        kept.rows[0].isFixed = true
        kept.take(week)
        #expect(
            kept.held == [
                "2: 08 08:00-08:45 [1]", "3: 09 10:00-10:45 [3]", "1: 11 08:00-08:45 [1]",
            ])
        #expect(kept.counts == [0, 0, 3, 0, 0])
    }

    @Test func nothingIsPlannedBesideWhatOthersHold() {
        for source in [OccurrenceSource.generated, .manual] {
            var kept = Kept()
            let other = Self.timetable.plan([lesson(7, "08:30", "09:40", "x")]) { _ in ("", "") }[0]
            kept.add(other, source, isFixed: source == .manual)
            kept.take(week)
            #expect(kept.counts == [2, 0, 0, 0, 1])
            #expect(kept.held.first == "1: 07 08:30-09:40 [1, 2]")
            kept.take(week)
            #expect(kept.counts == [0, 0, 2, 0, 1])
            kept.take([])
            #expect(kept.held == ["1: 07 08:30-09:40 [1, 2]"])
        }
    }

    @Test func whatStaffCancelledStaysCancelled() {
        var kept = Kept()
        var other = Self.timetable.plan([lesson(7, "08:00", "08:45", "x")]) { _ in ("", "") }[0]
        other.isCancelled = true
        kept.add(other, .generated, isFixed: true)
        kept.take(week)
        #expect(kept.held.first == "1: 07 08:00-08:45 [1] cancelled" && kept.rows.count == 3)
        // Another lesson in that section is another lesson.
        kept.take([lesson(7, "08:10", "08:45", "z")])
        #expect(
            kept.held.prefix(2) == [
                "1: 07 08:00-08:45 [1] cancelled", "4: 07 08:10-08:45 [2]",
            ])
    }

    @Test func whatAnotherCalendarHasAsWellStays() {
        var kept = Kept()
        kept.take(week)
        for place in kept.rows.indices { kept.rows[place].isShared = true }
        kept.take([lesson(7, "08:00", "08:45", "other"), lesson(8, "08:10", "08:30", "other2")])
        #expect(kept.counts == [0, 0, 1, 0, 1])
        #expect(kept.rows.count == 3)
    }

    /// Whatever calendars follow each other, the second time nothing changes, and no two
    /// occurrences have one date and first section, or one event and date.
    @Test(arguments: 0..<40) func anyCalendarIsTakenOnce(seed: Int) {
        var dice = Dice(state: UInt64(seed) &* 7_919 &+ 3)
        var kept = Kept()
        for _ in 0..<3 where dice.below(2) == 0 {
            let other = lesson(1 + dice.below(9), "08:30", "09:00", "m\(dice.below(99))")
            let planned = Self.timetable.plan([other]) { _ in ("", "") }[0]
            if !kept.rows.contains(where: { $0.held.date == planned.date }) {
                kept.add(planned, .manual, isFixed: true)
            }
        }
        for _ in 0..<12 {
            let lessons = (0..<dice.below(9)).map { _ in dice.lesson() }
            let past = kept.rows.filter { $0.held.date < Self.today }.map(\.id)
            kept.take(lessons)
            let after = kept.held
            #expect(past.allSatisfy { id in kept.rows.contains { $0.id == id } })
            for row in kept.rows where dice.below(6) == 0 {
                let place = kept.rows.firstIndex { $0.id == row.id }!
                kept.rows[place].isFixed = true
            }
            kept.take(lessons)
            #expect(kept.held == after && kept.last.updated.isEmpty && kept.last.created.isEmpty)
            let places = kept.rows.map { [$0.held.date.days, $0.held.sections[0]] }
            #expect(Set(places).count == places.count, "\(kept.held)")
            let origins = kept.rows.compactMap(\.held.origin)
            #expect(Set(origins).count == origins.count)
        }
    }

    struct Dice {
        var state: UInt64

        mutating func below(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, limit)
        }

        mutating func lesson() -> DatedMeeting {
            let start = 480 + 10 * below(18)
            let day = 1 + below(9)
            let isMoved = below(5) == 0
            return AttendanceTests.lesson(
                day, "\(TimeOfDay(minutes: start)!)",
                "\(TimeOfDay(minutes: start + 20 + 10 * below(9))!)",
                "\(below(6))", series: below(2) == 0, planned: isMoved ? 1 + below(9) : nil,
                location: below(2) == 0 ? "C317" : "", cancelled: below(5) == 0)
        }
    }
}
