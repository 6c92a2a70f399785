import Attendance
import Testing

/// A line is repaired in rounds, and there is an end to them.
@Suite struct RoundsTests {
    let rules = ReaderRules(prefix: "~", codeLengths: [10])

    func content(_ line: String) -> Scan.Content {
        Scan(parsing: Array(line.utf8), under: rules).content
    }

    @Test func whatAReaderPutsAroundACodeIsTakenOff() {
        #expect(content("~]C0*2024123456*") == .token(UserCode("2024123456")!))
        #expect(content("~~~2024123456") == .token(UserCode("2024123456")!))
    }

    @Test(arguments: ["~", "]C0", "]F2"])
    func whatIsNothingElseIsNoCode(_ part: String) {
        let line = String(repeating: part, count: 240 / part.utf8.count) + "2024123456"
        #expect(content(line) == .rejected(.notACode))
    }

    @Test func whatIsHeldAmongThemIsNotKept() {
        let line = String(repeating: "~", count: 40) + "4111111111111111"
        let scan = Scan(parsing: Array(line.utf8), under: rules)
        #expect(scan.normalised == "" && scan.candidates.isEmpty)
    }
}
