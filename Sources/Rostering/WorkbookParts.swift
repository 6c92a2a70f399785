/// `workbook.xml`: the sheets in their order.
final class BookParts: XMLPart {
    private(set) var sheets: [(name: String, link: String)] = []
    private(set) var is1904 = false

    override func begin(_ element: String, _ attributes: [String: String]) {
        if element == "sheet" {
            let link = attributes.first { $0.key.hasSuffix(":id") }?.value ?? ""
            sheets.append((attributes["name"] ?? "", link))
        }
        if element == "workbookPr" {
            is1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
        }
    }
}

/// The file of every link.
final class Links: XMLPart {
    private(set) var targets: [String: String] = [:]

    override func begin(_ element: String, _ attributes: [String: String]) {
        if let id = attributes["Id"], let target = attributes["Target"] { targets[id] = target }
    }
}

/// `sharedStrings.xml`: texts that cells name by number.
final class Strings: XMLPart {
    private(set) var texts: [String] = []
    private var now = ""
    private var isText = false
    private var isReading = false

    init(most: Int) { self.left = most }
    private var left: Int

    override func begin(_ element: String, _ attributes: [String: String]) {
        switch element {
        case "si": now = ""
        // How a word is read aloud stands beside it, and is not the word.
        case "rPh": isReading = true
        case "t": isText = !isReading
        default: break
        }
    }

    override func end(_ element: String) {
        switch element {
        case "si": texts.append(now)
        case "rPh": isReading = false
        case "t": isText = false
        default: break
        }
    }

    override func text(_ text: String) {
        guard isText else { return }
        left -= text.utf8.count
        if left < 0 { fault = .tooLarge } else { now += text }
    }
}

/// `styles.xml`: which of the cells' styles show a number as a date.
final class Styles: XMLPart {
    private(set) var dates: Set<Int> = []
    private var formats: [Int: Bool] = [:]
    private var isInCells = false
    private var count = 0

    override func begin(_ element: String, _ attributes: [String: String]) {
        switch element {
        case "numFmt":
            guard let id = attributes["numFmtId"].flatMap({ Int($0) }) else { return }
            formats[id] = Self.showsDate(attributes["formatCode"] ?? "")
        case "cellXfs": isInCells = true
        case "xf" where isInCells:
            let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
            let isBuiltIn =
                (14...17).contains(id) || id == 22 || (27...36).contains(id)
                || (50...58).contains(id)
            if formats[id] ?? isBuiltIn { dates.insert(count) }
            count += 1
        default: break
        }
    }

    override func end(_ element: String) {
        if element == "cellXfs" { isInCells = false }
    }

    /// A format with years or days outside its quotation marks and brackets.
    private static func showsDate(_ code: String) -> Bool {
        var isQuoted = false
        var isBracketed = false
        for character in code.lowercased() {
            switch character {
            case "\"": isQuoted.toggle()
            case "[": isBracketed = true
            case "]": isBracketed = false
            case "y", "d": if !isQuoted, !isBracketed { return true }
            default: break
            }
        }
        return false
    }
}
