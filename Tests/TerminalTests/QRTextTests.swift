import QR
import TestKit
import Testing

@testable import Terminal

@Suite struct QRTextTests {
    private func lines(_ bytes: [UInt8]) -> [Substring] {
        String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    @Test("A pipe gets number signs without escapes")
    func ascii() throws {
        let code = try QRCode("ABC123")
        let lines = lines(try QRText.bytes(code))
        #expect(lines.count == 30)
        #expect(lines[0] == "")
        #expect(lines[4].hasPrefix("        ##############  "))
        #expect(!lines.joined().contains("\u{1B}"))
        let inverted = self.lines(try QRText.bytes(code, inverted: true))
        #expect(inverted[0] == String(repeating: "#", count: 58))
        #expect(inverted[4].hasPrefix("########              ##"))
    }

    @Test("A terminal gets blanks if the code fits, else half blocks; too narrow is said")
    func chosen() throws {
        let code = try QRCode("ABC123")
        let large = try QRText.bytes(code, size: Size(columns: 80, rows: 40))
        #expect(lines(large).count == 30)
        let usual = try QRText.bytes(code, size: Size(columns: 80, rows: 24))
        #expect(lines(usual).count == 16)
        #expect(lines(usual).dropLast().allSatisfy { $0.hasSuffix("\u{1B}[0m") })
        #expect(throws: QRText.TooNarrow(columnsNeeded: 29)) {
            try QRText.bytes(code, size: Size(columns: 28, rows: 24))
        }
        #expect(throws: QRText.TooNarrow(columnsNeeded: 58)) {
            try QRText.bytes(code, size: Size(columns: 40, rows: 24), halfBlocks: false)
        }
    }

    @Test("Twice the scale is twice the size")
    func scaled() throws {
        let code = try QRCode("ABC123")
        #expect(lines(try QRText.bytes(code, form: .half, scale: 2)).count == 30)
        #expect(lines(try QRText.bytes(code, form: .block, scale: 2)).count == 59)
    }

    @Test("Number signs are read back on a light terminal, and inverted ones on a dark one")
    func modules() throws {
        let code = try QRCode("ABC123")
        let lines = lines(try QRText.bytes(code))
        for y in 0..<code.size {
            let line = Array(lines[y + 4])
            for x in 0..<code.size {
                let place = (x + 4) * 2
                #expect((place < line.count && line[place] == "#") == code[x, y])
            }
        }
    }
}
