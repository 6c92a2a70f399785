import Attendance
import Foundation
import Testing

@testable import Rostering

private let sound = SchoolFixture().contents.map { WrittenZip.Entry.file($0.0, $0.1) }

private func imported(
    _ entries: [WrittenZip.Entry], password: String? = nil
) throws -> (roster: SchoolRoster?, report: ImportReport) {
    try withTemporaryFolder { folder in
        let zip = folder.appendingPathComponent("school.zip")
        try WrittenZip(entries: entries, password: password).write(to: zip)
        return readOneRoster(at: zip)
    }
}

@Test("A zip is read as the folder with the same files is")
private func zipAndFolderAreAlike() throws {
    let zipped = try imported(sound)
    #expect(zipped.report.summary == [])
    #expect(try zipped.roster == SchoolFixture().imported().roster)
    #expect(zipped.roster?.people.count == 4)
}

@Test("A finding in a zip is that of the folder with the same files")
private func zippedFindings() throws {
    let spoilt = SchoolFixture([
        .cell("users.csv", 3, "role", "king"), .rename("orgs.csv", "Orgs.CSV"),
    ])
    let zipped = try imported(spoilt.contents.map { .file($0.0, $0.1) })
    #expect(zipped.roster == nil)
    #expect(try zipped.report.summary == spoilt.imported().report.summary)
}

@Test("Files all in one sub-folder are read there, with a warning, from zip and folder alike")
private func subFolder() throws {
    let inside = SchoolFixture().contents.map { WrittenZip.Entry.file("Export 1/" + $0.0, $0.1) }
    let extras: [WrittenZip.Entry] = [
        .folder("Export 1/"), .file("__MACOSX/Export 1/._users.csv", [0]), .file("read.me", [65]),
    ]
    let zipped = try imported(extras + inside)
    #expect(zipped.report.summary == ["warning school.zip - - sub_folder"])
    #expect(zipped.roster?.people.count == 4)
    let other = try imported(SchoolFixture().contents.map { .file("Export 1\\" + $0.0, $0.1) })
    #expect(other.report == zipped.report && other.roster == zipped.roster)
    let read = try withTemporaryFolder { folder in
        let sub = folder.appendingPathComponent("Export 1")
        try FileManager.default.createDirectory(at: sub, withIntermediateDirectories: true)
        try SchoolFixture().write(to: sub)
        return readOneRoster(at: folder)
    }
    #expect(read.roster == zipped.roster)
    #expect(read.report.entries.map(\.code) == [.subFolder])
}

private let wrong: [([WrittenZip.Entry], ImportCode, ImportReport.Severity)] = [
    ([.file("../users.csv", [65])], .unsafeName, .error),
    ([.file("a/../../b.csv", [65])], .unsafeName, .error),
    ([.file("/etc/users.csv", [65])], .unsafeName, .error),
    ([.file("..\\users.csv", [65])], .unsafeName, .error),
    ([.file("C:users.csv", [65])], .unsafeName, .error),
    ([.link("other.csv", to: "/etc/passwd")], .linkInZip, .error),
    ([.file("inner.ZIP", [0x50, 0x4B])], .nestedZip, .warning),
    ([.file("users.csv", [65])], .duplicateFile, .error),
    ([.file("USERS.csv", [65])], .duplicateFile, .error),
    ((0..<1_000).map { .file("photo\($0).jpg", []) }, .tooManyFiles, .error),
]

@Test("What no honest zip holds is a finding with a cure", arguments: wrong.indices)
private func guards(index: Int) throws {
    let (entries, code, severity) = wrong[index]
    let (roster, report) = try imported(sound + entries)
    #expect(report.entries.map(\.code) == [code])
    #expect(report.entries.first?.severity == severity)
    #expect((roster == nil) == (severity == .error))
    #expect(report.entries.first?.message.hasSuffix(".") == true)
}

@Test(
    "A path leads out also where an accent stands upon a slash of it",
    arguments: [
        ("/\u{301}etc/a.csv", true), ("../\u{301}b.csv", true), ("a/\u{301}../../../b.csv", true),
        ("a/..\u{301}/b.csv", false), ("e\u{301}/b.csv", false),
    ])
private func accents(path: String, leadsOut: Bool) {
    #expect(ZipListing.isUnsafe(path) == leadsOut)
}

@Test("An encrypted zip says so once and is not read")
private func encrypted() throws {
    let (roster, report) = try imported(sound, password: "secret")
    #expect(roster == nil)
    #expect(report.summary == ["error school.zip - - encrypted"])
}

@Test("A file that unpacks to too much ends at the limit, and one that nobody asks for is left")
private func bombs() throws {
    let others = sound.filter {
        if case .file("users.csv", _) = $0 { false } else { true }
    }
    // Zeros shrink to a thousandth, so the zip's ratio is what ends this one.
    let bomb = try imported(others + [.zeros("users.csv", 40_000_000)])
    #expect(bomb.report.summary == ["error users.csv - - zip_too_large"])
    for unread in ["demographics.csv", "results.csv"] {
        #expect(try imported(sound + [.zeros(unread, 40_000_000)]).report.summary == [])
    }
}

@Test("demographics.csv is not unpacked: nobody notices that it is damaged")
private func damagedDemographics() throws {
    for (name, summary) in [
        ("demographics.csv", []), ("users.csv", ["error users.csv - - bad_zip"]),
    ] {
        let read = try withTemporaryFolder { folder in
            let zip = folder.appendingPathComponent("school.zip")
            let marked = [UInt8]((0..<90).map { UInt8(33 + $0) })
            let kept = sound.filter { if case .file(name, _) = $0 { false } else { true } }
            try WrittenZip(entries: kept + [.file(name, marked)]).write(to: zip)
            var bytes = try Data(contentsOf: zip)
            let place = try #require(bytes.range(of: Data(name.utf8)))
            // The length of what stands between the name and the packed bytes.
            let extra = Int(bytes[place.lowerBound - 2]) + 256 * Int(bytes[place.lowerBound - 1])
            let start = place.upperBound + extra
            for index in start..<(start + 40) { bytes[index] ^= 0x55 }
            try bytes.write(to: zip)
            return readOneRoster(at: zip)
        }
        #expect(read.report.summary == summary)
    }
}

@Test("A zip cut anywhere, and bytes that are none, are findings and never a trap")
private func cutZips() throws {
    try withTemporaryFolder { folder in
        let zip = folder.appendingPathComponent("school.zip")
        try WrittenZip(entries: sound).write(to: zip)
        let whole = try Data(contentsOf: zip)
        for length in stride(from: 0, to: whole.count, by: 97) {
            try whole.prefix(length).write(to: zip)
            let (roster, report) = readOneRoster(at: zip)
            #expect(roster == nil)
            #expect(report.summary == ["error school.zip - - bad_zip"])
        }
    }
}
