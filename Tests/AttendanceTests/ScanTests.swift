import Attendance
import TestKit
import Testing

@Suite struct ScanTests {
    static let codes: [(String, String)] = [
        ("2024123456", "2024123456"), (" 2024123456 ", "2024123456"),
        ("\u{2}2024123456\u{3}", "2024123456"), ("2024123456\t", "2024123456"),
        ("\u{FEFF}2024123456", "2024123456"), ("s2024123456", "S2024123456"),
        ("34\u{7F}\u{7F}3456", "3456"), ("99\u{15}3456", "3456"), ("0006", "0006"),
        ("２０２４１２３４５６", "2024123456"), ("\u{1B}[A3456", "3456"), ("abc-123", "ABC-123"),
        ("abc 123", "ABC123"),
    ]

    @Test(arguments: codes)
    func isACode(_ line: String, _ key: String) {
        let scan = Scan(parsing: Array(line.utf8))
        #expect(scan.content == .token(UserCode(key)!))
        #expect(!scan.isFromReader)
    }

    @Test func aSymbologyIdentifierIsTakenOffAndTellsAReader() {
        let scan = Scan(parsing: Array("]C02024123456".utf8))
        #expect(scan.content == .token(UserCode("2024123456")!))
        #expect(scan.isFromReader)
    }

    @Test(arguments: [
        "", "   ", "\u{3000}\u{A0}", "\u{85}", "\u{1B}[A", "\u{1B}OP", "\u{3}", "\u{4}\u{1A}",
        "\u{7F}\u{7F}",
    ])
    func isNothing(_ line: String) {
        #expect(Scan(parsing: Array(line.utf8)).content == .nothing)
    }

    @Test(arguments: [
        "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123.7K2MQ9", "https://kiosk.example.edu/c/abc123",
    ])
    func isASessionLink(_ line: String) {
        #expect(
            Scan(parsing: Array(line.utf8)).content == .sessionLink(SessionCode("ABC123")!))
    }

    @Test func aQuestionMarkAndACodeAskForTheDay() {
        #expect(
            Scan(parsing: Array("?2024123456".utf8)).content == .schedule(UserCode("2024123456")!))
        #expect(Scan(parsing: Array("?".utf8)).content == .rejected(.notACode))
    }

    @Test func aMinusTakesBackAndAPlusShowsTheDay() {
        #expect(Scan(parsing: Array("-".utf8)).content == .withdrawal)
        #expect(Scan(parsing: Array(" + ".utf8)).content == .myDay)
        #expect(Scan(parsing: Array(" * ".utf8)).content == .pairing)
        #expect(Scan(parsing: Array("*3456".utf8)).content == .token(UserCode("3456")!))
        #expect(Scan(parsing: Array("-1".utf8)).content == .token(UserCode("-1")!))
        #expect(Scan(parsing: Array("+".utf8)).normalised == "", "never a bounce")
    }

    @Test func whatIsNoTextOrNoCodeIsRejected() {
        #expect(Scan(parsing: [0xD5, 0xC5, 0xCE]).content == .rejected(.notText))
        #expect(Scan(parsing: Array("hello world, this".utf8)).content == .rejected(.notACode))
        #expect(Scan(parsing: Array("张伟".utf8)).content == .rejected(.notACode))
        let long = [UInt8](repeating: 0x41, count: Scan.longestLine + 1)
        #expect(Scan(parsing: long).content == .rejected(.tooLong))
    }

    @Test func noBytesAreTooStrange() {
        var dice = SeededDice(seed: 7)
        for _ in 0..<20_000 {
            let line = (0..<Int.random(in: 0...40, using: &dice)).map { _ in
                UInt8.random(in: .min ... .max, using: &dice)
            }
            #expect(Scan(parsing: line).byteCount == line.count)
        }
    }
}
