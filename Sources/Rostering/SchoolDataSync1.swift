/// The files of School Data Sync 1, of which `Section.csv` holds courses and terms as well.
extension Dialect {
    /// Students and teachers are numbered apart, and may have the same ids.
    static let teacherPrefix = "teacher/"

    static let sds1Students: SheetForm<UserColumn> = {
        var form = SheetForm<UserColumn>(
            in: .sdsStudent,
            sds1People.merging([.identifier: "Student Number", .grades: "Grade"]) { $1 },
            required: [.sourcedId])
        form.constants = [.role: "student"]
        form.ignored = ["state id", "secondary email", "birthdate", "graduation year"]
        return form
    }()

    static let sds1Teachers: SheetForm<UserColumn> = {
        var form = SheetForm<UserColumn>(
            in: .sdsTeacher, sds1People.merging([.identifier: "Teacher Number"]) { $1 },
            required: [.sourcedId])
        form.constants = [.role: "teacher"]
        form.prefixes = [.sourcedId: teacherPrefix]
        form.ignored = ["state id", "secondary email", "title", "qualification"]
        return form
    }()

    private static let sds1People: [UserColumn: String] = [
        .sourcedId: "SIS ID", .orgSourcedIds: "School SIS ID", .username: "Username",
        .givenName: "First Name", .familyName: "Last Name", .middleName: "Middle Name",
        .password: "Password", .status: "Status",
    ]

    static let sds1Terms: SheetForm<AcademicSessionColumn> = {
        var form = SheetForm<AcademicSessionColumn>(
            in: .sdsSection,
            [
                .sourcedId: "Term SIS ID", .title: "Term Name", .startDate: "Term StartDate",
                .endDate: "Term EndDate", .status: "-",
            ], required: [])
        form.constants = [.type: "term"]
        form.dates = .us
        return form.inline()
    }()

    static let sds1Courses: SheetForm<CourseColumn> = SheetForm<CourseColumn>(
        in: .sdsSection,
        [
            .sourcedId: "Course SIS ID", .title: "Course Name", .courseCode: "Course Number",
            .orgSourcedId: "School SIS ID", .status: "-",
        ], required: []
    ).inline()

    static let sds1Classes: SheetForm<ClassColumn> = {
        var form = SheetForm<ClassColumn>(
            in: .sdsSection,
            [
                .sourcedId: "SIS ID", .schoolSourcedId: "School SIS ID", .title: "Section Name",
                .courseSourcedId: "Course SIS ID", .termSourcedIds: "Term SIS ID",
                .status: "Status", .periods: "Periods",
            ], required: [.sourcedId, .title])
        form.ignored = sds1SectionHeaders
        return form
    }()

    static func sds1Enrolments(
        _ file: SchoolFile, role: String, prefix: String?
    ) -> SheetForm<EnrollmentColumn> {
        var form = SheetForm<EnrollmentColumn>(
            in: file, [.classSourcedId: "Section SIS ID", .userSourcedId: "SIS ID"],
            required: [.classSourcedId, .userSourcedId])
        form.constants = [.role: role]
        if let prefix { form.prefixes = [.userSourcedId: prefix] }
        form.idFrom = [.classSourcedId, .userSourcedId]
        return form
    }

    fileprivate static let sds1SectionHeaders: Set<String> = [
        "sis id", "school sis id", "section name", "section number", "term sis id", "term name",
        "term startdate", "term enddate", "course sis id", "course name", "course number",
        "course description", "course subject", "periods", "status",
    ]
}

extension SheetForm {
    /// The form of rows that stand within those of `Section.csv`.
    fileprivate func inline() -> SheetForm {
        var form = self
        form.isInline = true
        form.ignored = Dialect.sds1SectionHeaders
        return form
    }
}
