import Rostering
import Testing

/// A row of a table: a school spoilt in one way and all that the report then says.
struct FindingCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let edits: [SchoolFixture.Edit]
    let findings: [String]
    var options = ImportOptions()

    init(
        _ name: String, _ edits: [SchoolFixture.Edit], _ findings: [String],
        options: ImportOptions = ImportOptions()
    ) {
        testDescription = name
        self.edits = edits
        self.findings = findings
        self.options = options
    }
}

/// Imports the spoilt school and compares the whole report; a roster comes out exactly where there
/// is no error, and every message is a sentence of its own.
func check(_ row: FindingCase, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let (roster, report) = try SchoolFixture(row.edits).imported(row.options)
    #expect(report.summary == row.findings, sourceLocation: sourceLocation)
    #expect((roster == nil) == report.hasErrors, sourceLocation: sourceLocation)
    for entry in report.entries {
        #expect(entry.message.hasSuffix("."), sourceLocation: sourceLocation)
        #expect(entry.message.count < 400, sourceLocation: sourceLocation)
        let isClean = entry.message.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && !(0x202A...0x202E).contains($0.value)
        }
        #expect(isClean, sourceLocation: sourceLocation)
    }
}
