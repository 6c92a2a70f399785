import Rostering
import Testing

private let someWeeks: [(String, Set<Int>)] = [
    ("3", [3]), ("1-3", [1, 2, 3]), ("1-3,5", [1, 2, 3, 5]), ("1-7/2", [1, 3, 5, 7]),
    ("2-8/3", [2, 5, 8]), ("4-4", [4]), (" 1 - 2 , 9 ", [1, 2, 9]), ("1-3,2-4", [1, 2, 3, 4]),
    ("60", [60]), ("1-9,12-14", [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14]), ("007", [7]),
]

@Test("Weeks are numbers, ranges and ranges with a step", arguments: someWeeks)
private func weeks(text: String, weeks: Set<Int>) {
    #expect(TimetableGrammar.weeks(text) == weeks)
}

private let noWeeks: [String] = [
    "", " ", "0", "61", "3-1", "1-", "-1", "1--2", "1-2-3", "1,,2", ",1", "1,", "1/2", "1-9/0",
    "1-9/", "1-9/2/2", "a", "1–9", "1 2", "１", "+1", "1.0", "99999999999999999999", "1-9周",
]

@Test("Anything else is no list of weeks", arguments: noWeeks)
private func notWeeks(text: String) {
    #expect(TimetableGrammar.weeks(text) == nil)
}

private let someSections: [(String, [Int])] = [
    ("1", [1]), ("1-2", [1, 2]), ("1,2", [1, 2]), ("2,1", [1, 2]), ("1-2,2-3", [1, 2, 3]),
    ("30", [30]),
]

@Test("Sections are numbers and ranges, in rising order, each once", arguments: someSections)
private func sections(text: String, sections: [Int]) {
    #expect(TimetableGrammar.sections(text) == sections)
}

private let someRotationDays: [(String, Int?)] = [
    ("D1", 1), ("D20", 20), ("d7", 7), ("D", nil), ("D0", nil), ("D21", nil), ("D01", nil),
    ("D-1", nil), ("D 1", nil), ("1", nil), ("MON", nil), ("", nil), ("D１", nil), ("DD1", nil),
]

@Test("A rotation day is D and a number from 1 to 20", arguments: someRotationDays)
private func rotationDays(text: String, number: Int?) {
    #expect(TimetableGrammar.rotationDay(text) == number)
}

@Test(
    "Anything else is no list of sections",
    arguments: ["", "0", "31", "2-1", "1-8/2", "2-Jan", "1;2", "1月2日"])
private func notSections(text: String) {
    #expect(TimetableGrammar.sections(text) == nil)
}
