import Attendance

extension RosterReading {
    /// Reads `periods.csv`, where the school has one: the bell table.
    mutating func readBell() {
        guard files.holds(.periods) else { return }
        var lines: [Int: Int] = [:]
        var found: [SchoolRoster.Bell] = []
        let isComplete = forEachRow(in: SheetForm<PeriodColumn>()) { row in
            let section = row.section()
            let times = row.times(.start, .end)
            if let section, let earlier = lines.updateValue(row.line, forKey: section) {
                row.error(
                    .duplicateSection, .section,
                    "Section \(section) stands in line \(earlier) already. Delete one of the two.")
            }
            guard let section, let times, row.isSound else { return }
            found.append(SchoolRoster.Bell(section: section, start: times.start, end: times.end))
        }
        sections = isComplete && found.count == lines.count ? Set(found.map(\.section)) : nil
        roster.bell = found.sorted { $0.section < $1.section }
    }

    /// Reads `exceptions.csv`, where the school has one: holidays and moved days.
    mutating func readExceptions() {
        guard files.holds(.exceptions) else { return }
        var lines: [SchoolDate: Int] = [:]
        var found: [SchoolRoster.DayException] = []
        _ = forEachRow(in: SheetForm<ExceptionColumn>()) { row in
            let date = row.date(.date)
            let isMove = row.word(.action, among: [("cancel", false), ("move", true)])
            let target = row.target(isMove: isMove, date: date)
            if let date, let earlier = lines.updateValue(row.line, forKey: date) {
                row.error(
                    .duplicateDate, .date,
                    "\(date) stands in line \(earlier) already. Delete one of the two lines.")
            }
            guard let date, row.isSound else { return }
            found.append(SchoolRoster.DayException(date: date, movedTo: target))
        }
        roster.exceptions = found
    }
}

extension SheetRow {
    /// Both times of the row; nil where one is blank or wrong. An end not after the start is an
    /// error.
    func times(
        _ startColumn: Column, _ endColumn: Column
    ) -> (start: TimeOfDay, end: TimeOfDay)? {
        let start = time(startColumn)
        let end = time(endColumn)
        guard let start, let end else { return nil }
        guard start < end else {
            error(
                .endBeforeStart, endColumn,
                "\(end) is not after the start, \(start). Correct one of the two times.")
            return nil
        }
        return (start, end)
    }
}

extension SheetRow<PeriodColumn> {
    fileprivate func section() -> Int? {
        let text = text(.section)
        if text.isEmpty { return nil }
        guard let sections = TimetableGrammar.sections(text), sections.count == 1 else {
            error(
                .badSections, .section,
                """
                \(quoted(text)) is not the number of one section. Write a number from 1 to \
                \(TimetableGrammar.maximumSection).
                """)
            return nil
        }
        return sections[0]
    }
}

extension SheetRow<ExceptionColumn> {
    fileprivate func target(isMove: Bool?, date: SchoolDate?) -> SchoolDate? {
        guard isMove == true else {
            if isMove == false, !text(.targetDate).isEmpty {
                warn(
                    .targetIgnored, .targetDate,
                    "A cancelled day has no target, so it was ignored. Write move to keep it.")
            }
            return nil
        }
        if text(.targetDate).isEmpty {
            error(
                .blankCell, .targetDate,
                "The day is moved, but not where to. Write the date, or write cancel.")
        }
        let target = self.date(.targetDate)
        if let target, target == date {
            error(.badValue, .targetDate, "The day is moved to itself. Write another date.")
        }
        return target
    }
}
