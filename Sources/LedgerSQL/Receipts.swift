import Attendance
import Desk
import Foundation

extension SQLTransaction {
    package func receiptKey() throws -> [UInt8] {
        let key = try first("SELECT value FROM secret WHERE name = 'receipt'") {
            try $0.take(Data.self)
        }
        guard let key else { throw Columns.incomplete }
        return Array(key)
    }

    package func receipts(_ code: String) throws -> [Receipt] {
        try all(
            """
            SELECT a.moment, a.number, \(User.columns), \(Occurrence.columns)
            FROM attempt a CROSS JOIN user u ON u.id = a.user_id
            JOIN checkin_session s ON s.id = a.session_id
            JOIN occurrence o ON o.id = s.occurrence_id JOIN course c ON c.id = o.course_id
            LEFT JOIN user t ON t.id = c.teacher_id LEFT JOIN classroom r ON r.id = o.classroom_id
            WHERE a.receipt = ? ORDER BY a.moment DESC
            """, [code]
        ) { columns in
            let moment = try columns.takeMoment()
            let number = try columns.take(AttendanceNumber.init(rawValue:))
            let student = try User(&columns)
            let occurrence = try Occurrence(&columns)
            return Receipt(
                code: code, moment: moment, student: student, occurrence: occurrence,
                then: number, now: nil)
        }
        .map { receipt in
            var confirmed = receipt
            confirmed.now = try record(of: receipt.student.id, on: receipt.occurrence.id)
            return confirmed
        }
    }
}
