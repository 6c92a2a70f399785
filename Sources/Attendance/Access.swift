/// Who asks: what a token stands for.
package enum Caller: Hashable, Sendable {
    case person(Role)
    case integration(Set<Scope>)
    /// A door of a hub; own is its room.
    case device
    /// A screen that may show one session's code and counts, and nothing else.
    case projector
    /// Somebody's calendar feed.
    case feed
    /// Whoever opened a one-time link: it signs them in, and nothing else.
    case link

    /// What an integration may touch.
    package enum Scope: String, CaseIterable, Sendable {
        case readClasses = "classes:read"
        case writeClasses = "classes:write"
        case readHomeroom = "homeroom:read"
        case writeHomeroom = "homeroom:write"
        case excusals
    }
}

/// What may be asked for.
package enum Action: Hashable, CaseIterable, Sendable {
    /// Create, open, close and reopen a check-in session.
    case changeSession
    /// List sessions and the day.
    case listSessions
    /// Create, move and cancel an occurrence; enrol, drop, walk in.
    case changeOccurrence
    /// Roster, marks, voids, flags.
    case changeRoster
    case readRecords
    case readSchedule
    /// A student's own check-in by phone.
    case checkInSelf
    /// A scan of anybody's at a door.
    case checkInAnyone
    case attendance(Caller.Scope)
    /// What the attendance API tells of classes and people beside attendance.
    case readSchool
    case manageUsers, manageTokens, importRoster, export, erase
    case readCodeAndCounts
    case readCalendar
    /// Sign in to the pages, and out.
    case signIn
    /// Bring what was done at a door, and hear what its room must hold.
    case sync

    package static let allCases: [Action] =
        [
            .changeSession, .listSessions, .changeOccurrence, .changeRoster, .readRecords,
            .readSchedule, .checkInSelf, .checkInAnyone,
        ] + Caller.Scope.allCases.map(Action.attendance) + [
            .readSchool, .manageUsers, .manageTokens, .importRoster, .export, .erase,
            .readCodeAndCounts,
            .readCalendar, .signIn, .sync,
        ]
}

/// How what is asked about stands to the one who asks.
package enum Ownership: CaseIterable, Sendable {
    case own, anothers, missing
}

/// What the answer must look like.
package enum Verdict: Equatable, Sendable {
    case allowed
    /// Missing, or not one's own: the two sound the same.
    case notFound
    /// The role may never.
    case forbidden
}

/// Who may do what: the only place that says so. The role is judged before the object.
package func allows(_ caller: Caller, _ action: Action, _ object: Ownership) -> Verdict {
    switch (reach(of: caller, action), object) {
    case (.nothing, _): .forbidden
    case (.all, .own), (.all, .anothers), (.own, .own): .allowed
    case (.all, .missing), (.own, .anothers), (.own, .missing): .notFound
    }
}

private enum Reach {
    case nothing, own, all
}

private func reach(of caller: Caller, _ action: Action) -> Reach {
    switch caller {
    case .person(let role): reach(of: role, action)
    case .integration(let scopes): reach(of: scopes, action)
    case .device:
        switch action {
        // Sessions it changes, and days it shows, for whoever presents a card: that is a scan.
        case .listSessions, .checkInAnyone, .sync: .own
        case .changeSession, .readSchedule, .changeOccurrence, .changeRoster, .readRecords,
            .checkInSelf, .attendance, .readSchool, .manageUsers, .manageTokens, .importRoster,
            .export, .erase, .readCodeAndCounts, .readCalendar, .signIn:
            .nothing
        }
    case .projector: action == .readCodeAndCounts ? .own : .nothing
    case .feed: action == .readCalendar ? .own : .nothing
    case .link: action == .signIn ? .own : .nothing
    }
}

private func reach(of role: Role, _ action: Action) -> Reach {
    switch action {
    case .changeSession, .listSessions, .changeOccurrence, .changeRoster, .readCodeAndCounts:
        role.isOffice ? .all : role == .teacher ? .own : .nothing
    case .readRecords:
        role.isOffice ? .all : role == .teacher || role == .student ? .own : .nothing
    case .readSchedule, .checkInSelf, .readCalendar:
        role == .student ? .own : .nothing
    case .manageUsers, .importRoster, .export, .erase:
        role == .superadmin || role == .secretary ? .all : .nothing
    case .manageTokens:
        role == .superadmin ? .all : .nothing
    case .signIn: .own
    case .checkInAnyone, .attendance, .readSchool, .sync:
        .nothing
    }
}

private func reach(of scopes: Set<Caller.Scope>, _ action: Action) -> Reach {
    switch action {
    case .attendance(let scope): scopes.contains(scope) ? .all : .nothing
    case .readSchool: scopes.isEmpty ? .nothing : .all
    default: .nothing
    }
}

/// Who may sign somebody of a role in, or out of everything: nobody becomes who may do more.
package func maySignIn(_ caller: Caller, anyone role: Role) -> Bool {
    let action: Action = role.isOffice ? .manageTokens : .manageUsers
    return allows(caller, action, .anothers) == .allowed
}

/// Whether something given until `expires`, or taken back at `revoked`, still holds.
package func isInForce(revoked: Moment?, expires: Moment?, at moment: Moment) -> Bool {
    revoked == nil && expires.map { !moment.isAtOrAfter($0) } ?? true
}
