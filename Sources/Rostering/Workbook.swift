import Foundation

/// An Excel workbook (`.xlsx`): a zip of XML, of which one sheet becomes CSV.
struct Workbook {
    /// What a sheet comes to.
    struct Reading {
        let sheet: String
        let csv: [UInt8]
    }

    private let zip: ZipFile
    private let name: String
    private let limits: CSVLimits

    init(_ zip: ZipFile, name: String, limits: CSVLimits) {
        self.zip = zip
        self.name = name
        self.limits = limits
    }

    /// The named sheet, or the first; nil with the reason reported.
    func read(sheet wanted: String?, _ findings: Findings) -> Reading? {
        do {
            let book = BookParts()
            try parse("xl/workbook.xml", book)
            let links = Links()
            try parse("xl/_rels/workbook.xml.rels", links)
            let found = wanted.map { wanted in
                book.sheets.first { $0.name.lowercased() == wanted.lowercased() }
            }
            guard let sheet = found ?? (wanted == nil ? book.sheets.first : nil) else {
                let names = book.sheets.prefix(8).map { quoted($0.name) }.joined(separator: ", ")
                findings.add(
                    .error, .unknownSheet, file: name,
                    "There is no sheet \(quoted(wanted ?? "")). Name one of: \(names).")
                return nil
            }
            guard let target = links.targets[sheet.link] else { throw WorkbookFault.damaged }
            let strings = Strings(most: limits.fileBytes)
            try parse("xl/sharedStrings.xml", strings, isNeeded: false)
            let styles = Styles()
            try parse("xl/styles.xml", styles, isNeeded: false)
            let cells = SheetCells(
                strings: strings.texts, dateStyles: styles.dates, is1904: book.is1904,
                limits: limits)
            let path = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
            try parse(path, cells)
            return Reading(sheet: sheet.name, csv: cells.csv)
        } catch {
            let fault = (error as? WorkbookFault) ?? .damaged
            findings.add(.error, fault.code, file: name, fault.message)
            return nil
        }
    }

    private func parse(_ path: String, _ part: XMLPart, isNeeded: Bool = true) throws {
        switch zip.bytes(of: path, most: limits.fileBytes) {
        case .success(let bytes): try part.read(bytes)
        case .failure(.damaged) where !isNeeded: return
        case .failure(.damaged), .failure(.unreadable): throw WorkbookFault.damaged
        case .failure(.bomb), .failure(.tooLarge): throw WorkbookFault.tooLarge
        }
    }
}

enum WorkbookFault: Error {
    case damaged
    case tooLarge
    /// XML that defines words of its own, which no spreadsheet writes.
    case entities

    var code: ImportCode { self == .tooLarge ? .fileTooLarge : .badWorkbook }

    var message: String {
        switch self {
        case .damaged: "The workbook is damaged or has a password. Save it again, or as CSV UTF-8."
        case .tooLarge:
            "The workbook is far larger than a list is. Save the one sheet as CSV UTF-8."
        case .entities:
            "The workbook holds a DTD, as no spreadsheet does, so it was not read. Save it again."
        }
    }
}
