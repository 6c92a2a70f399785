import Foundation
import TestKit

@testable import Rostering

extension FuzzTarget {
    /// Zips by libarchive, and workbooks in them.
    static let archives = FuzzTarget(
        name: "archive", share: 40_000,
        make: { FuzzedArchive.bytes(&$0) },
        complaint: { bytes in
            var property = Property()
            let isBook = bytes.range(of: "xl/".utf8) != nil
            FuzzPlace.file(bytes, isBook ? ".xlsx" : ".zip") { file in
                if isBook {
                    let read = readTable(at: file).result
                    check(read.roster != nil, read.report, lines: 1_048_576, &property)
                } else {
                    let read = readOneRoster(at: file)
                    check(read.roster != nil, read.report, lines: bytes.count + 1, &property)
                }
            }
            return property.complaint
        })
}

extension [UInt8] {
    fileprivate func range(of word: some Collection<UInt8>) -> Int? {
        indices.first { self[$0...].starts(with: word) }
    }
}

/// Zips put together by hand, so that each field of them can be wrong by itself.
enum FuzzedArchive {
    private static let roster: [(String, String)] = [
        ("manifest.csv", "propertyName,value\noneroster.version,1.1\nfile.orgs,bulk\n"),
        ("orgs.csv", "sourcedId,name,type\nsch,Hill,school\n"),
        (
            "users.csv",
            "sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName\n"
                + "u1,true,sch,student,1001,Ann,Lee\n"
        ),
        ("academicSessions.csv", "sourcedId,title,type,startDate,endDate,schoolYear\n"),
    ]
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let book: [(String, String)] = [
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"\(main)\" xmlns:r=\"\(links)\"><sheets>"
                + "<sheet name=\"List\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
                + "</Relationships>"
        ),
        ("xl/sharedStrings.xml", "<sst xmlns=\"\(main)\"><si><t>Name</t></si></sst>"),
        (
            "xl/styles.xml",
            "<styleSheet xmlns=\"\(main)\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"000\"/>"
                + "</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs>"
                + "</styleSheet>"
        ),
    ]
    private static let cells = [
        "<c r=\"A1\" t=\"s\"><v>0</v></c>", "<c r=\"B1\" t=\"inlineStr\"><is><t>No</t></is></c>",
        "<c r=\"A2\"><v>1001</v></c>", "<c r=\"B2\" s=\"1\"><v>1.5E+3</v></c>",
        "<c r=\"XFD1048576\"><v>1</v></c>", "<c r=\"ZZZZZZZZZZ9\"><v>1</v></c>", "<c r=\"\"/>",
        "<c t=\"s\"><v>99999999999</v></c>", "<c t=\"b\"><v>1</v></c>",
        "<c t=\"e\"><v>#N/A</v></c>",
        "<c s=\"-1\"><v>1e400</v></c>", "<c s=\"77\"><v>44000.5</v></c>", "<c><f>1+1</f></c>",
        "<c t=\"str\"><v>&lt;&#x10FFFF;&#0;</v></c>", "<c><v>-0</v></c>", "<c><v> 1 </v></c>",
    ]

    static func bytes(_ dice: inout SeededDice) -> [UInt8] {
        let isBook = dice.once(in: 2)
        var entries = (isBook ? book : roster).map { ($0.0, Array($0.1.utf8)) }
        if isBook { entries.append(("xl/worksheets/sheet1.xml", sheet(&dice))) }
        for place in entries.indices where dice.once(in: 6) {
            entries[place].1 = Spoiling.spoil(entries[place].1, &dice)
        }
        if dice.once(in: 6) {
            let names = ["../orgs.csv", "/etc/x", "a/b/", "orgs.csv", "inner.zip", "é", "\0", ""]
            entries.append((dice.one(of: names), dice.chance(dice.below(40))))
        }
        let zip = ZipBytes(entries, &dice).bytes
        return dice.once(in: 3) ? Spoiling.spoil(zip, &dice) : zip
    }

    private static func sheet(_ dice: inout SeededDice) -> [UInt8] {
        var rows = ""
        for row in 1...(1 + dice.below(4)) {
            let number =
                dice.once(in: 8) ? dice.one(of: ["0", "-1", "1048577", "x", ""]) : "\(row)"
            rows += "<row r=\"\(number)\">"
            for _ in 0..<(1 + dice.below(4)) { rows += dice.one(of: cells) }
            rows += "</row>"
        }
        let head =
            dice.once(in: 12)
            ? "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>" : ""
        return Array(
            "\(head)<worksheet xmlns=\"\(main)\"><sheetData>\(rows)</sheetData></worksheet>".utf8)
    }
}

/// A zip whose files are stored, or deflated in blocks that are stored.
private struct ZipBytes {
    private(set) var bytes: [UInt8] = []

    init(_ entries: [(String, [UInt8])], _ dice: inout SeededDice) {
        var directory: [UInt8] = []
        for (name, content) in entries {
            let isDeflated = dice.once(in: 2) && content.count < 65_536
            let data = isDeflated ? Self.deflated(content) : content
            let start = bytes.count
            var common = Self.two(20) + Self.two(wrong(dice.once(in: 30) ? 1 : 0, &dice))
            common += Self.two(wrong(isDeflated ? 8 : 0, &dice)) + Self.four(0)
            common += Self.four(wrong(Int(Self.crc(content)), &dice))
            common += Self.four(wrong(data.count, &dice)) + Self.four(wrong(content.count, &dice))
            common += Self.two(wrong(name.utf8.count, &dice)) + Self.two(0)
            bytes += Self.four(0x0403_4B50) + common + name.utf8 + data
            directory += Self.four(0x0201_4B50) + Self.two(0x031E) + common
            directory += Self.two(0) + Self.two(0) + Self.two(0)
            directory += Self.four(dice.once(in: 30) ? 0xA1FF_0000 : 0x81A4_0000)
            directory += Self.four(wrong(start, &dice)) + name.utf8
        }
        let start = bytes.count
        bytes += directory + Self.four(0x0605_4B50) + Self.four(0)
        bytes += Self.two(wrong(entries.count, &dice)) + Self.two(wrong(entries.count, &dice))
        bytes += Self.four(wrong(directory.count, &dice)) + Self.four(wrong(start, &dice))
        bytes += Self.two(0)
    }

    /// Now and then another number.
    private func wrong(_ number: Int, _ dice: inout SeededDice) -> Int {
        guard dice.once(in: 60) else { return number }
        return dice.one(of: [
            0, 1, number + 1, number * 2, 0xFFFF, 0xFFFF_FFFF, dice.below(1 << 30),
        ])
    }

    private static func two(_ number: Int) -> [UInt8] {
        [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)]
    }

    private static func four(_ number: Int) -> [UInt8] { two(number) + two(number >> 16) }

    private static func deflated(_ content: [UInt8]) -> [UInt8] {
        [1] + two(content.count) + two(~content.count) + content
    }

    private static func crc(_ content: [UInt8]) -> UInt32 {
        ~content.reduce(~0 as UInt32) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
                sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0)
            }
        }
    }
}
