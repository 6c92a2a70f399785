/// The ids of one file, so that references to its rows can be resolved.
struct SourceRegister {
    /// What a reference leads to.
    enum Standing {
        /// A row that is there, whether or not it has errors of its own.
        case known
        /// A row that was passed over with a warning.
        case leftOut
        case unknown
    }

    private var lines: [String: Int] = [:]
    private var leftOut: Set<String> = []
    /// Rows that files of changes need not name.
    var known: Set<String> = []
    /// Rows that files of changes take away.
    private(set) var removed: Set<String> = []
    /// False where rows or the whole file could not be read: then nothing is called unknown, as the
    /// errors reported already may be the reason.
    var isComplete = true

    func standing(of id: String) -> Standing {
        if lines[id] != nil { return .known }
        if leftOut.contains(id) { return .leftOut }
        if known.contains(id) { return .known }
        return isComplete ? .unknown : .known
    }

    /// True if a row with the id was read and stands.
    func holds(_ id: String) -> Bool {
        lines[id] != nil || known.contains(id) && !leftOut.contains(id)
    }

    /// Keeps the id; the line of the earlier row where the id has been there before.
    mutating func enter(_ id: String, line: Int) -> Int? {
        if let earlier = lines[id] { return earlier }
        lines[id] = line
        return nil
    }

    /// Keeps the id of a row that the source takes away.
    mutating func remove(_ id: String) {
        leftOut.insert(id)
        removed.insert(id)
    }

    /// Keeps the id of a row that is passed over.
    mutating func passOver(_ id: String) {
        leftOut.insert(id)
    }

    /// Takes a row out again that had been entered.
    mutating func withdraw(_ id: String) {
        lines[id] = nil
        leftOut.insert(id)
    }
}

/// The longest `sourcedId`, in characters: OneRoster 1.1 allows 255.
private let maximumIDLength = 255

extension SheetRow where Column: IdentifiedColumn {
    private static var statuses: [(String, Bool)] {
        [("active", true), ("tobedeleted", false), ("inactive", false)]
    }

    /// Those of other dialects.
    private static var others: [(String, Bool)] {
        ["deleted", "completed", "concluded", "suspended", "withdrawn"].map { ($0, false) }
    }

    /// The id of the row, made from other cells where the file has none.
    private var id: String {
        let id = text(.sourcedId)
        if !id.isEmpty || form.idFrom.isEmpty { return id }
        let parts = form.idFrom.map(text)
        return parts.allSatisfy(\.isEmpty) ? "" : parts.joined(separator: "/")
    }

    /// Enters the row into the register of its file. Nil for a row without an id, and, with a
    /// warning, for one that is marked as deleted.
    func enter(into register: inout SourceRegister) -> String? {
        let id = id
        if id.isEmpty {
            if !form.isInline { register.isComplete = false }
            return nil
        }
        let statuses = form.isLenient ? Self.statuses + Self.others : Self.statuses
        let isActive = word(.status, among: statuses)
        if isActive == false, form.isDelta {
            register.remove(id)
            return nil
        }
        if isActive == nil, form.isDelta, isSound, findings.isNews("status \(form.file)") {
            warn(
                .blankCell, .status,
                "A row of changes has no status, so it was read as active. Fill it in.")
        }
        if isActive == false {
            register.passOver(id)
            warn(
                .inactiveRow, .status,
                """
                The row is marked \(quoted(text(.status))) and was passed over. Blank the status \
                to keep it, or delete the row.
                """)
            return nil
        }
        if id.unicodeScalars.count > maximumIDLength || withoutHiddenCharacters(id) != nil {
            error(
                .badID, .sourcedId,
                """
                The id has control characters or is longer than \(maximumIDLength) characters. \
                Export again, or retype it.
                """)
        }
        if let earlier = register.enter(id, line: line) {
            if form.isInline { return nil }
            if !form.idFrom.isEmpty {
                warn(
                    .duplicateRow, nil,
                    "Line \(earlier) says the same, so this row was passed over. Delete it.")
                return nil
            }
            error(
                .duplicateID, .sourcedId,
                """
                The id \(quoted(id)) stands in line \(earlier) already. Delete one of the two \
                rows, or give one another id.
                """)
        }
        return id
    }

    /// Reports a reference that an import can do without and that leads nowhere.
    func checkOptional(
        _ column: Column, _ id: String, in register: SourceRegister, _ code: ImportCode
    ) -> Bool {
        switch register.standing(of: id) {
        case .known: return true
        case .leftOut: return false
        case .unknown:
            warn(
                code, column,
                """
                \(quoted(id)) is in no row of its file, so it was ignored. Add that row, or \
                correct the id.
                """)
            return false
        }
    }
}
