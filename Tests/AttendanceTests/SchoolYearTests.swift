import Attendance
import Testing

@Suite struct SchoolYearTests {
    typealias Term = SchoolRoster.Term

    static func term(
        _ id: String, _ kind: Term.Kind, _ start: String, _ end: String,
        under parent: String? = nil, year: Int? = 2027
    ) -> Term {
        Term(
            id: id, title: id, kind: kind, start: SchoolDate(start)!, end: SchoolDate(end)!,
            parent: parent, schoolYear: year)
    }

    static func made(
        _ id: String, _ title: String, _ start: String, _ end: String, year: Int
    ) -> Term {
        Term(
            id: id, title: title, kind: .schoolYear, start: SchoolDate(start)!,
            end: SchoolDate(end)!, schoolYear: year)
    }

    static let year = term("y", .schoolYear, "2026-08-01", "2027-07-31")

    static func yeared(_ terms: [Term]) -> [Term] {
        var roster = SchoolRoster()
        roster.terms = terms
        return roster.yeared().terms
    }

    @Test func termsOfOneNumberGetOneYearThatSpansThem() {
        let terms = Self.yeared([
            Self.term("b", .semester, "2027-02-22", "2027-07-11"),
            Self.term("a", .semester, "2026-08-31", "2027-01-24"),
        ])
        #expect(
            terms == [
                Self.made(
                    "year:2027", "August 2026 – July 2027", "2026-08-31", "2027-07-11", year: 2027),
                Self.term("b", .semester, "2027-02-22", "2027-07-11", under: "year:2027"),
                Self.term("a", .semester, "2026-08-31", "2027-01-24", under: "year:2027"),
            ])
    }

    @Test func termsOfTwoNumbersGetTwoYearsAndWithoutANumberTheEndGivesIt() {
        let terms = Self.yeared([
            Self.term("a", .term, "2026-12-01", "2026-12-31", year: nil),
            Self.term("b", .term, "2026-03-02", "2026-03-28", year: 2025),
            Self.term("c", .gradingPeriod, "2026-05-01", "2026-06-30", year: 2026),
        ])
        #expect(
            terms == [
                Self.made("year:2025", "March 2026", "2026-03-02", "2026-03-28", year: 2025),
                Self.made(
                    "year:2026", "May 2026 – December 2026", "2026-05-01", "2026-12-31",
                    year: 2026),
                Self.term("a", .term, "2026-12-01", "2026-12-31", under: "year:2026", year: nil),
                Self.term("b", .term, "2026-03-02", "2026-03-28", under: "year:2025", year: 2025),
                Self.term(
                    "c", .gradingPeriod, "2026-05-01", "2026-06-30", under: "year:2026",
                    year: 2026),
            ])
    }

    @Test func onlyTheTopmostTermIsPutUnderTheYearWhichSpansAllBelow() {
        let terms = Self.yeared([
            Self.term("p", .gradingPeriod, "2026-09-01", "2027-02-05", under: "s"),
            Self.term("s", .semester, "2026-08-31", "2027-01-24"),
        ])
        #expect(
            terms == [
                Self.made(
                    "year:2027", "August 2026 – February 2027", "2026-08-31", "2027-02-05",
                    year: 2027),
                Self.term("s", .semester, "2026-08-31", "2027-01-24", under: "year:2027"),
                Self.term("p", .gradingPeriod, "2026-09-01", "2027-02-05", under: "s"),
            ])
    }

    @Test func aYearOfTheNumberThatSpansTheTermIsItsParent() {
        let semester = Self.term("s", .semester, "2026-08-01", "2027-07-31")
        let named = Self.term("s", .semester, "2026-08-01", "2027-07-31", under: "y")
        #expect(Self.yeared([semester, Self.year]) == [Self.year, named])
        #expect(Self.yeared([Self.year, semester]) == [Self.year, named])
    }

    static let unfit: [(String, Term)] = [
        ("begins a day late", term("y", .schoolYear, "2026-08-02", "2027-07-31")),
        ("ends a day early", term("y", .schoolYear, "2026-08-01", "2027-07-30")),
        ("has another number", term("y", .schoolYear, "2026-08-01", "2027-07-31", year: 2028)),
        ("is no year", term("y", .term, "2026-08-01", "2027-07-31", under: "z")),
    ]

    @Test(arguments: unfit)
    func aYearThatDoesNotFitIsNotTakenAndOneIsMade(why: String, row: Term) {
        let terms = Self.yeared([
            Self.term("z", .schoolYear, "2020-08-01", "2021-07-31", year: 2021), row,
            Self.term("s", .semester, "2026-08-01", "2027-07-31"),
        ])
        #expect(terms.first { $0.id == "s" }?.parent == "year:2027", "\(why)")
        #expect(terms.first { $0.id == "y" }?.parent == row.parent, "\(why)")
    }

    @Test func aYearBelowATermIsNotPutAboveItToo() {
        let below = Self.term("y", .schoolYear, "2026-08-01", "2027-07-31", under: "s")
        let terms = Self.yeared([Self.term("s", .semester, "2026-08-01", "2027-07-31"), below])
        #expect(terms.map(\.id) == ["year:2027", "s", "y"])
        #expect(terms.map(\.parent) == [nil, "year:2027", "s"])
    }

    @Test func anIDThatIsTakenIsNotGivenAgain() {
        let taken = Self.term("year:2027", .gradingPeriod, "2026-09-01", "2026-10-01")
        let terms = Self.yeared([taken])
        #expect(terms.map(\.id) == ["year:2027+", "year:2027"])
        #expect(terms.last?.parent == "year:2027+")
    }

    @Test func parentsComeBeforeTheirChildrenAndOthersStayInOrder() {
        let terms = Self.yeared([
            Self.term("z", .schoolYear, "2025-08-01", "2026-07-31", year: 2026),
            Self.term("p", .gradingPeriod, "2026-09-01", "2026-10-01", under: "s"),
            Self.term("s", .semester, "2026-08-31", "2027-01-24", under: "y"),
            Self.term("x", .schoolYear, "2024-08-01", "2025-07-31", year: 2025),
            Self.year,
        ])
        #expect(terms.map(\.id) == ["z", "y", "s", "p", "x"])
        #expect(Self.yeared(terms) == terms)
    }

    @Test func aLongChainOfParentsIsFollowedToItsTop() {
        let terms = Self.yeared(
            (0..<20_000).map { number in
                Self.term("\(number)", .term, "2026-09-01", "2026-10-01", under: "\(number + 1)")
            } + [Self.term("20000", .term, "2026-09-01", "2026-12-01")])
        #expect(terms.prefix(2).map(\.id) == ["year:2027", "20000"])
        #expect(terms.last?.id == "0" && terms[0].end == SchoolDate("2026-12-01"))
    }
}
