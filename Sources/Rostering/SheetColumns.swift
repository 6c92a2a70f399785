/// The columns of one kind of file, as its header spells them.
protocol SheetColumn: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    static var file: SchoolFile { get }
    /// Columns whose cells may not be blank.
    static var required: [Self] { get }
    /// Columns that the header must have.
    static var headed: [Self] { get }
}

extension SheetColumn {
    static var headed: [Self] { required }
}

/// A file in which rows have an id and a status.
protocol IdentifiedColumn: SheetColumn {
    static var sourcedId: Self { get }
    static var status: Self { get }
}

// The headers are those of OneRoster 1.1, CSV tables, section 3; what 1.2 changes stands in
// `Dialect`. Columns that no reader below asks
// for are named all the same, so that they are not reported as unknown.

enum ManifestColumn: String, SheetColumn {
    case propertyName, value

    static let file = SchoolFile.manifest
    static let required: [Self] = [.propertyName]
    static let headed: [Self] = [.propertyName, .value]
}

enum OrgColumn: String, IdentifiedColumn {
    case sourcedId, status, dateLastModified, name, type, identifier, parentSourcedId

    static let file = SchoolFile.orgs
    static let required: [Self] = [.sourcedId, .name, .type]
}

enum AcademicSessionColumn: String, IdentifiedColumn {
    case sourcedId, status, dateLastModified, title, type, startDate, endDate, parentSourcedId
    case schoolYear

    static let file = SchoolFile.academicSessions
    static let required: [Self] = [.sourcedId, .title, .type, .startDate, .endDate, .schoolYear]
}

enum CourseColumn: String, IdentifiedColumn {
    case sourcedId, status, dateLastModified, schoolYearSourcedId, title, courseCode, grades
    case orgSourcedId, subjects, subjectCodes

    static let file = SchoolFile.courses
    static let required: [Self] = [.sourcedId, .title, .orgSourcedId]
}

enum ClassColumn: String, IdentifiedColumn {
    case sourcedId, status, dateLastModified, title, grades, courseSourcedId, classCode, classType
    case location, schoolSourcedId, termSourcedIds, subjects, subjectCodes, periods

    static let file = SchoolFile.classes
    static let required: [Self] = [
        .sourcedId, .title, .courseSourcedId, .classType, .schoolSourcedId, .termSourcedIds,
    ]
}

enum UserColumn: String, IdentifiedColumn {
    case sourcedId, status, dateLastModified, enabledUser, orgSourcedIds, role, username, userIds
    case givenName, familyName, middleName, identifier, email, sms, phone, agentSourcedIds, grades
    /// Known by name only: no reader asks for its cells.
    case password
    // OneRoster 1.2 adds these; exports of 1.1 carry them at times.
    case userMasterIdentifier, preferredGivenName, preferredMiddleName, preferredFamilyName
    case primaryOrgSourcedId, pronouns
    /// Names in one cell, as other systems have them.
    case fullName

    static let file = SchoolFile.users
    static let required: [Self] = [
        .sourcedId, .enabledUser, .orgSourcedIds, .role, .username, .givenName, .familyName,
    ]
}

enum RoleColumn: String, IdentifiedColumn {
    case sourcedId, status, dateLastModified, userSourcedId, roleType, role, beginDate, endDate
    case orgSourcedId, userProfileSourcedId
    /// School Data Sync has these beside the role.
    case grade, isPrimary, sessionSourcedId

    static let file = SchoolFile.roles
    static let required: [Self] = [.sourcedId, .userSourcedId, .roleType, .role, .orgSourcedId]
}

enum RelationshipColumn: String, SheetColumn {
    case userSourcedId, relationshipUserSourcedId, relationshipRole

    static let file = SchoolFile.relationships
    static let required = allCases
}

enum EnrollmentColumn: String, IdentifiedColumn {
    case sourcedId, status, dateLastModified, classSourcedId, schoolSourcedId, userSourcedId, role
    case primary, beginDate, endDate
    /// The course as a whole, where other systems name it.
    case courseSourcedId

    static let file = SchoolFile.enrollments
    static let required: [Self] = [
        .sourcedId, .classSourcedId, .schoolSourcedId, .userSourcedId, .role,
    ]
}

enum PeriodColumn: String, SheetColumn {
    case section, start, end

    static let file = SchoolFile.periods
    static let required: [Self] = [.section, .start, .end]
}

enum MeetingColumn: String, SheetColumn {
    case classSourcedId, weekday, weeks, sections, startTime, endTime, building, room
    case teacherSourcedId, enabled

    static let file = SchoolFile.meetings
    static let required: [Self] = [.classSourcedId, .weekday]
    static let headed = Array(allCases.dropLast())
}

enum AdjustmentColumn: String, SheetColumn {
    case userIdentifier, term, label, days

    static let file = SchoolFile.adjustments
    static let required = allCases
}

enum ExceptionColumn: String, SheetColumn {
    case date, action
    case targetDate = "target_date"

    static let file = SchoolFile.exceptions
    static let required: [Self] = [.date, .action]
    static let headed: [Self] = [.date, .action, .targetDate]
}
