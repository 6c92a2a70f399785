import Attendance

/// What `users.csv` says somebody is.
enum ListedRole {
    /// A role that an import gives without being asked.
    case granted(Role)
    /// One that is given only where the operator grants it.
    case higher(Role)

    /// The role to give, or nil where the operator has not granted it.
    func role(grantRoles: Bool) -> Role? {
        switch self {
        case .granted(let role): role
        case .higher(let role): grantRoles ? role : nil
        }
    }

    /// The roles of OneRoster 1.1, and those of 1.2 for offices, which some exports of 1.1 carry.
    static let words: [(String, ListedRole)] = [
        ("student", .granted(.student)), ("teacher", .granted(.teacher)),
        ("parent", .granted(.parent)), ("guardian", .granted(.parent)),
        ("relative", .granted(.parent)),
        ("administrator", .higher(.secretary)), ("aide", .higher(.assistant)),
        ("proctor", .higher(.assistant)), ("siteAdministrator", .higher(.secretary)),
        ("districtAdministrator", .higher(.superadmin)),
        ("systemAdministrator", .higher(.superadmin)),
    ]
}
