import Attendance
import Desk
import Testing

@testable import Wire

@Suite struct WordsTests {
    private func table(_ changes: [String: String?] = [:]) -> [String: String] {
        var table = Dictionary(
            uniqueKeysWithValues: Phrase.allCases.map { phrase in
                (phrase.rawValue, Words.english.text(of: phrase))
            })
        for (name, text) in changes { table[name] = text }
        return table
    }

    @Test func aTableIsTakenWhole() throws {
        let words = try Words(table(["checked_in": "EINGECHECKT"]))
        #expect(words(.checkedIn) == "EINGECHECKT")
        #expect(words(.wait, ["seconds": "4"]) == "WAIT 4 s")
    }

    @Test(
        arguments: [
            (["late": nil], "late is missing"), (["late": ""], "late is missing"),
            (["latte": "x"], "latte is no phrase of a door"),
            (
                ["wait": "WAIT"], "wait must have the same words in braces as the English"
            ),
            (
                ["closed": "CLOSED {time}"],
                "closed must have the same words in braces as the English"
            ),
        ] as [([String: String?], String)])
    func whatIsWrongWithATableIsSaid(_ changes: [String: String?], _ complaint: String) {
        #expect(throws: Words.Complaint(text: complaint)) { try Words(table(changes)) }
    }

    @Test func whatIsFilledInIsNeverTakenForAGap() {
        let said = Words.english(.rightRoom, ["room": "{time}", "time": "08:00"])
        #expect(said == "Your class is in {time} at 08:00.")
        #expect(Words.english(.alreadyIn, ["time": ""]) == "ALREADY IN")
    }

    @Test func everyWeekdayHasItsName() {
        let names = Weekday.allCases.map { Words.english(weekday: $0).uppercased() }
        #expect(names == Weekday.allCases.map(\.name))
    }
}
