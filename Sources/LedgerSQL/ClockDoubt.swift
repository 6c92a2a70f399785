import Attendance
import Desk

extension SQLTransaction {
    package func newestEvidence() throws -> Int {
        try first("SELECT coalesce(max(row), 0) FROM evidence") { try $0.take() } ?? 0
    }

    package func doubtedScans(after row: Int) throws -> [DoubtedScan] {
        try all(
            """
            SELECT id, user_id, occurrence_id FROM evidence e
            WHERE row > ?1 AND kind = 'scan' AND flags LIKE '%clock_uncertain%'
              AND NOT EXISTS (SELECT 1 FROM evidence t WHERE t.row > e.row AND t.targets = e.id
                AND t.occurrence_id = e.occurrence_id AND t.user_id = e.user_id
                AND t.kind = 'verdict' AND t.number IS NOT NULL)
            ORDER BY row
            """, [row]
        ) { columns in
            DoubtedScan(
                scan: try columns.takeUniqueID(), user: try columns.takeID(),
                occurrence: try columns.takeID())
        }
    }

    package func usualMoment() throws -> Moment? {
        try first(
            """
            WITH newest AS (SELECT moment FROM audit ORDER BY seq DESC LIMIT 101)
            SELECT moment FROM newest ORDER BY moment
            LIMIT 1 OFFSET (SELECT count(*) / 2 FROM newest)
            """
        ) { try $0.takeMoment() }
    }
}
