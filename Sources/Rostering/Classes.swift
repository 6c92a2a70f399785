import Attendance

/// What the catalogue says of a course, for the classes that are held of it.
struct CatalogueEntry {
    let title: String
    let code: String
    let term: SchoolRoster.SourceID?
}

extension RosterReading {
    private static let kinds: [(String, Bool)] = [("homeroom", true), ("scheduled", false)]

    /// Reads `courses.csv`, of which only titles and codes are kept.
    mutating func readCourses() {
        var register = courses
        var found: [SchoolRoster.SourceID: CatalogueEntry] = [:]
        let orgs = orgs
        let terms = terms
        let isComplete = forEachRow(in: dialect.courses) { row in
            guard let id = row.enter(into: &register) else { return }
            row.checkOrgs(.orgSourcedId, in: orgs)
            let year = row.text(.schoolYearSourcedId)
            if !year.isEmpty {
                _ = row.checkOptional(.schoolYearSourcedId, year, in: terms, .unknownTerm)
            }
            found[id] = CatalogueEntry(
                title: row.name(.title), code: row.name(.courseCode),
                term: terms.holds(year) ? year : nil)
        }
        // The catalogue is not kept, as schools are not.
        let isWhole = dialect.courses.map { !manifest.isPartial($0.file) } ?? true
        register.isComplete = register.isComplete && isComplete && isWhole
        courses = register
        catalogue = found
    }

    /// Reads `classes.csv`: what meets, and so what a roster calls a course.
    mutating func readClasses() {
        var register = classes
        var found: [SchoolRoster.Course] = []
        let isComplete = forEachRow(in: dialect.classes) { row in
            guard let id = row.enter(into: &register) else { return }
            let course = course(id, row)
            guard row.isSound else { return }
            found.append(course)
        }
        register.isComplete = register.isComplete && isComplete
        classes = register
        roster.courses = found
    }

    private func course(_ id: String, _ row: SheetRow<ClassColumn>) -> SchoolRoster.Course {
        row.checkOrgs(.schoolSourcedId, in: orgs)
        if dialect.coursesMeet { return section(id, row) }
        let location = row.name(.location)
        var course = SchoolRoster.Course(
            id: id, title: row.name(.title), code: code(row),
            className: commaSeparated(row.name(.grades)).joined(separator: ", "),
            terms: knownTerms(row))
        course.isHomeroom = row.word(.classType, among: Self.kinds) ?? false
        course.location = location.isEmpty ? nil : location
        return course
    }

    /// A class as a part of its course.
    private func section(_ id: String, _ row: SheetRow<ClassColumn>) -> SchoolRoster.Course {
        let entry = catalogue[row.text(.courseSourcedId)]
        let name = row.name(.title)
        let title = entry?.title ?? name
        return SchoolRoster.Course(
            id: id, title: title, code: code(row), className: name == title ? "" : name,
            terms: [entry?.term].compactMap(\.self))
    }

    /// Keeps a course that meets as a whole; its id among the classes.
    mutating func meet(_ course: SchoolRoster.SourceID) {
        let id = Self.wholeCourse(course)
        guard !classes.holds(id), let entry = catalogue[course] else { return }
        _ = classes.enter(id, line: 0)
        roster.courses.append(
            SchoolRoster.Course(
                id: id, title: entry.title, code: entry.code, className: "",
                terms: [entry.term].compactMap(\.self)))
    }

    static func wholeCourse(_ course: SchoolRoster.SourceID) -> SchoolRoster.SourceID {
        "course:" + course
    }

    private func code(_ row: SheetRow<ClassColumn>) -> String {
        let course = row.text(.courseSourcedId)
        if !course.isEmpty, courses.standing(of: course) == .unknown {
            row.error(
                .unknownCourse, .courseSourcedId,
                """
                \(quoted(course)) is not among the courses. Add the course there, or correct the id.
                """)
        }
        let own = row.name(.classCode)
        if !own.isEmpty { return own }
        if let code = catalogue[course]?.code, !code.isEmpty { return code }
        if courses.isComplete, !row.form.isLenient {
            row.warn(
                .noCourseCode, .classCode,
                """
                Neither the class nor its course has a code, so none will be shown. Fill in \
                classCode here or courseCode in courses.csv.
                """)
        }
        return ""
    }

    private func knownTerms(_ row: SheetRow<ClassColumn>) -> [SchoolRoster.SourceID] {
        if dialect.terms == nil { return [] }
        var found: [SchoolRoster.SourceID] = []
        for term in row.list(.termSourcedIds) where !found.contains(term) {
            switch terms.standing(of: term) {
            case .known:
                found.append(term)
            case .leftOut, .unknown:
                row.error(
                    .unknownTerm, .termSourcedIds,
                    """
                    \(quoted(term)) is not among the terms. Add the term there, or correct the id.
                    """)
            }
        }
        if found.isEmpty, row.isSound, row.form.required.contains(.termSourcedIds) {
            row.error(
                .blankCell, .termSourcedIds, "The cell names no term. Write the id of one.")
        }
        return found
    }
}

extension SheetRow {
    /// Warns of schools and departments that are not in `orgs.csv`.
    func checkOrgs(_ column: Column, in orgs: SourceRegister) where Column: IdentifiedColumn {
        for org in list(column) {
            _ = checkOptional(column, org, in: orgs, .unknownOrg)
        }
    }
}
