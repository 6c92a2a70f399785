import Attendance
import Desk

/// What a look at the whole of a database found.
package struct Verification: Equatable, Sendable {
    /// Rows of the audit, all sealed by the last.
    package var auditRows: Int64
    /// Of the last row, in hexadecimal: whoever noted it can tell later whether rows were cut off.
    package var auditHead: String
    /// What is wrong, in sentences; empty where nothing is.
    package var faults: [String]

    package init(auditRows: Int64 = 0, auditHead: String = "", faults: [String]) {
        self.auditRows = auditRows
        self.auditHead = auditHead
        self.faults = faults
    }
}

extension SQLTransaction {
    /// Looks at the chain of the audit and at whatever it seals. `progress` is told what is being
    /// looked at, how much of it so far, and of how much; 0 where nobody knows.
    package func verifyAudit(
        _ found: inout Verification, _ progress: (String, Int, Int) -> Void
    ) throws {
        let rows = try first("SELECT count(*) FROM audit") { try $0.take(Int.self) } ?? 0
        let (broken, head) = try AuditChain.firstBroken(self) {
            progress("looking at the audit", $0, rows)
        }
        if let broken {
            found.faults.append(
                "The audit does not hold from row \(broken) on: that row, or the one before it, "
                    + "was changed, taken out or put in.")
        } else {
            progress("looking at what the audit settled", 0, 0)
            found.faults += try brokenSeals()
        }
        found.auditRows = head.seq
        found.auditHead = head.hexadecimal
    }
}
