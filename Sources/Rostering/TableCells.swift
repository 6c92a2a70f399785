import Attendance

/// One row of a list, whose cells are asked for by what they are.
struct TableCells {
    let row: CSVRow
    let file: TableFile
    let mapping: TableMapping
    let findings: Findings

    func text(_ field: TableField) -> String {
        guard let place = mapping.places(of: field).first, place < row.count else { return "" }
        return clean(row.text(place))
    }

    /// Nil, with the reason reported, where the row is nobody's.
    func person() -> SchoolRoster.Person? {
        let code = text(.code)
        if let trouble = UserCodes.trouble(code) {
            error(.badCode, .code, trouble)
            return nil
        }
        let full = PersonName(text(.fullName))
        let (given, family) = (text(.givenName), text(.familyName))
        let name = given.isEmpty && family.isEmpty ? full : PersonName(given: given, family: family)
        if name.given.isEmpty, name.family.isEmpty {
            error(.blankCell, .fullName, "The row has no name. Fill it in, or delete the row.")
            return nil
        }
        guard let role = role() else { return nil }
        var person = SchoolRoster.Person(
            id: code.lowercased(), code: code, givenName: name.given, familyName: name.family,
            role: role)
        let email = text(.email)
        person.email = email.isEmpty ? nil : email
        person.grades = commaSeparated(text(.schoolClass))
        return person
    }

    /// The courses of every column that names some, each once.
    func courses() -> [String] {
        var found: [String] = []
        for place in mapping.places(of: .course) where place < row.count {
            for name in row.text(place).split(whereSeparator: { ",;、，；".contains($0) }) {
                let name = clean(name.split(whereSeparator: \.isWhitespace).joined(separator: " "))
                if !name.isEmpty, !found.contains(name) { found.append(name) }
            }
        }
        return found
    }

    func error(_ code: ImportCode, _ field: TableField, _ message: String) {
        findings.add(
            .error, code, file: file.name, line: row.line, column: header(field), message)
    }

    func warn(_ code: ImportCode, _ field: TableField, _ message: String) {
        findings.add(
            .warning, code, file: file.name, line: row.line, column: header(field), message)
    }

    private static let students: Set<String> = [
        "", "student", "pupil", "learner", "schüler", "schülerin", "schueler", "élève", "eleve",
        "étudiant", "étudiante", "alumno", "alumna", "estudiante", "学生", "學生",
    ]
    private static let teachers: Set<String> = [
        "teacher", "lehrer", "lehrerin", "lehrkraft", "enseignant", "enseignante", "professeur",
        "profesor", "profesora", "docente", "教师", "老师", "老師", "editingteacher",
    ]

    /// A list makes students and teachers; anything above is for staff to give.
    private func role() -> Role? {
        let text = text(.role).lowercased()
        if Self.students.contains(text) { return .student }
        if Self.teachers.contains(text) { return .teacher }
        error(
            .badValue, .role,
            "\(quoted(text)) is neither a student nor a teacher. Write one of them, or leave the "
                + "column out.")
        return nil
    }

    private func header(_ field: TableField) -> String {
        mapping.columns.first { $0.field == field }?.header ?? field.rawValue
    }

    /// Hidden characters are taken out, with a warning once a file.
    private func clean(_ text: String) -> String {
        guard let clean = withoutHiddenCharacters(text) else { return text }
        if findings.isNews("hidden \(file.name)") {
            findings.add(
                .warning, .hiddenCharacters, file: file.name, line: row.line,
                """
                Invisible characters were taken out; read is \(quoted(clean)), and so in other \
                cells. Retype the cell.
                """)
        }
        return clean
    }
}
