import Attendance
import Testing

@Suite struct PINTests {
    @Test(arguments: ["2580", "00000001", "0000", "97531"])
    func fourToEightDigitsAreAPIN(_ text: String) {
        #expect(PIN(text)?.digits == text)
    }

    @Test(arguments: ["", "258", "123456789", "25 80", "258a", "２５８０", "-258", "2580\n"])
    func nothingElseIs(_ text: String) {
        #expect(PIN(text) == nil)
    }

    static let weak: [(String, PIN.Weakness?)] = [
        ("0000", .pattern), ("1234", .pattern), ("87654", .pattern), ("2024", .partOfCode),
        ("3456", .pattern), ("4123", .partOfCode), ("2580", nil), ("1357", nil), ("9012", nil),
    ]

    @Test(arguments: weak)
    func whatAnybodyTriesFirstIsWeak(_ text: String, _ weakness: PIN.Weakness?) {
        #expect(PIN(text)?.weakness(of: UserCode("2024123456")!) == weakness)
    }
}
