import Attendance
import Crypto

extension Desk {
    /// What a session's terminal shows now, for a telephone in the room.
    package struct RotatingProof: Equatable, Sendable {
        package var text: String
        /// When the next one takes its place.
        package var expiresAt: Moment
    }

    package func proof(
        of session: CheckinSessionID, at moment: Moment, in ledger: any LedgerReading
    ) throws -> RotatingProof {
        let key = try ledger.proofKey(of: session)
        return RotatingProof(
            text: Self.proof(key, window: Proof.window(at: moment)),
            expiresAt: Proof.end(ofWindowAt: moment))
    }

    /// Whether a telephone was shown `text` by the session's terminal within the last seconds.
    package func honours(
        proof text: String, of session: CheckinSessionID, at moment: Moment,
        in ledger: any LedgerReading
    ) throws -> Bool {
        guard let given = SessionCode(text)?.text else { return false }
        let key = try ledger.proofKey(of: session)
        return Proof.windowsHonoured(at: moment).contains { Self.proof(key, window: $0) == given }
    }

    /// What a telephone opens to check in at a moment: `HTTPS://HOST/C/CODE.PROOF`, in capitals,
    /// which make a smaller QR.
    package static func checkInLink(
        _ publicURL: String, _ code: SessionCode, proofKey: [UInt8], at moment: Moment
    ) -> String {
        let proof = proof(proofKey, window: Proof.window(at: moment))
        return "\(publicURL)/c/\(code.text).\(proof)".uppercased()
    }

    static func proof(_ key: [UInt8], window: UInt64) -> String {
        let number = withUnsafeBytes(of: window.bigEndian) { Array($0) }
        return Proof.text(mac: HMAC<SHA256>.bytes(for: number, SymmetricKey(data: key)))
    }

    /// What a telephone whose proof was honoured at `opening` may check in with for two minutes:
    /// the moment, signed for this session and this holder of a token.
    package func ticket(
        for token: TokenID, session: CheckinSessionID, opening: Moment,
        in ledger: any LedgerReading
    ) throws -> String {
        let key = try ledger.proofKey(of: session)
        return Self.ticket(key, token, session, opening)
    }

    /// The moment of the opening that a ticket stands for; nil unless it is this holder's, this
    /// session's and still stands.
    package func opening(
        ticket: String, for token: TokenID, session: CheckinSessionID, at moment: Moment,
        in ledger: any LedgerReading
    ) throws -> Moment? {
        guard let text = ticket.split(separator: ".").first, let number = Int64(text) else {
            return nil
        }
        let opening = Moment(milliseconds: number)
        guard number.magnitude < 1 << 53, Proof.ticketStands(opening: opening, at: moment) else {
            return nil
        }
        let key = try ledger.proofKey(of: session)
        return ticket == Self.ticket(key, token, session, opening) ? opening : nil
    }

    private static func ticket(
        _ key: [UInt8], _ token: TokenID, _ session: CheckinSessionID, _ opening: Moment
    ) -> String {
        let signed = "ticket \(session.number) \(token.number) \(opening.milliseconds)"
        let mac = HMAC<SHA256>.bytes(for: Array(signed.utf8), SymmetricKey(data: key))
        return "\(opening.milliseconds).\(mac.hexadecimal)"
    }

    /// A student's own check-in by telephone; `opening` is when the proof was honoured.
    ///
    /// Refused as `sessionIs` where the session was not open then.
    package func checkInByPhone(
        _ student: User, to session: SessionDetail, opening: Moment, in ledger: any LedgerWriting
    ) throws -> Result<Answer, DeskRefusal> {
        switch session.session.status {
        case .draft: return .failure(.sessionIs(.draft))
        case .open, .closed: break
        }
        if !session.session.isOpen(at: opening) { return .failure(.sessionIs(.closedBefore)) }
        let attempt = Attempt(
            id: newID(at: opening), scan: Scan(code: student.code),
            moment: opening, origin: .phone(session.session.id))
        return .success(try checkIn(attempt, in: ledger))
    }
}
