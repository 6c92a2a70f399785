import Foundation
import Rostering
import Testing

private let utf16 = [UInt8](arrayLiteral: 0xFF, 0xFE, 0x70, 0x00, 0x72, 0x00)

private let cases: [FindingCase] = [
    FindingCase("a sound school", [], []),
    FindingCase(
        "no manifest", [.delete("manifest.csv")], ["error manifest.csv - - missing_file"]),
    FindingCase(
        "no users: enrolments do not complain as well", [.delete("users.csv")],
        ["error users.csv - - missing_file"]),
    FindingCase(
        "a folder in the place of a file", [.folder("orgs.csv")],
        ["error orgs.csv - - unreadable_file"]),
    FindingCase(
        "an empty file", [.write("courses.csv", [])], ["error courses.csv - - empty_file"]),
    FindingCase(
        "a byte order mark and nothing else", [.write("courses.csv", [0xEF, 0xBB, 0xBF])],
        ["error courses.csv - - empty_file"]),
    FindingCase(
        "a file in UTF-16", [.write("courses.csv", utf16)], ["error courses.csv 1 - not_utf8"]),
    FindingCase(
        "another letter case in a file's name", [.rename("users.csv", "Users.CSV")],
        ["warning users.csv - - file_name_case"]),
    FindingCase(
        "version 1.2 without its roles", [.cell("manifest.csv", 3, "value", "1.2")],
        ["warning manifest.csv - - not_in_manifest", "error roles.csv - - missing_file"]),
    FindingCase(
        "a version never heard of", [.cell("manifest.csv", 3, "value", "7")],
        ["error manifest.csv 3 value version"]),
    FindingCase(
        "no version", [.cell("manifest.csv", 3, "propertyName", "source.systemName")],
        ["error manifest.csv - - version"]),
    FindingCase(
        "a delta", [.cell("manifest.csv", 9, "value", "delta")],
        ["error manifest.csv 9 value delta"]),
    FindingCase(
        "a needed file marked absent", [.cell("manifest.csv", 8, "value", "absent")],
        ["error manifest.csv 8 value absent_file"]),
    FindingCase(
        "a mode never heard of", [.cell("manifest.csv", 8, "value", "full")],
        ["error manifest.csv 8 value bad_value"]),
    FindingCase(
        "a mode in another letter case", [.cell("manifest.csv", 8, "value", "Bulk")],
        ["warning manifest.csv 8 value letter_case"]),
    FindingCase(
        "a file that the manifest does not list",
        [.cell("manifest.csv", 6, "propertyName", "source.systemName")],
        ["warning manifest.csv - - not_in_manifest"]),
    FindingCase(
        "a property twice", [.append("manifest.csv", "file.users,delta\n")],
        ["error manifest.csv 10 propertyName duplicate_property"]),
    FindingCase(
        "no timetable at all",
        [.delete("periods.csv"), .delete("meetings.csv"), .delete("exceptions.csv")], []),
    FindingCase("no adjustments", [.delete("adjustments.csv")], []),
]

@Test("A report names what is wrong with folder, files and manifest", arguments: cases)
private func folderFindings(_ row: FindingCase) throws {
    try check(row)
}

@Test("A missing folder and a file in its place are entries, not faults")
private func missingFolder() throws {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let missing = readOneRoster(at: place)
    #expect(missing.roster == nil)
    #expect(missing.report.entries.map(\.code) == [.missingFolder])
    try Data("PK".utf8).write(to: place)
    defer { try? FileManager.default.removeItem(at: place) }
    #expect(readOneRoster(at: place).report.entries.map(\.code) == [.badZip])
}

@Test("A file over the limit is refused by its size alone")
private func largeFile() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = folder.appendingPathComponent("manifest.csv")
    try Data().write(to: place)
    let handle = try FileHandle(forWritingTo: place)
    try handle.truncate(atOffset: UInt64(CSVLimits().fileBytes + 1))
    try handle.close()
    let report = readOneRoster(at: folder).report
    #expect(report.summary.first == "error manifest.csv - - file_too_large")
}

@Test("demographics.csv is no file that can be opened, whatever it holds")
private func demographicsStayUnread() throws {
    #expect(!SchoolFile.allCases.contains { $0.rawValue.lowercased().contains("demographics") })
    for edit in [
        SchoolFixture.Edit.folder("demographics.csv"),
        .write("demographics.csv", [0, 0xFF, 0x22]),
    ] {
        let listed = SchoolFixture.Edit.append("manifest.csv", "file.demographics,bulk\r\n")
        #expect(try SchoolFixture([edit, listed]).imported().report.entries.isEmpty)
    }
}
