import Foundation
import TestKit
import Testing

/// `import calendar` by the real program.
@Suite struct ImportCalendarCommandTests {
    private static let calendar = """
        BEGIN:VCALENDAR
        VERSION:2.0
        BEGIN:VEVENT
        UID:1
        SUMMARY:Calculus, evening
        CATEGORIES:MATH101
        DTSTART;TZID=China Standard Time:20260908T190000
        DTEND;TZID=China Standard Time:20260908T200000
        RRULE:FREQ=WEEKLY;COUNT=3
        LOCATION:5A C317
        END:VEVENT
        BEGIN:VEVENT
        UID:2
        SUMMARY:Staff meeting
        DTSTART:20260909T190000
        DTEND:20260909T200000
        END:VEVENT
        END:VCALENDAR

        """

    /// What was imported, by date.
    private func imported(_ school: ImportedSchool) throws -> [String] {
        try school.query(
            """
            SELECT id || ' ' || date || ' ' || status FROM occurrence
            WHERE source_type = 'imported' ORDER BY date
            """)
    }

    @Test func aCalendarIsProposedAndThenImportedOnce() throws {
        let school = try ImportedSchool()
        let file = try school.file("autumn plan.ics", Self.calendar)
        let proposed = try school.kiosk("import", "calendar", file)
        #expect(proposed.status == 0)
        #expect(proposed.text.contains("Calculus, evening  MATH101 CS 2024  categories  1"))
        #expect(proposed.text.contains("(no course)"))
        #expect(proposed.errorText.contains("autumn plan.ics:14, column SUMMARY: warning:"))
        #expect(
            proposed.errorText.hasSuffix(
                "    kiosk import calendar '\(file)' --data \(school.data) --yes\n"))
        #expect(try imported(school) == [])

        let rehearsed = try school.decoded(try school.kiosk("import", "calendar", file, "--json"))
        #expect(rehearsed.mapping.map(\.kind) == ["none", "course"])
        #expect(rehearsed.mapping.map(\.courseCode) == [nil, "MATH101"])
        #expect(rehearsed.mapping.map(\.events) == [1, 1])
        #expect(rehearsed.counts["occurrences"]?.created == 3)
        #expect(try imported(school) == [])

        let both = try school.kiosk("import", "calendar", file, "--dry-run")
        #expect(both.text.contains("MATH101 CS 2024") && both.text.contains("occurrences  3"))
        #expect(both.status == 0 && both.errorText.hasSuffix("(--dry-run).\n"))

        let done = try school.kiosk("import", "calendar", file, "--yes", "--strict")
        #expect(done.status == 3, "with a warning")
        let first = try imported(school)
        #expect(
            first.map { $0.split(separator: " ")[1] } == ["2026-09-08", "2026-09-15", "2026-09-22"])
        let again = try school.decoded(
            try school.kiosk("import", "calendar", file, "--yes", "--json"))
        #expect(again.counts["occurrences"]?.unchanged == 3)
        #expect(again.counts["occurrences"]?.created == 0 && again.mapping.count == 2)
        #expect(try imported(school) == first)
    }

    @Test func rulesGoBeforeWhatEventsSayAndErrorsStopIt() throws {
        let school = try ImportedSchool()
        let file = try school.file("plan.ics", Self.calendar)
        let rules = try school.file(
            "rules.csv", "field,pattern,course\nsummary,Staff*,CS101\ncategories,MATH101,-\n")
        let ruled = try school.decoded(
            try school.kiosk("import", "calendar", file, "--rules", rules, "--json"))
        #expect(ruled.mapping.map(\.kind) == ["course", "left_out"])
        #expect(ruled.mapping.map(\.by) == ["rule of line 2", "rule of line 3"])
        let broken = try school.file(
            "broken.ics",
            Self.calendar.replacing("China Standard Time", with: "Moon Standard Time"))
        for more in [[], ["--yes"], ["--json"]] {
            let refused = try KioskProgram.run(
                ["import", "calendar", broken, "--data", school.data] + more)
            #expect(refused.status == 4)
            #expect((refused.text + refused.errorText).contains("Europe/Berlin"))
        }
        #expect(try imported(school) == [])
        #expect(try school.kiosk("import", "calendar", file + "x").status == 5)
    }

    @Test func withoutASchoolThereIsNothingToReadItAgainst() throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appendingPathComponent("plan.ics")
        try Data(Self.calendar.utf8).write(to: file)
        let refused = try KioskProgram.run([
            "import", "calendar", file.path, "--data", directory.path + "/none",
        ])
        #expect(refused.status == 5 && refused.errorText.contains("kiosk import"))
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/none"))
    }

}
