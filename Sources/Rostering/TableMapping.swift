/// What each column of a list is taken for.
package struct TableMapping: Equatable, Sendable {
    /// How sure a proposal is.
    package enum Certainty: String, Sendable {
        /// The header says so.
        case sure
        /// A word of the header says so.
        case likely
        /// The cells look like it.
        case guess
        /// Somebody decided.
        case given
    }

    package struct Column: Equatable, Sendable {
        package let header: String
        /// Counted from 0.
        package let place: Int
        package var field: TableField?
        package var certainty: Certainty
        /// The first cell, of columns that are read alone.
        package var example: String

        /// How `--map` names it: the header, or `#2` where that could be misunderstood.
        package var key: String {
            let isPlain = !header.isEmpty && !header.contains { ",=\"'#$`\\!\n".contains($0) }
            return isPlain ? header : "#\(place + 1)"
        }
    }

    package var columns: [Column]

    /// The `--map` that says the same.
    package var argument: String {
        columns.compactMap { column in
            column.field.flatMap { $0 == .ignored ? nil : "\(column.key)=\($0.rawValue)" }
        }.joined(separator: ",")
    }

    /// The places of a field's columns.
    func places(of field: TableField) -> [Int] {
        columns.filter { $0.field == field }.map(\.place)
    }

    /// What a list's headers, and then its cells, seem to say.
    init(proposing file: TableFile) {
        columns = file.headers.enumerated().map { place, header in
            Column(header: header, place: place, field: nil, certainty: .sure, example: "")
        }
        claim(.sure) { TableField.named($0.header) }
        claim(.likely) { TableField.hinted($0.header) }
        claim(.guess) { column in
            let cells = file.examples(of: column.place)
            if cells.isEmpty { return nil }
            if cells.allSatisfy({ $0.contains("@") && $0.contains(".") }) { return .email }
            let isNumber = cells.allSatisfy { cell in
                cell.utf8.count >= 4 && cell.utf8.allSatisfy { (48...57).contains($0) }
            }
            return isNumber && Set(cells).count == cells.count ? .code : nil
        }
        takeSingleGivenName()
        for index in columns.indices where ![nil, .ignored].contains(columns[index].field) {
            columns[index].example = file.examples(of: columns[index].place).first ?? ""
        }
    }

    /// Columns that nobody has named yet get the field that `name` finds, where it is free.
    private mutating func claim(
        _ certainty: Certainty, _ name: (Column) -> TableField?
    ) {
        for index in columns.indices where columns[index].field == nil {
            guard let field = name(columns[index]) else { continue }
            let isTaken = columns.contains { $0.field == field }
            if isTaken, !field.isRepeatable { continue }
            columns[index].field = field
            columns[index].certainty = certainty
        }
    }

    /// “Name” beside “Vorname”, and “nombre” beside nothing, mean another thing than alone.
    private mutating func takeSingleGivenName() {
        func index(_ field: TableField) -> Int? { columns.firstIndex { $0.field == field } }
        if let full = index(.fullName), index(.givenName) != nil, index(.familyName) == nil {
            columns[full].field = .familyName
        } else if let given = index(.givenName), index(.familyName) == nil, index(.fullName) == nil
        {
            columns[given].field = .fullName
        } else if let family = index(.familyName), index(.givenName) == nil,
            index(.fullName) == nil
        {
            columns[family].field = .fullName
        }
    }
}

extension TableMapping {
    /// Reads `Student No=user_code,#2=full_name`. Columns that are not named are not read. Nil,
    /// with the reasons reported, where it fits the list nowhere.
    init?(_ argument: String, for file: TableFile, findings: Findings) {
        columns = file.headers.enumerated().map { place, header in
            Column(header: header, place: place, field: nil, certainty: .given, example: "")
        }
        var isSound = true
        func refuse(_ message: String) {
            isSound = false
            findings.add(.error, .badMapping, file: file.name, message)
        }
        for part in argument.split(separator: ",") {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map {
                commaSeparated(String($0)).first ?? ""
            }
            guard sides.count == 2, !sides[0].isEmpty else {
                refuse("\(quoted(String(part))) is not of the form column=field. Write it so.")
                continue
            }
            guard let field = TableField(rawValue: sides[1].lowercased()) else {
                let known = TableField.allCases.map(\.rawValue).joined(separator: ", ")
                refuse("\(quoted(sides[1])) is no field. Write one of: \(known).")
                continue
            }
            guard let index = Self.index(of: sides[0], in: columns) else {
                refuse("There is no column \(quoted(sides[0])). Name one of the first line, or #2.")
                continue
            }
            if !field.isRepeatable, columns.contains(where: { $0.field == field }) {
                refuse("Two columns cannot both be \(field.rawValue). Leave one of them out.")
                continue
            }
            columns[index].field = field
        }
        guard isSound else { return nil }
        for index in columns.indices where ![nil, .ignored].contains(columns[index].field) {
            columns[index].example = file.examples(of: columns[index].place).first ?? ""
        }
    }

    private static func index(of key: String, in columns: [Column]) -> Int? {
        if key.hasPrefix("#"), let number = Int(key.dropFirst()) {
            return columns.indices.contains(number - 1) ? number - 1 : nil
        }
        return columns.firstIndex { $0.header == key }
            ?? columns.firstIndex { $0.header.lowercased() == key.lowercased() }
    }
}
