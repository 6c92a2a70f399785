import Testing

@testable import QR

@Suite struct QRCodeTests {
    static let url = "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123.7K2MQ9"

    @Test(
        "A text takes the smallest version that holds it",
        arguments: [
            ("ABC123", QRCode.Level.m, 1), ("ABC123", .h, 1),
            (url, .m, 3), (url, .l, 2),
            ("HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123", .m, 2),
            // Lower case is kept, and costs a version.
            ("https://kiosk.example.edu/c/ABC123", .m, 3),
            ("CK1:101:ABC123:8F3K2Q", .h, 3), ("张伟", .m, 1),
        ])
    func version(text: String, level: QRCode.Level, version: Int) throws {
        let code = try QRCode(text, level: level)
        #expect(code.version == version)
        #expect(code.size == 17 + 4 * version)
    }

    @Test("What cannot be a code is refused by name")
    func refusals() throws {
        #expect(throws: QRCode.Failure.empty) { try QRCode("") }
        #expect(throws: QRCode.Failure.unencodable) { try QRCode("A\0B") }
        #expect(throws: QRCode.Failure.tooLong) {
            try QRCode(String(repeating: "x", count: 3000), level: .l)
        }
        // Version 40 at L holds 4296 alphanumeric characters (ISO/IEC 18004, table 7).
        #expect(try QRCode(String(repeating: "A", count: 4296), level: .l).version == 40)
        #expect(throws: QRCode.Failure.tooLong) {
            try QRCode(String(repeating: "A", count: 4297), level: .l)
        }
    }

    @Test("Finder patterns stand in three corners and light all round")
    func corners() throws {
        let code = try QRCode("ABC123")
        let last = code.size - 1
        for (x, y) in [(0, 0), (last, 0), (0, last), (3, 3), (last - 3, 3)] {
            #expect(code[x, y])
        }
        for (x, y) in [(-1, 0), (0, -1), (code.size, 0), (0, code.size), (1, 1), (7, 7)] {
            #expect(!code[x, y])
        }
    }
}
