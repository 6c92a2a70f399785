import Attendance
import Crypto

/// What a one-time link ends in: sixteen characters of the session codes' alphabet, which is 78
/// bits of chance, and few modules of a QR.
package enum LinkText {
    package static let length = 16

    static func make() -> String {
        var random = SystemRandomNumberGenerator()
        return String((0..<length).map { _ in SessionCode.alphabet.randomElement(using: &random)! })
    }
}

extension TokenDigest {
    /// Nil where the text cannot be a link's; letters may be small.
    package init?(ofLink text: some StringProtocol) {
        let link = text.uppercased()
        guard link.count == LinkText.length, link.allSatisfy(SessionCode.alphabet.contains) else {
            return nil
        }
        self.init(bytes: Array(SHA256.hash(data: Array(link.utf8))))
    }
}

extension Desk {
    /// How long a browser stays signed in.
    package static let secondsSignedIn: Int64 = 12 * 3_600

    /// Makes a link that signs somebody in to the pages, once, and gives its text, which is kept
    /// nowhere.
    package func invite(
        _ user: User, forSeconds seconds: Int64, by actor: Actor
    ) async throws -> String {
        try await ledger.write {
            try invitation(of: user, forSeconds: seconds, by: actor, in: $0)
        }
    }

    /// As `invite`, in a transaction.
    package func invitation(
        of user: User, forSeconds seconds: Int64, by actor: Actor, in ledger: any LedgerWriting
    ) throws -> String {
        let text = LinkText.make()
        guard let digest = TokenDigest(ofLink: text) else { preconditionFailure("just made") }
        let moment = now()
        _ = try ledger.createToken(
            digest, .user(user.id, user.role), .link, expires: moment.adding(seconds: seconds),
            at: moment, by: actor)
        return text
    }

    /// How long a telephone that has scanned a door's link may take to be made somebody's.
    package static let secondsToPair: Int64 = 60

    /// As `invite`, at a door, of the student who checked in by an attempt with one of these
    /// numbers whole; nil where nobody did. A tail is nobody's proof.
    package func pairPhone(
        after attempt: UniqueID, presenting codes: [UserCode], at door: Attempt.Door,
        then: @escaping @Sendable (Result<String?, any Error>) -> Void
    ) {
        ledger.write(
            .atDoor,
            { ledger in
                guard let answer = try ledger.answer(to: attempt), let student = answer.person,
                    student.role == .student, try isWhole(codes, of: student, ledger)
                else { return nil }
                return try invitation(
                    of: student, forSeconds: Self.secondsToPair,
                    by: Actor(origin: "door:\(door.device.number)"), in: ledger)
            }, then: then)
    }

    /// Whether one of the numbers is all of a student's, or a card's of theirs.
    func isWhole(
        _ codes: [UserCode], of student: User, _ ledger: any LedgerReading
    ) throws -> Bool {
        try codes.contains { code in
            let found = try ledger.lookups(code, on: nil)
            return (found.holder ?? found.aliasHolder)?.user == student.id
        }
    }

    /// Exchanges a link for a token of this device, whose text is given and kept nowhere. The link
    /// is spent.
    ///
    /// Staff have a browser, for twelve hours; a student has one telephone, until the term ends:
    /// the one before it is signed out.
    package func signIn(
        with link: Token, in ledger: any LedgerWriting
    ) throws -> (text: String, way: Token.Way, seconds: Int64) {
        let (text, digest) = TokenText.withDigest()
        let moment = now()
        var way = Token.Way.browser
        var expires = moment.adding(seconds: Self.secondsSignedIn)
        if case .user(let id, .student) = link.holder {
            way = .phone
            expires = try endOfTerm(in: ledger)
            for phone in try ledger.tokens(of: id) where phone.way == .phone {
                _ = try ledger.revokeToken(phone.id, at: moment, by: link.actor)
            }
        }
        _ = try ledger.revokeToken(link.id, at: moment, by: link.actor)
        _ = try ledger.createToken(
            digest, link.holder, way, expires: expires, at: moment, by: link.actor)
        return (text, way, expires.wholeSeconds - moment.wholeSeconds)
    }

    /// How long a telephone stays paired where no term says.
    private static let daysPaired = 180

    /// The end of the last day of the last term that is on today.
    private func endOfTerm(in ledger: any LedgerReading) throws -> Moment {
        let ends = try ledger.academicYears().flatMap(\.terms)
            .filter { $0.start <= today && today <= $0.end }.map(\.end)
        let last = ends.max() ?? today.adding(days: Self.daysPaired)
        return zone.moment(last, .endOfDay)
    }
}

extension Desk {
    /// Makes the address of somebody's calendar feed anew, and gives its token, which is kept
    /// nowhere; the one before no longer holds.
    package func renewCalendar(
        of user: User, by actor: Actor, in ledger: any LedgerWriting
    ) throws -> String {
        let moment = now()
        for token in try ledger.tokens(of: user.id) where token.holder == .calendar(user.id) {
            _ = try ledger.revokeToken(token.id, at: moment, by: actor)
        }
        let (text, digest) = TokenText.withDigest()
        _ = try ledger.createToken(
            digest, .calendar(user.id), .program, expires: nil, at: moment, by: actor)
        return text
    }
}

extension Desk {
    /// Makes a token that reads one session's code and counts, for the rest of its day, and gives
    /// its text, which is kept nowhere.
    package func projectorToken(
        of session: SessionDetail, by actor: Actor, in ledger: any LedgerWriting
    ) throws -> String {
        let (text, digest) = TokenText.withDigest()
        let date = max(session.occurrence.date, today)
        _ = try ledger.createToken(
            digest, .projector(session.session.id), .program,
            expires: zone.moment(date, .endOfDay), at: now(), by: actor)
        return text
    }
}
