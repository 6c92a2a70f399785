import Attendance

extension RosterReading {
    /// Reads `meetings.csv`, where the school has one: the timetable.
    mutating func readMeetings() {
        guard files.holds(.meetings) else { return }
        if roster.partial.contains(.courses) {
            findings.add(
                .warning, .delta, file: SchoolFile.meetings.rawValue,
                "A timetable is read with all classes only, so it stays. Import them as bulk.")
            return
        }
        var found: [SchoolRoster.Meeting] = []
        _ = forEachRow(in: SheetForm<MeetingColumn>()) { row in
            guard let meeting = meeting(row), row.isSound else { return }
            found.append(meeting)
        }
        roster.meetings = found
    }

    private func meeting(_ row: SheetRow<MeetingColumn>) -> SchoolRoster.Meeting? {
        let course = row.text(.classSourcedId)
        let hasClass = row.refers(.classSourcedId, to: course, in: classes, .unknownClass)
        let day = row.day()
        let weeks = row.weeks()
        let sections = row.sections()
        let times = row.times(.startTime, .endTime)
        checkTimes(row, sections, hasTimes: times != nil)
        let room = row.name(.room)
        if room.isEmpty {
            row.warn(.noRoom, .room, "There is no room, so no door will show it. Fill in the room.")
        }
        let building = row.name(.building)
        let teachers = knownTeachers(row)
        let enabled = row.flag(.enabled, blank: true)
        guard hasClass, let day else { return nil }
        return SchoolRoster.Meeting(
            course: course, day: day, weeks: weeks, sections: sections,
            start: times?.start, end: times?.end, building: building, room: room,
            teachers: teachers, enabled: enabled)
    }

    /// A meeting has both times, or sections that the bell table has.
    private func checkTimes(
        _ row: SheetRow<MeetingColumn>, _ sections: [Int], hasTimes: Bool
    ) {
        if hasTimes || !row.isSound { return }
        let start = row.text(.startTime)
        let end = row.text(.endTime)
        if start.isEmpty != end.isEmpty {
            let column = start.isEmpty ? MeetingColumn.startTime : .endTime
            row.error(
                .noTime, column,
                "Only one of the two times is given. Write both, or blank both for the bell table.")
        } else if sections.isEmpty {
            row.error(
                .noTime, .sections,
                "There are neither sections nor times. Write the sections, for example 1-2.")
        } else if !files.holds(.periods) {
            row.error(
                .noTime, .startTime,
                "There are no times, and no periods.csv to take them from. Add one of the two.")
        } else if let missing = sections.first(where: { self.sections?.contains($0) == false }) {
            row.error(
                .unknownSection, .sections,
                "Section \(missing) is not in periods.csv. Add it there, or write the times here.")
        }
    }

    private func knownTeachers(_ row: SheetRow<MeetingColumn>) -> [SchoolRoster.SourceID] {
        var found: [SchoolRoster.SourceID] = []
        for teacher in row.list(.teacherSourcedId) where !found.contains(teacher) {
            switch users.standing(of: teacher) {
            case .known:
                found.append(teacher)
            case .leftOut, .unknown:
                row.warn(
                    .unknownUser, .teacherSourcedId,
                    """
                    \(quoted(teacher)) is not among the users read, so the name was ignored. Add \
                    the user to users.csv, or correct the id.
                    """)
            }
        }
        return found
    }
}

extension SheetRow<MeetingColumn> {
    fileprivate func day() -> SchoolRoster.Day? {
        if let number = TimetableGrammar.rotationDay(text(.weekday)) { return .rotation(number) }
        return word(.weekday, among: TimetableGrammar.days)
    }

    fileprivate func weeks() -> Set<Int>? {
        let text = text(.weeks)
        if text.isEmpty { return nil }
        guard let weeks = TimetableGrammar.weeks(text) else {
            error(
                .badWeeks, .weeks,
                """
                \(quoted(text)) is no list of weeks. Write 1-9,12-14, or 1-15/2 for every second \
                week, or blank for all; format the column as text.
                """)
            return nil
        }
        return weeks
    }

    fileprivate func sections() -> [Int] {
        let text = text(.sections)
        if text.isEmpty { return [] }
        guard let sections = TimetableGrammar.sections(text) else {
            error(
                .badSections, .sections,
                """
                \(quoted(text)) is no list of sections. Write 1-2 or 1,2; format the column as \
                text, as a spreadsheet takes 1-2 for a date.
                """)
            return []
        }
        return sections
    }
}
