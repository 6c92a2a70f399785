import Attendance
import TestKit
import Testing

@Suite struct CodeTests {
    @Test func leadingZerosAndTheSchoolsSpellingAreKept() {
        let code = UserCode("0024000006")!
        #expect(code.text == "0024000006" && code.last4 == "0006")
        #expect(UserCode("s12345x")!.text == "s12345x")
        #expect(UserCode("s12345x") == UserCode("S12345X"))
    }

    @Test(arguments: ["", "12 34", "张伟", "a\u{7}", String(repeating: "1", count: 65)])
    func isNoUserCode(_ text: String) {
        #expect(UserCode(text) == nil)
    }

    @Test(arguments: [
        (["2024123456"], 4), (["2024123456", "2023123456"], 7), (["11117788", "22227788"], 5),
        (["117788", "227788", "317788"], 6), (["3456", "993456"], 5), ([], 4),
        (["2024123456", "2024123456"], 4),
    ])
    func theSmallestNumberTellsAllApart(_ codes: [String], _ digits: Int) {
        #expect(digitsNeeded(toTellApart: codes.compactMap { UserCode($0) }) == digits)
    }

    @Test func theForecastCountsWhoIsTied() {
        let codes = ["117788", "227788", "3456", "0006"].compactMap { UserCode($0) }
        #expect(TieForecast(roster: codes).sentence == "2 of 4 need up to 5 digits")
        #expect(TieForecast(roster: codes.suffix(2)).sentence == nil)
    }

    @Test(arguments: ["ABC123", "abc 123", "AB-C1 23", "abc-123"])
    func sixLettersAndDigitsAreASessionCode(_ text: String) {
        #expect(SessionCode(text)?.text == "ABC123")
    }

    @Test(arguments: ["ABC12", "ABC1234", "ABC12_", "ÄBC123", ""])
    func isNoSessionCode(_ text: String) {
        #expect(SessionCode(text) == nil)
    }

    @Test func newSessionCodesHaveALetterAndNoLookAlikes() {
        var dice = SeededDice(seed: 3)
        for _ in 0..<5_000 {
            let code = SessionCode(using: &dice).text
            #expect(code.count == 6 && code.contains(where: \.isLetter))
            #expect(code.allSatisfy { SessionCode.alphabet.contains($0) })
        }
        #expect(SessionCode.alphabet.count == 30)
    }

    @Test func aUniqueIDReadsBackAndSortsByItsMoment() {
        let early = UniqueID(at: at(0), randomHigh: .max, randomLow: .max)
        let late = UniqueID(at: at(1), randomHigh: 0, randomLow: 0)
        #expect(early < late)
        #expect(UniqueID(early.description) == early)
        #expect(Array(early.description)[14] == "7")
        #expect(UniqueID("not an id") == nil)
    }
}
