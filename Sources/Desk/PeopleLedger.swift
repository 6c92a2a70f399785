import Attendance

/// What is read of people.
package protocol PeopleReading {
    func user(_ id: UserID) throws -> User?
    func user(code: UserCode) throws -> User?
    func users(role: Role?, matching search: NameSearch?) throws -> [User]
    func aliases(of user: UserID) throws -> [CardAlias]
    func alias(_ number: UserCode) throws -> CardAlias?
    /// Every table's rows about a person; tables with none are left out.
    func everything(about user: UserID) throws -> [PersonalTable]
    /// The last days of all school years.
    func schoolYearEnds() throws -> [SchoolDate]
    /// How much of what is outdated there is.
    func removals(of outdated: Outdated) throws -> [Removal]
    func legalHold(on user: UserID) throws -> LegalHold?
    /// Nil where they have none.
    func pin(of user: UserID) throws -> KeptPIN?
}

/// What is kept of them.
package protocol PeopleWriting: PeopleReading {
    func addUser(_ new: NewUser, at moment: Moment, by actor: Actor) throws -> User
    func link(parent: UserID, to child: UserID, at moment: Moment, by actor: Actor) throws
    func setAlias(_ number: UserCode, of user: UserID, blocked: Bool, at: Moment, by: Actor) throws
    func removeAlias(_ number: UserCode, at moment: Moment, by actor: Actor) throws
    /// As `removals(of:)`, and they are gone.
    func remove(_ outdated: Outdated, at moment: Moment, by actor: Actor) throws -> [Removal]
    func erase(_ user: UserID, at moment: Moment, by actor: Actor) throws
    /// Nil releases it.
    func set(_ hold: LegalHold?, on user: UserID, at moment: Moment, by actor: Actor) throws
    /// Nil takes it away.
    func keep(_ pin: KeptPIN?, of user: UserID, at moment: Moment, by actor: Actor) throws
    func setTries(_ tries: Int, ofPINOf user: UserID, at moment: Moment, by actor: Actor) throws
}
