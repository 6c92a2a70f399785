/// What a person is to the school. `integration` and `device` are kinds of caller, not of person.
package enum Role: String, CaseIterable, Sendable {
    case student, teacher, assistant, secretary, superadmin, parent

    /// May act on every course: the office.
    package var isOffice: Bool {
        switch self {
        case .assistant, .secretary, .superadmin: true
        case .student, .teacher, .parent: false
        }
    }

    /// Somebody whose card a door greets rather than checks in.
    package var isStaff: Bool { self == .teacher || isOffice }
}
