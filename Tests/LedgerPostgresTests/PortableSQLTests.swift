import LedgerSQL
import Testing

@testable import LedgerPostgres

@Suite struct PortableSQLTests {
    @Test(arguments: [
        ("SELECT ? + ?", "SELECT $1 + $2"),
        ("a = ?2 AND b = ?1 AND c = ?2", "a = $2 AND b = $1 AND c = $2"),
        ("SELECT '?', \"?\", 'it''s ?' FROM t", "SELECT '?', \"?\", 'it''s ?' FROM t"),
        ("FROM user u JOIN user_x x", "FROM \"user\" u JOIN user_x x"),
        ("role = 'user' AND \"user\".id = 1", "role = 'user' AND \"user\".id = 1"),
        ("group_concat(x, ' ')", "string_agg(x, ' ')"),
        ("a CROSS JOIN b ON true", "a  JOIN b ON true"),
        ("x = ?10", "x = $10"),
    ])
    func isWrittenAsTheServerReadsIt(_ sql: String, _ expected: String) {
        #expect(PortableSQL.translate(sql) == expected)
    }

    @Test func whatIsNullStandsThereAsNull() {
        let sql = "?1 IS NULL OR a = ?1 OR b = ?2"
        #expect(
            PortableSQL.translate(sql, nulls: [true, false])
                == "NULL IS NULL OR a = NULL OR b = $2")
    }

    @Test func aQuoteThatIsNotClosedEndsNothing() {
        #expect(PortableSQL.translate("SELECT 'a") == "SELECT 'a")
    }
}
