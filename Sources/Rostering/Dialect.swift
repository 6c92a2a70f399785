/// What files of one kind are called and how they are written. Nil: the dialect has no such file.
struct Dialect: Sendable {
    /// As a person is told, “OneRoster 1.1”.
    var name: String
    var orgs: SheetForm<OrgColumn>? = SheetForm()
    var terms: SheetForm<AcademicSessionColumn>? = SheetForm()
    var courses: SheetForm<CourseColumn>? = SheetForm()
    var classes: SheetForm<ClassColumn>? = SheetForm()
    var users: [SheetForm<UserColumn>] = [SheetForm()]
    /// Where roles stand in a file of their own; those of the users' file are not read then.
    var roles: SheetForm<RoleColumn>?
    var relationships: SheetForm<RelationshipColumn>?
    var enrolments: [SheetForm<EnrollmentColumn>] = [SheetForm()]
    /// True where classes are parts of a course: they have its title and its term, and a course
    /// without any meets as a whole.
    var coursesMeet = false
}

extension Dialect {
    static let oneRoster11 = Dialect(name: "OneRoster 1.1")

    /// Roles and schools of users stand in `roles.csv`; `userProfiles.csv` is left unread.
    static let oneRoster12: Dialect = {
        var users = SheetForm<UserColumn>()
        users.required = [.sourcedId, .enabledUser, .username, .givenName, .familyName]
        users.headed = users.required
        return Dialect(name: "OneRoster 1.2", users: [users], roles: SheetForm())
    }()

    /// The files that the dialect's manifest lists.
    var listed: [SchoolFile] {
        let first = [orgs?.file, terms?.file, courses?.file, classes?.file].compactMap(\.self)
        return first + users.map(\.file) + [roles?.file].compactMap(\.self)
            + enrolments.map(\.file)
    }
}
