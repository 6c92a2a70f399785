import Foundation

extension AuditChain {
    /// What a row sealed; empty where there is no such row, or nothing before the first.
    package static func digest(
        of seq: Int64, _ transaction: SQLTransaction
    ) throws -> [UInt8] {
        let found = try transaction.first("SELECT digest FROM audit WHERE seq = ?", [seq]) {
            Array($0.takeIf(Data.self) ?? Data())
        }
        return found ?? []
    }

    /// Whether a head of before is still part of the chain. What retention removed was part of it.
    package static func holds(_ head: Head, _ transaction: SQLTransaction) throws -> Bool {
        let anchor = try transaction.first("SELECT max(seq) FROM audit_anchor") {
            $0.takeIf(Int64.self)
        }
        if head.seq < (anchor ?? nil) ?? 0 { return true }
        return try head.seq == 0 || digest(of: head.seq, transaction) == head.digest
            || AuditChain.anchored(head, transaction)
    }

    private static func anchored(_ head: Head, _ transaction: SQLTransaction) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM audit_anchor WHERE seq = ? AND digest = ?",
            [head.seq, Data(head.digest)]
        ) { try $0.take(Int.self) } != nil
    }
}
