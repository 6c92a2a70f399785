import Desk

/// How much of a name a screen at a door may show.
package enum DisplayName: String, CaseIterable, Sendable {
    case full
    case givenInitial = "given_initial"
    case initials, none

    /// Nil where nothing may be shown.
    package func text(of user: User) -> String? {
        let family = user.familyName.first.map { "\($0)." }
        // A family name of one character would be shown whole by its initial.
        let initial = user.familyName.count > 1 ? family : nil
        switch self {
        case .full: return user.fullName
        case .givenInitial:
            return [user.givenName, initial].compactMap { $0 }.joined(separator: " ")
        case .initials:
            return [user.givenName.first.map { "\($0)." }, initial].compactMap { $0 }
                .joined(separator: " ")
        case .none: return nil
        }
    }
}
