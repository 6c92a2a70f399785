/// What an index finds for a token. None of it says yet which is meant.
package struct Lookups: Equatable, Sendable {
    /// Somebody whom a full code or a card number names.
    package struct Holder: Equatable, Sendable {
        package var user: UserID
        package var role: Role
        /// On the roster of the session in force.
        package var isOnRoster: Bool

        package init(user: UserID, role: Role, isOnRoster: Bool) {
            self.user = user
            self.role = role
            self.isOnRoster = isOnRoster
        }
    }

    package struct RosterEntry: Equatable, Sendable {
        package var user: UserID
        package var code: UserCode

        package init(user: UserID, code: UserCode) {
            self.user = user
            self.code = code
        }
    }

    package var holder: Holder?
    package var aliasHolder: Holder?
    package var isAliasBlocked: Bool
    /// Of the roster of the session in force, those whose code ends in the token's last four.
    package var sameLast4: [RosterEntry]
    /// The length of the longest student code kept: what is as long is no tail. Zero where a code
    /// or a card number was found already.
    package var longestCode: Int

    package init(
        holder: Holder? = nil, aliasHolder: Holder? = nil, isAliasBlocked: Bool = false,
        sameLast4: [RosterEntry] = [], longestCode: Int = 0
    ) {
        self.holder = holder
        self.aliasHolder = aliasHolder
        self.isAliasBlocked = isAliasBlocked
        self.sameLast4 = sameLast4
        self.longestCode = longestCode
    }
}

/// Which of its possible meanings a token has: a session open at this door; else a user code; else
/// a card number; else a tail inside the roster of the session in force.
package enum Reading: Equatable, Sendable {
    case session(CheckinSessionID)
    case person(Lookups.Holder)
    case blockedCard
    case tail([Lookups.RosterEntry], length: Int)
    case unknownCode

    package init(
        _ token: UserCode, isFromReader: Bool, room: RoomDay, at moment: Moment, given: Lookups
    ) {
        if let code = SessionCode(token.text), let named = room.session(named: code, at: moment) {
            self = .session(named.id)
        } else if let holder = given.holder {
            self = .person(holder)
        } else if given.isAliasBlocked {
            self = .blockedCard
        } else if let holder = given.aliasHolder {
            self = .person(holder)
        } else if Self.mayBeTail(token, isFromReader: isFromReader, given: given) {
            let length = token.length
            self = .tail(
                given.sameLast4.filter { $0.code.tail(length) == token.key }, length: length)
        } else {
            self = .unknownCode
        }
    }

    /// Tails are typed; a reader sends whole codes.
    private static func mayBeTail(
        _ token: UserCode, isFromReader: Bool, given: Lookups
    ) -> Bool {
        !isFromReader && token.length >= UserCode.shortestTail && token.length < given.longestCode
    }

    /// It names a session, somebody, or a card that is blocked; else it may be misread.
    package var isSomething: Bool {
        switch self {
        case .session, .person, .blockedCard: true
        case .tail(let matches, _): !matches.isEmpty
        case .unknownCode: false
        }
    }

    /// The one whom it would check in.
    package var candidate: UserID? {
        switch self {
        case .person(let holder): holder.isOnRoster ? holder.user : nil
        case .tail(let matches, _): matches.count == 1 ? matches[0].user : nil
        case .session, .blockedCard, .unknownCode: nil
        }
    }
}
