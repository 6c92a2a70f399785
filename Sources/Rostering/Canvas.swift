/// The CSV files that Canvas takes from a school information system and gives in its reports.
extension Dialect {
    /// Sections are what meets; a course without one meets as a whole.
    static func canvas(_ files: SchoolFiles) -> Dialect {
        var dialect = Dialect(
            name: "Canvas SIS CSV", orgs: nil, terms: canvasTerms, courses: canvasCourses,
            classes: canvasSections, users: [canvasUsers], enrolments: [canvasEnrolments])
        dialect.coursesMeet = true
        if !files.holds(.canvasTerms) { dialect.terms = nil }
        if !files.holds(.canvasSections) { dialect.classes = nil }
        return dialect
    }

    /// Who somebody is stands in the enrolments alone.
    private static let canvasUsers: SheetForm<UserColumn> = {
        var form = SheetForm<UserColumn>(
            in: .users,
            [
                .sourcedId: "user_id", .username: "login_id", .givenName: "first_name",
                .familyName: "last_name", .fullName: "full_name",
            ], required: [.sourcedId, .username])
        form.ignored = [
            "integration_id", "sortable_name", "short_name", "password", "ssha_password",
            "authentication_provider_id", "home_account", "declared_user_type", "created_by_sis",
            "canvas_user_id", "canvas_password_notification", "pronouns",
        ]
        return form
    }()

    private static let canvasTerms: SheetForm<AcademicSessionColumn> = {
        var form = SheetForm<AcademicSessionColumn>(
            in: .canvasTerms,
            [
                .sourcedId: "term_id", .title: "name", .startDate: "start_date",
                .endDate: "end_date",
            ], required: [.sourcedId, .title])
        form.constants = [.type: "term"]
        form.dates = .timestamp
        form.ignored = [
            "integration_id", "date_override_enrollment_type", "canvas_term_id", "created_by_sis",
        ]
        return form
    }()

    private static let canvasCourses: SheetForm<CourseColumn> = {
        var form = SheetForm<CourseColumn>(
            in: .courses,
            [
                .sourcedId: "course_id", .courseCode: "short_name", .title: "long_name",
                .orgSourcedId: "account_id", .schoolYearSourcedId: "term_id",
            ], required: [.sourcedId, .title])
        form.ignored = canvasIgnored.union(["course_format", "blueprint_course_id"])
        return form
    }()

    private static let canvasSections: SheetForm<ClassColumn> = {
        var form = SheetForm<ClassColumn>(
            in: .canvasSections,
            [.sourcedId: "section_id", .courseSourcedId: "course_id", .title: "name"],
            required: [.sourcedId, .courseSourcedId, .title])
        form.ignored = canvasIgnored
        return form
    }()

    private static let canvasEnrolments: SheetForm<EnrollmentColumn> = {
        var form = SheetForm<EnrollmentColumn>(
            in: .enrollments,
            [
                .classSourcedId: "section_id", .courseSourcedId: "course_id",
                .userSourcedId: "user_id", .beginDate: "start_date", .endDate: "end_date",
            ], required: [.userSourcedId, .role])
        form.idFrom = [.courseSourcedId, .classSourcedId, .userSourcedId, .role]
        form.dates = .timestamp
        form.ignored = canvasIgnored.union([
            "root_account", "role_id", "user_integration_id", "associated_user_id",
            "limit_section_privileges", "canvas_user_id", "canvas_enrollment_id", "base_role_type",
        ])
        return form
    }()

    private static let canvasIgnored: Set<String> = [
        "integration_id", "start_date", "end_date", "created_by_sis", "canvas_course_id",
        "canvas_account_id", "canvas_term_id", "canvas_section_id",
    ]
}
