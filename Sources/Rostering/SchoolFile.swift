/// The files that are ever opened. What is not named here (`demographics.csv` above all) stays
/// unread, whatever a folder, a zip or a manifest says.
package enum SchoolFile: String, CaseIterable, Sendable {
    case manifest = "manifest.csv"
    case orgs = "orgs.csv"
    case academicSessions = "academicSessions.csv"
    case courses = "courses.csv"
    case classes = "classes.csv"
    case users = "users.csv"
    case enrollments = "enrollments.csv"
    case periods = "periods.csv"
    case meetings = "meetings.csv"
    case exceptions = "exceptions.csv"
    case adjustments = "adjustments.csv"

    /// The files that a OneRoster package lists in its manifest and that an import needs.
    static let listed: [SchoolFile] = [
        .orgs, .academicSessions, .courses, .classes, .users, .enrollments,
    ]

    /// The manifest's property for the file: `file.users`.
    var property: String { "file." + rawValue.dropLast(4) }

    /// True if some file that is ever opened has the name, in any letter case.
    static func isKnown(_ name: String) -> Bool {
        folded.contains(name.lowercased())
    }

    private static let folded = Set(allCases.map { $0.rawValue.lowercased() })
}
