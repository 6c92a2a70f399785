import Attendance

/// One import under way: what has been read so far and what later files may refer to.
struct RosterReading {
    private static let rowsBetweenTellings = 1_000

    let files: SchoolFiles
    let limits: CSVLimits
    let options: ImportOptions
    let findings: Findings

    var roster = SchoolRoster()
    var manifest = Manifest()
    var dialect: Dialect
    var orgs = SourceRegister()
    var terms = SourceRegister()
    var courses = SourceRegister()
    var catalogue: [SchoolRoster.SourceID: CatalogueEntry] = [:]
    var classes = SourceRegister()
    var users = SourceRegister()
    var enrolments = SourceRegister()
    /// Terms that stay unless the files change them.
    var knownTerms: [SchoolRoster.Term] = []
    var codes: UserCodes
    var drafts: [UserDraft] = []
    /// False where a role could not be read: nobody is called without one then.
    var rolesAreComplete = true
    var sections: Set<Int>?

    init(
        files: SchoolFiles, dialect: Dialect, limits: CSVLimits, options: ImportOptions,
        findings: Findings
    ) {
        self.dialect = dialect
        self.files = files
        self.limits = limits
        self.options = options
        codes = UserCodes(options.userCodeFrom)
        self.findings = findings
    }

    /// False where there is no dialect to read.
    mutating func take(_ dialect: Dialect?) -> Bool {
        guard let dialect else { return false }
        self.dialect = dialect
        return true
    }

    mutating func readAll() {
        if manifest.hasDelta { expectChanges() }
        readOrgs()
        readTerms()
        readCourses()
        readClasses()
        readUsers()
        readRoles()
        readRelationships()
        readEnrolments()
        settlePeople()
        checkTerms()
        for (kind, register) in removable { roster.removed[kind] = register.removed }
        readBell()
        readMeetings()
        readExceptions()
        readAdjustments()
    }

    /// Hands over every row of a file. False where rows were missed, or where there is no file, or
    /// none that could be read.
    func forEachRow<Column: SheetColumn>(
        in form: SheetForm<Column>?,
        prepare: (Sheet<Column>) -> Void = { _ in },
        _ body: (SheetRow<Column>) -> Void
    ) -> Bool {
        guard var form else { return false }
        let isAllowed = manifest.allowsReading(
            form.file, listed: dialect.listed, isKnown: options.known?.isEmpty == false, findings)
        if !isAllowed, manifest.hasDelta, manifest.isAbsent(form.file) { return true }
        form.isDelta = manifest.isPartial(form.file)
        guard isAllowed,
            var sheet = Sheet(form, in: files, limits: limits, findings: findings)
        else { return false }
        prepare(sheet)
        var count = 0
        while let row = sheet.next() {
            body(row)
            count += 1
            if count.isMultiple(of: Self.rowsBetweenTellings) {
                options.progress(form.file.rawValue, count, sheet.rows(afterReading: count))
            }
        }
        return sheet.isComplete
    }

    /// Without any term there is no timetable; everything else there is.
    private func checkTerms() {
        guard dialect.terms == nil || roster.terms.isEmpty, !findings.report.hasErrors else {
            return
        }
        findings.add(
            .warning, .noTerm, file: (dialect.terms?.file ?? dialect.users[0].file).rawValue,
            """
            The files have no terms, so no timetable can be planned and nothing is counted by \
            term. Export with terms if the system has them.
            """)
    }

    private var removable: [(SchoolRoster.Kind, SourceRegister)] {
        [(.people, users), (.courses, classes), (.enrolments, enrolments)]
            .filter { roster.partial.contains($0.0) }
    }

    /// Notes which kinds of rows the files hold changes of only, and what these may refer to.
    private mutating func expectChanges() {
        let files: [(SchoolRoster.Kind, SchoolFile?)] = [
            (.people, dialect.users[0].file), (.courses, dialect.classes?.file),
            (.enrolments, dialect.enrolments[0].file),
        ]
        for (kind, file) in files where file.map(manifest.isPartial) ?? false {
            roster.partial.insert(kind)
        }
        if let known = options.known {
            if roster.partial.contains(.people) { users.known = Set(known.roles.keys) }
            if roster.partial.contains(.courses) { classes.known = known.courses }
            if dialect.terms.map({ manifest.isPartial($0.file) }) ?? false {
                terms.known = Set(known.terms.map(\.id))
                knownTerms = known.terms
            }
        }
    }
}
