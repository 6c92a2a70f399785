import TestKit
import Testing

/// What staff do about single lessons, by the real program.
@Suite struct SubstituteCommandTests {
    @Test func aSubstituteIsNamedAndALessonHeldAfterAll() throws {
        let school = try ImportedSchool()
        let id = try school.query(
            """
            SELECT o.id FROM occurrence o JOIN course c ON c.id = o.course_id
            WHERE c.course_code = 'MATH101' AND o.date = '2026-09-07' AND o.first_section = 1
            """)[0]
        let named = try school.kiosk("occurrence", "teach", id, "T1002")
        #expect(named.status == 0 && named.text.contains("also teaching"), "\(named.errorText)")
        let shown = try school.kiosk("occurrence", "list", "--date", "2026-09-07", "--json")
        #expect(shown.text.contains("\"also_teaching\":[{"))
        #expect(try school.kiosk("occurrence", "teach", id, "T1002").status == 1)
        #expect(try school.kiosk("occurrence", "teach", id, "2024123456").status == 4)
        #expect(try school.kiosk("occurrence", "teach", id, "nobody").status == 5)
        #expect(try school.kiosk("occurrence", "teach", id).status == 64)
        #expect(try school.kiosk("occurrence", "teach", id, "--none").status == 0)
        #expect(try school.kiosk("occurrence", "teach", id, "--none").status == 5)

        #expect(try school.kiosk("occurrence", "restore", id).status == 1)
        #expect(try school.kiosk("occurrence", "cancel", id).status == 0)
        #expect(
            try school.query("SELECT status FROM occurrence WHERE id = \(id)") == ["cancelled"])
        #expect(try school.kiosk("occurrence", "restore", id).text.contains("scheduled"))

        let extra = try school.kiosk(
            "occurrence", "create", "--course", "MATH101", "--date", "2026-09-12", "--start",
            "10:00", "--end", "11:00", "--teacher", "T1002")
        let taught = try school.query(
            """
            SELECT u.code FROM occurrence_teacher w JOIN user u ON u.id = w.user_id
            JOIN occurrence o ON o.id = w.occurrence_id WHERE o.source_type = 'manual'
            """)
        #expect(extra.status == 0 && taught == ["T1002"], "\(extra.errorText)")
    }
}
