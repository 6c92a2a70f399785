extension SchoolRoster {
    /// The same school with a school year above every term that is none, and every term after its
    /// parent.
    ///
    /// A topmost term of another kind is put under the first school year with its number that
    /// spans it. Where there is none, one is made for all such terms with that number, as long as
    /// they and all below them are: its id is `year:2027`, its title `August 2026 – July 2027`. The
    /// number of a term that has none is the year in which it ends.
    package func yeared() -> SchoolRoster {
        var roster = self
        roster.terms = Self.underYears(Self.parentsFirst(terms))
        return roster
    }

    /// The same terms, each after its parent, otherwise in their order.
    private static func parentsFirst(_ terms: [Term]) -> [Term] {
        let places = Dictionary(terms.indices.map { (terms[$0].id, $0) }) { first, _ in first }
        var isPlaced = Array(repeating: false, count: terms.count)
        var ordered: [Term] = []
        for place in terms.indices {
            var chain: [Term] = []
            var next: Int? = place
            while let here = next, !isPlaced[here] {
                isPlaced[here] = true
                chain.append(terms[here])
                next = terms[here].parent.flatMap { places[$0] }
            }
            ordered += chain.reversed()
        }
        return ordered
    }

    /// `terms` come after their parents, and so does what is given.
    private static func underYears(_ terms: [Term]) -> [Term] {
        let tops = topmost(terms)
        // A year below another term could not be put above it as well.
        let years = terms.filter { $0.kind == .schoolYear && tops[$0.id]?.kind == .schoolYear }
        let yearsByNumber = Dictionary(grouping: years, by: \.yearNumber)
        let ids = Set(terms.map(\.id))
        var parents: [SourceID: SourceID] = [:]
        var made: [Int: Term] = [:]
        for term in withoutYear(terms) {
            guard let top = tops[term.id] else { continue }
            let number = top.yearNumber
            if let year = yearsByNumber[number]?.first(where: { $0.spans(top) }) {
                parents[top.id] = year.id
            } else {
                let year = made[number]?.lengthened(to: term) ?? Term(year: number, for: term, ids)
                made[number] = year
                parents[top.id] = year.id
            }
        }
        let placed = terms.map { term in
            var term = term
            term.parent = parents[term.id] ?? term.parent
            return term
        }
        return parentsFirst(made.sorted { $0.key < $1.key }.map(\.value.titled) + placed)
    }

    /// The topmost term above each, which may be itself.
    private static func topmost(_ terms: [Term]) -> [SourceID: Term] {
        var tops: [SourceID: Term] = [:]
        for term in terms { tops[term.id] = term.parent.flatMap { tops[$0] } ?? term }
        return tops
    }

    /// The terms that neither are a school year nor have one above them.
    private static func withoutYear(_ terms: [Term]) -> [Term] {
        var found: [Term] = []
        var covered: Set<SourceID> = []
        for term in terms {
            if term.kind == .schoolYear || term.parent.map(covered.contains) == true {
                covered.insert(term.id)
            } else {
                found.append(term)
            }
        }
        return found
    }
}

extension SchoolRoster.Term {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    /// A school year for `term`, without a title, with an id that is none of `ids`.
    fileprivate init(year: Int, for term: Self, _ ids: Set<SchoolRoster.SourceID>) {
        var id = "year:\(year)"
        while ids.contains(id) { id += "+" }
        self.init(
            id: id, title: "", kind: .schoolYear, start: term.start, end: term.end,
            schoolYear: year)
    }

    fileprivate var yearNumber: Int { schoolYear ?? end.civil.year }

    fileprivate func spans(_ other: Self) -> Bool {
        start <= other.start && other.end <= end
    }

    fileprivate func lengthened(to other: Self) -> Self {
        var longer = self
        longer.start = min(start, other.start)
        longer.end = max(end, other.end)
        return longer
    }

    /// With the months of its first and last day for a title.
    fileprivate var titled: Self {
        func month(_ date: SchoolDate) -> String {
            Self.months[date.civil.month - 1] + " \(date.civil.year)"
        }
        let (first, last) = (month(start), month(end))
        var titled = self
        titled.title = first == last ? first : first + " – " + last
        return titled
    }
}
