import Attendance
import Crypto

package enum TokenEntity {}
package typealias TokenID = ID<TokenEntity>

/// A token in the only form that is kept: its SHA-256.
package struct TokenDigest: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Nil where the text is no token at all: rubbish never reaches the database.
    package init?(of text: some StringProtocol) {
        let given = Array(text.utf8)
        guard given.count == TokenText.length, given.starts(with: TokenText.prefix.utf8),
            given.suffix(TokenText.checksumLength)
                .elementsEqual(TokenText.checksum(given.dropLast(TokenText.checksumLength + 1)))
        else { return nil }
        bytes = Array(SHA256.hash(data: given))
    }
}

/// What a token looks like: `kiosk_SECRET_CHECKSUM`, so that a search for leaked ones finds it.
package enum TokenText {
    static let prefix = "kiosk_"
    private static let secretLength = 32
    static let checksumLength = 6
    static let length = prefix.utf8.count + secretLength + 1 + checksumLength
    /// Five bits a character; none is taken for another.
    private static let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)

    /// A new one: 160 bits of chance.
    package static func make() -> String {
        var random = SystemRandomNumberGenerator()
        let secret = (0..<secretLength).map { _ in alphabet.randomElement(using: &random)! }
        let body = Array(prefix.utf8) + secret
        return String(decoding: body + [UInt8(ascii: "_")] + checksum(body[...]), as: UTF8.self)
    }

    /// A new one, and what is kept of it.
    static func withDigest() -> (text: String, digest: TokenDigest) {
        let text = make()
        guard let digest = TokenDigest(of: text) else { preconditionFailure("just made") }
        return (text, digest)
    }

    /// Not a secret: it tells a mistyped token from a real one.
    static func checksum(_ body: ArraySlice<UInt8>) -> [UInt8] {
        SHA256.hash(data: body).prefix(checksumLength).map { alphabet[Int($0) % alphabet.count] }
    }
}

/// What somebody was given to ask with. The text itself was shown once.
package struct Token: Equatable, Sendable {
    package enum Holder: Equatable, Sendable {
        case user(UserID, Role)
        case device(Attempt.Door, name: String)
        case integration(name: String, Set<Caller.Scope>)
        case projector(CheckinSessionID)
        /// A feed of a student's lessons.
        case calendar(UserID)
        /// A feed of what is held in a classroom.
        case roomCalendar(ClassroomID)
    }

    /// How it is shown when something is asked.
    package enum Way: Equatable, Sendable {
        /// By a program, in a header field or a link made for it.
        case program
        /// By a browser, as a cookie.
        case browser
        /// In the address of a page, once.
        case link
        /// By a student's own telephone, as a cookie.
        case phone
    }

    package var id: TokenID
    package var holder: Holder
    package var way: Way
    package var createdAt: Moment
    package var expiresAt: Moment?
    package var revokedAt: Moment?
    /// To the minute.
    package var lastUsedAt: Moment?

    package init(
        id: TokenID, holder: Holder, way: Way = .program, createdAt: Moment,
        expiresAt: Moment? = nil, revokedAt: Moment? = nil, lastUsedAt: Moment? = nil
    ) {
        self.id = id
        self.holder = holder
        self.way = way
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
    }

    package var caller: Caller {
        if way == .link { return .link }
        return switch holder {
        case .user(_, let role): .person(role)
        case .device: .device
        case .integration(_, let scopes): .integration(scopes)
        case .projector: .projector
        case .calendar, .roomCalendar: .feed
        }
    }

    /// The person who asks; nil where it is no person.
    package var user: UserID? {
        switch holder {
        case .user(let id, _), .calendar(let id): id
        case .device, .integration, .projector, .roomCalendar: nil
        }
    }

    /// How the audit names who did something with it.
    package var actor: Actor {
        switch holder {
        case .user(let id, let role): Actor(user: id, role: role, origin: "token:\(self.id.number)")
        case .device(let door, _): Actor(origin: "door:\(door.device.number)")
        case .integration, .projector, .calendar, .roomCalendar:
            Actor(origin: "token:\(id.number)")
        }
    }
}

extension Desk {
    /// Makes a token and gives its text, which is kept nowhere.
    package func createToken(
        for holder: Token.Holder, expires: Moment? = nil, by actor: Actor
    ) async throws -> (text: String, token: Token) {
        let (text, digest) = TokenText.withDigest()
        let token = try await ledger.write { ledger in
            try ledger.createToken(
                digest, holder, .program, expires: expires, at: now(), by: actor)
        }
        return (text, token)
    }

    /// Takes a token back at once; false where there is none that holds.
    package func revokeToken(_ id: TokenID, by actor: Actor) async throws -> Bool {
        try await ledger.write { try $0.revokeToken(id, at: now(), by: actor) }
    }

    /// Who asks with a token; nil where it is unknown, revoked or expired, or its person is gone.
    package func token(_ digest: TokenDigest, in ledger: any LedgerReading) throws -> Token? {
        guard let token = try ledger.token(digest) else { return nil }
        let holds = isInForce(
            revoked: token.revokedAt, expires: token.expiresAt, at: now())
        return holds ? token : nil
    }
}
