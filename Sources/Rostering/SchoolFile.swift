/// The files that are ever opened. What is not named here (`demographics.csv` above all) stays
/// unread, whatever a folder, a zip or a manifest says.
package enum SchoolFile: String, CaseIterable, Sendable {
    case manifest = "manifest.csv"
    case orgs = "orgs.csv"
    case academicSessions = "academicSessions.csv"
    case courses = "courses.csv"
    case classes = "classes.csv"
    case users = "users.csv"
    case roles = "roles.csv"
    case relationships = "relationships.csv"
    case enrollments = "enrollments.csv"
    // Canvas.
    case canvasTerms = "terms.csv"
    case canvasSections = "sections.csv"
    // School Data Sync 1.
    case sdsSchool = "School.csv"
    case sdsSection = "Section.csv"
    case sdsStudent = "Student.csv"
    case sdsTeacher = "Teacher.csv"
    case sdsStudentEnrollment = "StudentEnrollment.csv"
    case sdsTeacherRoster = "TeacherRoster.csv"
    // Of our own, beside those of any dialect.
    case periods = "periods.csv"
    case meetings = "meetings.csv"
    case exceptions = "exceptions.csv"
    case adjustments = "adjustments.csv"

    /// The manifest's property for the file: `file.users`.
    var property: String { "file." + rawValue.dropLast(4) }

    /// True if some file that is ever opened has the name, in any letter case.
    static func isKnown(_ name: String) -> Bool {
        folded.contains(name.lowercased())
    }

    private static let folded = Set(allCases.map { $0.rawValue.lowercased() })
}
