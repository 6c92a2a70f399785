import Attendance
import Desk
import TestKit
import Testing

/// Constraints are the last guard: what the code never does, the file refuses.
@Suite struct ConstraintTests {
    static let forbidden = [
        """
        INSERT INTO checkin_session (occurrence_id, status, grace_minutes, created_at, updated_at)
        SELECT occurrence_id, 'draft', 10, 0, 0 FROM checkin_session
        """,
        """
        INSERT INTO record (occurrence_id, user_id, settled_row, created_at, updated_at)
        SELECT occurrence_id, user_id, 1, 0, 0 FROM record
        """,
        "INSERT INTO attempt SELECT * FROM attempt",
        """
        INSERT INTO evidence SELECT NULL, id, occurrence_id, user_id, device_id, seq + 1000,
          revision, seen, moment, kind, method, held_for, flags, status, number, period, remark,
          accepted, targets, actor_id, origin, has_hub_time, seal FROM evidence
        """,
        "UPDATE checkin_session SET code = NULL",
        "UPDATE record SET user_id = 9999",
        "UPDATE audit SET origin = 'nobody'",
        "DELETE FROM audit",
        "INSERT INTO user SELECT id + 100, NULL, NULL, lower(code), code_key, tail_key, code_length, "
            + "given_name, family_name, full_name, role, '', NULL, NULL, 0, 0, NULL, NULL, NULL "
            + "FROM user",
        "UPDATE occurrence SET end_minute = start_minute",
    ]

    @Test(arguments: forbidden)
    func isRefusedByTheFile(_ sql: String) async throws {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("2024123456")
        let tried = try run(
            "sqlite3",
            [school.directory.path + "/kiosk.sqlite", "PRAGMA foreign_keys = ON; " + sql])
        #expect(tried.status != 0)
        #expect(
            tried.errorText.contains("constraint failed")
                || tried.errorText.contains("append-only"), "\(tried.errorText)")
    }
}
