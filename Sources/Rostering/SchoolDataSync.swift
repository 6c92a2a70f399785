/// The three ways in which Microsoft's School Data Sync has written its files.
extension Dialect {
    /// Nil, with the reason reported, where the files are in none of them.
    static func schoolDataSync(_ files: SchoolFiles, _ findings: Findings) -> Dialect? {
        if files.holds(.sdsStudent) || files.holds(.sdsSection) { return .sds1 }
        if files.holds(.manifest) {
            findings.add(
                .error, .version, file: SchoolFile.manifest.rawValue,
                "Files with a manifest.csv are OneRoster. Import them with kiosk import oneroster.")
            return nil
        }
        guard files.holds(.users) else {
            findings.add(
                .error, .version, file: SchoolFile.users.rawValue,
                """
                These are no files of School Data Sync: there is neither a Student.csv nor a \
                users.csv. Name the folder or zip with them.
                """)
            return nil
        }
        var dialect = files.holds(.roles) ? sds21 : sds2
        if !files.holds(.courses) { dialect.courses = nil }
        if !files.holds(.academicSessions) { dialect.terms = nil }
        if !files.holds(.relationships) { dialect.relationships = nil }
        return dialect
    }

    /// Six files, with blanks in their headers and dates of the United States.
    private static let sds1: Dialect = {
        var orgs = SheetForm<OrgColumn>(
            in: .sdsSchool, [.sourcedId: "SIS ID", .name: "Name"], required: [.sourcedId, .name])
        orgs.constants = [.type: "school"]
        orgs.ignored = [
            "school number", "school nces_id", "state id", "grade low", "grade high",
            "principal sis id", "principal name", "principal secondary email", "address", "city",
            "state", "country", "zip", "phone", "zone",
        ]
        return Dialect(
            name: "School Data Sync 1", orgs: orgs, terms: sds1Terms, courses: sds1Courses,
            classes: sds1Classes, users: [sds1Students, sds1Teachers],
            enrolments: [
                sds1Enrolments(.sdsStudentEnrollment, role: "student", prefix: nil),
                sds1Enrolments(.sdsTeacherRoster, role: "teacher", prefix: teacherPrefix),
            ])
    }()

    /// Four files, with roles beside the users.
    private static let sds2: Dialect = {
        var users = SheetForm<UserColumn>(
            in: .users, [.grades: "grade"], required: [.sourcedId, .username, .role])
        users.ignored = ["activedirectorymatchid"]
        let classes = SheetForm<ClassColumn>(
            in: .classes, [.schoolSourcedId: "orgSourcedId", .termSourcedIds: "sessionSourcedIds"],
            required: [.sourcedId, .title])
        var enrolments = SheetForm<EnrollmentColumn>(
            in: .enrollments, [:], required: [.classSourcedId, .userSourcedId, .role])
        enrolments.idFrom = [.classSourcedId, .userSourcedId, .role]
        var orgs = SheetForm<OrgColumn>(in: .orgs, [:], required: [.sourcedId, .name])
        orgs.isLenient = true
        return Dialect(
            name: "School Data Sync 2", orgs: orgs, terms: nil, courses: nil, classes: classes,
            users: [users], enrolments: [enrolments])
    }()

    /// Like OneRoster, with roles and relationships in files of their own.
    private static let sds21: Dialect = {
        var dialect = sds2
        dialect.name = "School Data Sync 2.1"
        dialect.terms = SheetForm(
            in: .academicSessions, [:], required: [.sourcedId, .title, .startDate, .endDate])
        dialect.courses = SheetForm(
            in: .courses, [.courseCode: "code", .grades: "grade", .subjects: "subject"],
            required: [.sourcedId, .title])
        dialect.users[0].required = [.sourcedId, .username]
        dialect.users[0].headed = dialect.users[0].required
        var roles = SheetForm<RoleColumn>(
            in: .roles, [.beginDate: "roleStartDate", .endDate: "roleEndDate"],
            required: [.userSourcedId, .role])
        roles.idFrom = [.userSourcedId, .orgSourcedId, .role, .sessionSourcedId]
        dialect.roles = roles
        dialect.relationships = SheetForm(
            in: .relationships, [:], required: RelationshipColumn.allCases)
        return dialect
    }()
}

extension SheetForm {
    /// A form that is not strict about letter case and words.
    init(in file: SchoolFile, _ spelling: [Column: String], required: [Column]) {
        self.file = file
        self.spelling = spelling
        self.required = required
        headed = required
        isLenient = true
    }
}
