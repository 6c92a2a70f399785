import Attendance

/// What `users.csv` says somebody is.
enum ListedRole {
    /// A role that an import gives without being asked.
    case granted(Role)
    /// One that is given only where the operator grants it.
    case higher(Role)
    /// None that is known here: what the courses say.
    case open

    /// The role to give, or nil where the operator has not granted it.
    func role(grantRoles: Bool) -> Role? {
        switch self {
        case .granted(let role): role
        case .open: nil
        case .higher(let role): grantRoles ? role : nil
        }
    }

    /// The roles of OneRoster 1.1 and 1.2.
    static let words: [(String, ListedRole)] = [
        ("student", .granted(.student)), ("teacher", .granted(.teacher)),
        ("parent", .granted(.parent)), ("guardian", .granted(.parent)),
        ("relative", .granted(.parent)),
        ("administrator", .higher(.secretary)), ("aide", .higher(.assistant)),
        ("proctor", .higher(.assistant)), ("siteAdministrator", .higher(.secretary)),
        ("districtAdministrator", .higher(.superadmin)),
        ("systemAdministrator", .higher(.superadmin)), ("principal", .higher(.secretary)),
        ("counselor", .higher(.assistant)),
    ]

    /// Those of dialects with many more words for the same.
    static let wide: [(String, ListedRole)] =
        words
        + [
            "professor", "faculty", "lecturer", "instructor", "adjunct", "substitute", "tutor",
        ].map { ($0, .granted(.teacher)) }
        + ["teacherAssistant", "assistant", "ta", "paraprofessional"].map {
            ($0, .higher(.assistant))
        } + [("officeStaff", .higher(.secretary)), ("registrar", .higher(.secretary))]
}
