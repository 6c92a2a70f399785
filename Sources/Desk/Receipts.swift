import Attendance
import Crypto

/// A check-in that somebody was given a receipt of: what it came to then, and what stands now.
package struct Receipt: Equatable, Sendable {
    /// Six characters of the session codes' alphabet.
    package var code: String
    package var moment: Moment
    package var student: User
    package var occurrence: Occurrence
    package var then: AttendanceNumber
    package var now: AttendanceRecord?

    package init(
        code: String, moment: Moment, student: User, occurrence: Occurrence,
        then: AttendanceNumber, now: AttendanceRecord?
    ) {
        self.code = code
        self.moment = moment
        self.student = student
        self.occurrence = occurrence
        self.then = then
        self.now = now
    }
}

extension Desk {
    /// The check code of an attempt: the same as long as the database lives, wherever it is
    /// restored, and nobody's to make up.
    static func receipt(of attempt: UniqueID, _ ledger: any LedgerReading) throws -> String {
        let key = SymmetricKey(data: try ledger.receiptKey())
        let id = [attempt.high, attempt.low].flatMap { half in
            withUnsafeBytes(of: half.bigEndian) { Array($0) }
        }
        return Proof.text(mac: HMAC<SHA256>.bytes(for: id, key))
    }
}

extension HMAC {
    static func bytes(for message: [UInt8], _ key: SymmetricKey) -> [UInt8] {
        authenticationCode(for: message, using: key).withUnsafeBytes { Array($0) }
    }
}
