import Attendance
import Desk
import TestKit
import Testing

@testable import LedgerSQL
@testable import LedgerSQLite

/// A look-up touches an index and never goes through a table or a roster.
@Suite struct QueryPlanTests {
    @Test func theLastFourAreFoundByAnIndex() async throws {
        let school = try await TestSchool()
        let sql = SQLTransaction.sameLast4.replacing("?1", with: "1").replacing(
            "?2", with: "'3456'")
        let plan = try run(
            "sqlite3", [school.directory.path + "/kiosk.sqlite", "EXPLAIN QUERY PLAN " + sql])
        #expect(plan.status == 0, "\(plan.errorText)")
        #expect(plan.text.contains("SEARCH u USING INDEX user_tail"))
        #expect(
            plan.text.contains("INDEX enrolment_member (course_id=? AND is_teacher=? AND user_id=?")
        )
        #expect(!plan.text.contains("SCAN u"), "\(plan.text)")
    }

    @Test func theHotTablesAreNeverScannedByACheckIn() async throws {
        let school = try await TestSchool()
        try await school.open()
        let statements = try await school.file.statements {
            try await school.present("2024123456")
            try await school.present("0006")
            try await school.present("3456")
        }
        #expect(statements.count > 10)
        for sql in statements {
            let plan = try await school.file.plan(of: sql)
            let scans = plan.filter { $0.contains("SCAN") && !$0.contains("CONSTANT ROW") }
            if sql.contains("code_key = ?2") {
                #expect(
                    plan.contains {
                        $0.contains("SEARCH e USING") && $0.contains("course_id=? AND is_teacher=?")
                            && $0.contains("user_id=?")
                    },
                    "one student's enrolments, not a roster: \(plan)")
            }
            if sql.contains("is_open = 1") {
                #expect(
                    plan.contains { $0.contains("SEARCH o USING INTEGER PRIMARY KEY") }
                        && plan.contains { $0.contains("INDEX occurrence_open (classroom_id=?)") },
                    "the room's of the day and what is open there, not all of it: \(plan)")
            }
            for scan in scans {
                #expect(
                    !["user", "enrolment", "occurrence", "attempt", "evidence", "record"]
                        .contains { scan.contains("SCAN \($0)") }, "\(scan) in \(sql)")
            }
        }
    }

    @Test func aDayIsFoundByTheStudentsEnrolmentsAndNotByThatOfTheSchool() async throws {
        let school = try await TestSchool()
        let plan = try await school.file.plan(of: SQLTransaction.scheduleSQL)
        #expect(plan.contains { $0.contains("SEARCH e USING INDEX enrolment_user (user_id=?") })
        #expect(plan.contains { $0.contains("(course_id=? AND date=?") }, "\(plan)")
        #expect(!plan.contains { $0.contains("occurrence_date") || $0.contains("SCAN o") })
    }

    @Test func aTermsCountsAreFoundByTheirKeysAndCountedByThem() async throws {
        let school = try await TestSchool()
        for sql in [SQLTransaction.tallyRowsSQL, SQLTransaction.tallyRows.single] {
            let plan = try await school.file.plan(of: sql)
            #expect(!plan.isEmpty)
            // One row is given.
            let scans = plan.filter { $0.contains("SCAN") }
            #expect(scans.filter { $0 != "SCAN CONSTANT ROW" && $0 != "SCAN g" } == [], "\(plan)")
        }
        let rows = try await school.file.plan(of: SQLTransaction.tallyRowsSQL)
        #expect(rows.contains { $0.contains("PRIMARY KEY (course_id=? AND term_id=?)") }, "\(rows)")
    }

    @Test func aTokenAndOneRowOfARosterAreFoundByTheirKeys() async throws {
        let school = try await TestSchool()
        for sql in [
            SQLTransaction.tokenSQL + " AND k.digest = ?1", SQLTransaction.rosterRowSQL,
        ] {
            let plan = try await school.file.plan(of: sql)
            let scans = plan.filter { $0.contains("SCAN") && !$0.contains("CONSTANT ROW") }
            #expect(scans == [], "\(plan)")
        }
    }
}
