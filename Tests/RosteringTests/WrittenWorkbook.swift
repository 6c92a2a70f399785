import Foundation

/// Writes workbooks cell by cell, as other programs do.
struct WrittenWorkbook {
    /// The XML of the rows.
    var rows: String
    var strings: [String] = []
    /// The number formats of styles 1, 2 …
    var formats: [String] = []
    var sheets = ["List"]
    var prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"

    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let links =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    func write(to location: URL) throws {
        let names = sheets.enumerated().map { index, name in
            "<sheet name=\"\(name)\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
        }
        let targets = sheets.indices.map {
            "<Relationship Id=\"rId\($0 + 1)\" Target=\"worksheets/sheet\($0 + 1).xml\"/>"
        }
        let numbers = formats.enumerated().map {
            "<numFmt numFmtId=\"\(164 + $0)\" formatCode=\"\($1)\"/>"
        }
        let styles = [0] + formats.indices.map { 164 + $0 }
        let parts = [
            "xl/workbook.xml": """
            <workbook xmlns="\(Self.main)" xmlns:r="\(Self.links)"><sheets>\(names.joined())\
            </sheets></workbook>
            """,
            "xl/_rels/workbook.xml.rels": "<Relationships>\(targets.joined())</Relationships>",
            "xl/sharedStrings.xml":
                "<sst xmlns=\"\(Self.main)\">\(strings.map { "<si>\($0)</si>" }.joined())</sst>",
            "xl/styles.xml": """
            <styleSheet xmlns="\(Self.main)"><numFmts>\(numbers.joined())</numFmts><cellXfs>\
            \(styles.map { "<xf numFmtId=\"\($0)\"/>" }.joined())</cellXfs></styleSheet>
            """,
        ]
        let bodies = sheets.indices.map { index in
            let rows = index == 0 ? rows : "<row r=\"1\"><c t=\"str\"><v>other</v></c></row>"
            return (
                "xl/worksheets/sheet\(index + 1).xml",
                "<worksheet xmlns=\"\(Self.main)\"><sheetData>\(rows)</sheetData></worksheet>"
            )
        }
        let all = parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } + bodies
        try WrittenZip(entries: all.map { .file($0, [UInt8]((prolog + $1).utf8)) })
            .write(to: location)
    }
}
