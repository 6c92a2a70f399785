import Attendance
import Desk
import Foundation
import TestKit
import Testing
import Wire

@testable import Handout

/// Names as somebody might choose them who wishes a spreadsheet ill.
@Suite struct HostileWorkbookTests {
    static let formulas = [
        "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "=HYPERLINK(\"http://x.example\",\"y\")",
        "=cmd|' /C calc'!A0", "http://x.example/", "mailto:a@x.example", "internal:Summary!A1",
        "{=1+1}", "1E5", "2026-03-09", "TRUE", "#REF!", "'=1", "<b>&amp;\"'</b>", "]]>",
    ]

    @Test func whatLooksLikeAFormulaIsText() throws {
        let students = Self.formulas.enumerated().map { place, name in
            SmallSchool.student(Int64(place + 10), name, "C\(1_000 + place)")
        }
        let marks = SmallSchool.marks(SmallSchool.course(), [], members: students)
        let sheet = try #require(try SmallSchool.read([marks]).sheet("MATH101"))
        let cells = sheet.rows.dropFirst(5).map { $0[0] }
        #expect(cells.count == Self.formulas.count)
        #expect(cells.allSatisfy { ["s", "inlineStr"].contains($0.kind) && $0.format == "@" })
        let expected = Self.formulas.map { $0.replacing("\t", with: " ") }
        #expect(
            Set(cells.compactMap(\.value)) == Set(expected.map { OtherReader.Value.text($0) }))
    }

    private static let noncharacters = [0xFFFE, 0xFFFF, 0xFDD0 as UInt32]
        .compactMap(UnicodeScalar.init).map { String($0) }.joined()

    @Test(
        arguments: [
            ("a\u{0}b\u{1}\u{1F}c\u{7F}\u{9F}", "a b  c  "), ("a\r\nb\u{2028}c", "a  b c"),
            (Self.noncharacters, "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("a\u{202E}b\u{2066}c\u{200F}", "abc"),
            // A lone surrogate, in the only form in which bytes can bring one.
            (String(decoding: [0x61, 0xED, 0xA0, 0x80] as [UInt8], as: UTF8.self), nil),
            ("_x0041_", "_x005F_x0041_"), ("_x004_ _X0041_", "_x004_ _X0041_"),
            ("_x005F_x0041_", "_x005F_x005F_x005F_x0041_"), ("", ""),
        ] as [(String, String?)])
    func whatXMLCannotHoldIsMadeHarmless(_ text: String, _ expected: String?) {
        let harmless = CellText.harmless(text)
        if let expected {
            #expect(harmless == expected)
        } else {
            #expect(harmless == "a\u{FFFD}\u{FFFD}\u{FFFD}")
        }
    }

    @Test func aCellHasItsLengthAndAMarkWhereItWasCut() throws {
        let longest = String(repeating: "ä", count: 32_767)
        #expect(CellText.harmless(longest) == longest)
        let cut = CellText.harmless(longest + "ä")
        #expect(cut.utf16.count == 32_767 && cut.hasSuffix("ä…"))
        let wide = CellText.harmless(String(repeating: "😀", count: 20_000))
        #expect(wide.utf16.count == 32_767 && wide.hasSuffix("😀…"))
        let codes = CellText.harmless(String(repeating: "_x0041", count: 9_000))
        #expect(codes.utf16.count <= 32_767 && codes.hasPrefix("_x005F_x0041_x005F_x0041"))
        let student = SmallSchool.student(1, longest + "ä", "C1")
        let marks = SmallSchool.marks(SmallSchool.course(), [], members: [student])
        let sheet = try #require(try SmallSchool.read([marks]).sheet("MATH101"))
        #expect(sheet.rows[5][0].value == .text(cut))
    }

    @Test func sheetsHaveLegalNamesThatAreAllDifferent() throws {
        let codes = [
            "[a]:b*c?d/e\\f", "'quoted'", "History", "HISTORY", "Summary", "", "   ", "\u{1}\u{2}",
            "math", "MATH", "Máth", "=1+1", String(repeating: "x", count: 31),
            String(repeating: "x", count: 40), String(repeating: "😀", count: 20), "Ａ", "a",
        ]
        let courses = codes.enumerated().map { place, code in
            SmallSchool.marks(SmallSchool.course(code, "Name", id: Int64(place + 1)), [])
        }
        let names = try SmallSchool.read(courses).sheets.map(\.name)
        #expect(names.count == codes.count + 1)
        #expect(
            names.prefix(5) == ["Summary", "-a--b-c-d-e-f", "quoted", "History (2)", "HISTORY (3)"])
        #expect(names.contains("Name") && names.contains("Name (2)") && names.contains("Name (3)"))
        #expect(names.contains("math") && names.contains("MATH (2)") && names.contains("Máth (3)"))
        #expect(names.contains("Summary (2)") && names.contains("=1+1"))
        #expect(names.allSatisfy { (1...31).contains($0.utf16.count) })
        #expect(Set(names.map { $0.lowercased() }).count == names.count)
        #expect(names.allSatisfy { !$0.contains(where: "[]:*?/\\".contains) })
        #expect(names.allSatisfy { $0.first != "'" && $0.last != "'" })
    }
}
