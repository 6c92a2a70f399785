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
        var parents: [String: String] = [:]
        for (row, term) in found {
            guard let parent = term.parent,
                row.checkOptional(.parentSourcedId, parent, in: register, .unknownTerm)
            else { continue }
            if Self.leads(from: parent, to: term.id, parents) {
                row.warn(
                    .parentCycle, .parentSourcedId,
                    """
                    \(quoted(parent)) lies within this term itself, so it was ignored. Correct the \
                    id, or blank the cell.
                    """)
            } else {
                parents[term.id] = parent
            }
        }
        terms = register
        let read = found.map { entry in
            var term = entry.term
            term.parent = parents[term.id]
            return term
        }
        let changed = Set(read.map(\.id)).union(register.removed)
        roster.terms = knownTerms.filter { !changed.contains($0.id) } + read
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

    /// True if the chain of parents above `start`, itself counted, comes to `goal`.
    static func leads(
        from start: String, to goal: String, _ parents: [String: String]
    ) -> Bool {
        var place: String? = start
        while let here = place {
            if here == goal { return true }
            place = parents[here]
        }
        return false
    }
}
