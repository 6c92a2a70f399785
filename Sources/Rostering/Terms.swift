import Attendance

extension RosterReading {
    private static let kinds: [(String, SchoolRoster.Term.Kind)] = [
        SchoolRoster.Term.Kind.schoolYear, .semester, .term, .gradingPeriod,
    ].map { ($0.rawValue, $0) }

    /// Reads `academicSessions.csv`.
    mutating func readTerms() {
        var register = terms
        var found: [(row: SheetRow<AcademicSessionColumn>, term: SchoolRoster.Term)] = []
        let isComplete = forEachRow(in: dialect.terms) { row in
            guard let id = row.enter(into: &register), let term = Self.term(id, row) else { return }
            found.append((row, term))
        }
        register.isComplete = register.isComplete && isComplete
        terms = register
        let changed = Set(found.map(\.term.id)).union(register.removed)
        let staying = knownTerms.filter { !changed.contains($0.id) }
        var circles = ParentCircles()
        for term in staying {
            if let parent = term.parent { _ = circles.put(term.id, under: parent) }
        }
        let read = found.map { row, term in
            var placed = term
            placed.parent = term.parent.flatMap { parent in
                row.checkOptional(.parentSourcedId, parent, in: register, .unknownTerm)
                    ? parent : nil
            }
            if let parent = placed.parent {
                row.checkCircle(.parentSourcedId, circles.put(term.id, under: parent))
            }
            return placed
        }
        roster.terms = staying + read
    }

    private static func term(
        _ id: String, _ row: SheetRow<AcademicSessionColumn>
    ) -> SchoolRoster.Term? {
        let title = row.name(.title)
        let kind = row.word(.type, among: kinds) ?? (row.form.isLenient ? .term : nil)
        let start = row.date(.startDate)
        let end = row.date(.endDate)
        let parent = row.text(.parentSourcedId)
        let year = schoolYear(row)
        if let start, let end, end < start {
            row.error(
                .endBeforeStart, .endDate,
                "The term ends before it starts, on \(start). Correct one of the two dates.")
        }
        if row.form.isLenient, row.isSound, start == nil || end == nil {
            row.warn(
                .noTerm, start == nil ? .startDate : .endDate,
                "The term has no dates, so it was left out. Fill in both dates.")
        }
        guard let kind, let start, let end, row.isSound else { return nil }
        return SchoolRoster.Term(
            id: id, title: title, kind: kind, start: start, end: end,
            parent: parent.isEmpty ? nil : parent, schoolYear: year)
    }

    private static func schoolYear(_ row: SheetRow<AcademicSessionColumn>) -> Int? {
        let text = row.text(.schoolYear)
        if text.isEmpty { return nil }
        guard text.utf8.count == 4, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            row.error(
                .badValue, .schoolYear,
                """
                \(quoted(text)) is not a year. Write the year in which the school year ends, for \
                example 2027.
                """)
            return nil
        }
        return Int(text)
    }
}

extension SheetRow {
    /// Reports a parent that could not be put above the row.
    func checkCircle(_ column: Column, _ isAbove: Bool) {
        if isAbove { return }
        error(
            .parentCycle, column,
            """
            \(quoted(text(column))) lies below this row, or is the row itself, so the two would \
            lie within each other. Correct the id, or blank the cell.
            """)
    }
}
