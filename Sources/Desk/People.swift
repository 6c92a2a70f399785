import Attendance

/// Somebody the school knows.
package struct User: Equatable, Sendable {
    package var id: UserID
    package var code: UserCode
    package var givenName: String
    package var familyName: String
    package var fullName: String
    package var role: Role
    /// The cohort, `CS 2024`; empty where the files give none.
    package var studentClass: String
    package var isArchived: Bool

    package init(
        id: UserID, code: UserCode, givenName: String, familyName: String, fullName: String,
        role: Role, studentClass: String, isArchived: Bool
    ) {
        self.id = id
        self.code = code
        self.givenName = givenName
        self.familyName = familyName
        self.fullName = fullName
        self.role = role
        self.studentClass = studentClass
        self.isArchived = isArchived
    }
}

/// Who did something, for the audit: never a name or a code.
package struct Actor: Equatable, Sendable {
    package var user: UserID?
    package var role: Role?
    /// `local:1000`, `door:1`, `clock`, `import`.
    package var origin: String

    package init(user: UserID? = nil, role: Role? = nil, origin: String) {
        self.user = user
        self.role = role
        self.origin = origin
    }
}

/// A number on a card that is not the user code: a library card, an RFID tag.
package struct CardAlias: Equatable, Sendable {
    package var number: String
    package var user: UserID
    package var isBlocked: Bool

    package init(number: String, user: UserID, isBlocked: Bool) {
        self.number = number
        self.user = user
        self.isBlocked = isBlocked
    }
}
