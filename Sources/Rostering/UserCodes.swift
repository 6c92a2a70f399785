import Attendance

/// Finds the code of a user, and keeps codes apart.
struct UserCodes {
    /// The longest code, in characters.
    static let maximumLength = 64

    private let source: ImportOptions.UserCodeSource
    /// Where the column stands that the operator named.
    private var place: Int?
    private var isLookedFor = false
    private var isFound = false
    private var lines: [String: Int] = [:]
    private var owners: [String: SchoolRoster.SourceID] = [:]
    /// False where a code could not be read: one that has no owner here may have one then.
    private(set) var isComplete = true

    init(_ source: ImportOptions.UserCodeSource) {
        self.source = source
    }

    /// Finds the named column in the header of a file of users.
    mutating func find(in sheet: Sheet<UserColumn>) {
        guard case .column(let name) = source else { return }
        isLookedFor = true
        place = Self.isPassword(name) ? nil : sheet.place(of: name)
        isFound = isFound || place != nil
    }

    /// Reports a named column that no file has, or that is not to be read.
    mutating func reportMissingColumn(in files: [SchoolFile], _ findings: Findings) {
        guard isLookedFor, !isFound, case .column(let name) = source, let file = files.first else {
            return
        }
        isComplete = false
        if Self.isPassword(name) {
            findings.add(
                .error, .missingColumn, file: file.rawValue, line: 1,
                column: UserColumn.password.rawValue,
                "Passwords are never read. Name another column for the codes.")
            return
        }
        findings.add(
            .error, .missingColumn, file: file.rawValue, line: 1, column: name,
            """
            There is no column \(quoted(name)) to take the codes from. Name a column of the first \
            line of \(file.rawValue).
            """)
    }

    private static func isPassword(_ name: String) -> Bool {
        name.lowercased() == UserColumn.password.rawValue
    }

    /// The code of a row. A code that is not fit for a card or stands in an earlier row is
    /// reported.
    mutating func code(of row: SheetRow<UserColumn>) -> String {
        let (code, name) = cell(row)
        guard let name else { return "" }
        if let trouble = Self.trouble(code) {
            isComplete = false
            row.findings.add(
                .error, .badCode, file: row.form.file.rawValue, line: row.line, column: name,
                trouble)
            return code
        }
        let folded = code.lowercased()
        if let earlier = lines[folded] {
            row.findings.add(
                .error, .duplicateCode, file: row.form.file.rawValue, line: row.line,
                column: name,
                """
                The code \(quoted(code)) of line \(row.line) is that of line \(earlier) too. Give \
                one of the two users another \(name).
                """)
        } else {
            lines[folded] = row.line
            owners[folded] = row.text(.sourcedId)
        }
        return code
    }

    /// Whose the code is, in any letter case; somebody whose row was passed over where nobody else
    /// has it.
    func owner(of code: String) -> SchoolRoster.SourceID? {
        owners[code.lowercased()]
    }

    /// Keeps whose the code of a row is that was passed over.
    mutating func passOver(_ row: SheetRow<UserColumn>) {
        let folded = cell(row).code.lowercased()
        let id = row.text(.sourcedId)
        if !folded.isEmpty, !id.isEmpty, owners[folded] == nil { owners[folded] = id }
    }

    /// The line of the user with the code, in any letter case.
    func line(of code: String) -> Int? {
        lines[code.lowercased()]
    }

    private func cell(_ row: SheetRow<UserColumn>) -> (code: String, name: String?) {
        switch source {
        case .column(let name) where place != nil || !isFound:
            guard let place else { return ("", nil) }
            return (row.csv.text(place), name)
        case .column, .identifier:
            let column = [UserColumn.identifier, .username].first { !row.text($0).isEmpty }
            let found = column ?? .sourcedId
            return (row.text(found), row.form.name(of: found))
        }
    }

    static func trouble(_ code: String) -> String? {
        if code.isEmpty { return "The cell with the user's code is blank. Fill it in." }
        if code.utf8.count > maximumLength {
            return "\(quoted(code)) is longer than \(maximumLength) characters. Shorten the code."
        }
        if code.utf8.allSatisfy(isAllowed) { return nil }
        if code.uppercased().contains("E+") {
            return """
                \(quoted(code)) is a number that a spreadsheet has shortened. Format the column as \
                text and export again.
                """
        }
        return """
            The code \(quoted(code)) has characters other than the letters A to Z, digits and \
            - . _ @. Correct it, or take the codes from another column.
            """
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "@"):
            true
        default: false
        }
    }
}
