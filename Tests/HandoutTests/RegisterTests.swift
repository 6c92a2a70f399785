import Attendance
import Desk
import Foundation
import Handout
import TestKit
import Testing
import Wire

/// The register as a parser of HTML reads it.
@Suite struct RegisterTests {
    private let directory: TemporaryDirectory
    private let register: Register

    init() throws {
        directory = try TemporaryDirectory()
        register = try Register(
            folder: KioskProgram.root.appendingPathComponent("assets/handout"))
    }

    private func page(
        _ marks: CourseMarks, words: Words = .english, isBlank: Bool = false
    ) throws -> OtherReader.Page {
        let look = Register.Look(
            words: words, labels: StatusLabels(), from: SchoolDate("2026-03-01")!,
            to: SchoolDate("2026-03-31")!, today: SchoolDate("2026-03-13")!, isBlank: isBlank)
        let file = directory.path + "/register.html"
        try register.html(of: marks, look).write(toFile: file, atomically: true, encoding: .utf8)
        return try OtherReader.page(file)
    }

    private func texts(_ row: [OtherReader.Page.Cell]) -> [String] { row.map(\.text) }

    @Test func whoWasThereStandsByRowsAndLessonsByColumns() throws {
        let page = try page(SmallSchool.calculus)
        let table = try #require(page.tables.first)
        #expect(page.tables.count == 1 && page.language == "en")
        #expect(table[0][0].text.hasPrefix("MATH101 Calculus (CS 2024) 2026-03-01 to 2026-03-31"))
        #expect(table[0][0].text.hasSuffix("Taught by Jane Miller"))
        #expect(
            texts(table[1]) == [
                "#", "Name", "Number", "2026-03-02 08:00", "2026-03-04 08:00",
                "2026-03-06 08:00\nnot taken", "2026-03-09 08:00\ncancelled", "2026-03-11 08:00",
                "2026-03-13 08:00\nopen", "2026-03-16 08:00\nto come", "present", "late", "absent",
                "leave", "Rate",
            ])
        #expect(
            texts(table[4]) == [
                "3", "John Smith", "2024123456", "P", "P", "", "", "A", "P", "", "3", "0", "1", "0",
                "75.0 %",
            ])
        #expect(texts(table[3]).suffix(5) == ["2", "1", "0", "0", "100.0 %"])
        #expect(texts(table[2]).suffix(5) == ["0", "0", "1", "1", "0.0 %"])
    }

    @Test func theLastRowsSumUpAndAreSigned() throws {
        let table = try #require(try page(SmallSchool.calculus).tables.first)
        // In the first lesson two of three were there, in the second two of two who were asked for.
        #expect(
            texts(table[5]) == [
                "Rate", "66.6", "100.0", "", "", "50.0", "100.0", "", "5", "1", "2", "1", "75.0 %",
            ])
        #expect(texts(table[6]) == ["Signature"] + Array(repeating: "", count: 7))
        #expect(table.count == 7)
    }

    @Test func marksOfWhatWasNotTakenAreNone() throws {
        let table = try #require(try page(SmallSchool.calculus).tables.first)
        let classes = table[2...4].map { $0[3..<10].map(\.class) }
        #expect(
            classes == [
                ["absent", "leave", "untaken", "untaken", "none", "none", "untaken"],
                ["late", "present", "untaken", "untaken", "present", "none", "untaken"],
                ["present", "present", "untaken", "untaken", "absent", "present", "untaken"],
            ])
    }

    @Test func sixtyLessonsAreCutIntoSheetsThatAreReadWell() throws {
        let course = SmallSchool.course()
        let lessons = (0..<60).map { place in
            SmallSchool.lesson(
                Int64(place + 1), of: course,
                on: "\(SchoolDate("2026-01-01")!.adding(days: place))", session: .closed,
                [(SmallSchool.john, place.isMultiple(of: 4) ? .absent : .present)])
        }
        let page = try page(SmallSchool.marks(course, lessons))
        #expect(page.tables.map { $0[1].count - 8 } == [15, 15, 15, 15])
        #expect(page.tables[0][0][0].text.contains("Part 1 of 4"))
        let dates = page.tables.flatMap { texts(Array($0[1].dropFirst(3).dropLast(5))) }
        #expect(dates == lessons.map { "\($0.occurrence.date) 08:00" })
        // The whole of it, on every sheet.
        for table in page.tables {
            #expect(texts(table[4]).suffix(5) == ["45", "0", "15", "0", "75.0 %"])
        }
    }

    @Test func whoTaughtStandsByLessonWhereTheyDiffer() throws {
        let course = SmallSchool.course()
        var marks = CourseMarks(
            of: course, members: [SmallSchool.john], zone: SmallSchool.zone, now: SmallSchool.now)
        for (place, teacher) in ["Jane Miller", "Lucio Marchetti"].enumerated() {
            marks.add(
                SmallSchool.lesson(
                    Int64(place + 1), of: course, on: "2026-03-0\(place + 2)", session: .closed),
                teachers: [teacher]
            ) { _ in nil }
        }
        let table = try #require(try page(marks).tables.first)
        #expect(!table[0][0].text.contains("Taught by"))
        #expect(table.map(texts).contains(["Taught by", "Jane Miller", "Lucio Marchetti"]))
    }

    @Test func aBlankOneHasRoomForAPen() throws {
        let blank = try #require(try page(SmallSchool.calculus, isBlank: true).tables.first)
        #expect(blank[2...4].allSatisfy { $0.dropFirst(3).allSatisfy { $0.text.isEmpty } })
        #expect(blank[2].count == 3 + 7)
        #expect(texts(blank[1])[6] == "2026-03-09 08:00\ncancelled")
        #expect(!texts(blank[1]).joined().contains("not taken"))
        let none = SmallSchool.marks(SmallSchool.course(), [])
        let written = try #require(try page(none, isBlank: true).tables.first)
        #expect(texts(written[1]).dropFirst(3) == Array(repeating: "Date, Time", count: 5)[...])
    }

    @Test func aCourseWithoutLessonsSaysSo() throws {
        let page = try page(SmallSchool.marks(SmallSchool.course(), []))
        #expect(page.text.contains("No lessons in these days.") && page.tables.count == 1)
    }

    @Test func hostileNamesAreTextAndNothingIsLoaded() throws {
        let names = [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{words}}", "&lt;",
            "a\u{202E}b\u{0}", "</table></style><h1>", String(repeating: "ẞ", count: 500),
        ]
        let students = names.enumerated().map { place, name in
            SmallSchool.student(Int64(place + 1), name)
        }
        let course = SmallSchool.course("<b>M</b>", "</title><script>", className: "\u{2029}'\"")
        let page = try page(
            SmallSchool.marks(
                course, [SmallSchool.lesson(1, of: course, on: "2026-03-02", session: .closed)],
                members: students, teachers: ["<i>T</i>"]))
        let table = try #require(page.tables.first)
        #expect(page.tables.count == 1 && page.links == [] && page.handlers == [])
        #expect(Set(page.tags).isDisjoint(with: ["script", "img", "h1", "link", "iframe"]))
        #expect(
            Set(table[2..<9].map { $0[1].text })
                == Set(
                    names.map { name in
                        name.replacing("\u{202E}", with: "").replacing("\u{0}", with: " ")
                            .trimmingCharacters(in: .whitespaces)
                    }))
        #expect(table[0][0].text.contains("<b>M</b> </title><script>"))
    }

    @Test func whatNoPageCanBeMadeOfIsRefused() throws {
        let course = SmallSchool.course()
        let lessons = (0..<501).map { place in
            SmallSchool.lesson(
                Int64(place + 1), of: course,
                on: "\(SchoolDate("2026-01-01")!.adding(days: place))", session: nil)
        }
        let students = (1...500).map { SmallSchool.student($0, "Given \($0)", "C\($0)") }
        let marks = SmallSchool.marks(course, lessons, members: students)
        #expect(
            throws: RegisterRefusal.tooMuch(lessons: 501, students: 500, mostCells: 250_000)
        ) { try page(marks) }
    }
}
