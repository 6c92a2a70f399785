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
        let text = LinkText.make()
        guard let digest = TokenDigest(ofLink: text) else { preconditionFailure("just made") }
        _ = try await ledger.write { ledger in
            let moment = now()
            return try ledger.createToken(
                digest, .user(user.id, user.role), .link, expires: moment.adding(seconds: seconds),
                at: moment, by: actor)
        }
        return text
    }

    /// Exchanges a link for a browser's token, whose text is given and kept nowhere. The link is
    /// spent.
    package func signIn(with link: Token, in ledger: any LedgerWriting) throws -> String {
        let text = TokenText.make()
        guard let digest = TokenDigest(of: text) else { preconditionFailure("just made") }
        let moment = now()
        _ = try ledger.revokeToken(link.id, at: moment, by: link.actor)
        _ = try ledger.createToken(
            digest, link.holder, .browser, expires: moment.adding(seconds: Self.secondsSignedIn),
            at: moment, by: link.actor)
        return text
    }
}
