import Rostering
import Testing

/// All rows as `line: cell|cell`, all faults as `line.cell: kind`.
private func read(_ bytes: [UInt8], _ limits: CSVLimits = CSVLimits()) -> [String] {
    var reader = CSVReader(bytes, limits: limits)
    var found: [String] = []
    while let item = reader.next() {
        switch item {
        case .row(let row):
            found.append("\(row.line): " + (0..<row.count).map(row.text).joined(separator: "|"))
        case .fault(let fault):
            found.append("\(fault.line).\(fault.cell): \(fault.kind)")
        }
    }
    return found
}

private let readable: [(String, [String])] = [
    ("", []), ("\n\r\n\r", []), ("a", ["1: a"]), ("a,b\n", ["1: a|b"]),
    ("a\r\nb\rc\nd", ["1: a", "2: b", "3: c", "4: d"]),
    ("\n\na\n\r\nb", ["3: a", "5: b"]),
    ("\u{FEFF}a,b", ["1: a|b"]), ("\u{FEFF}\"a\",b", ["1: a|b"]),
    (",", ["1: |"]), (",\n,,", ["1: |", "2: ||"]), ("\"\"", ["1: "]), ("\"\",\"\"", ["1: |"]),
    ("\"a,b\",c", ["1: a,b|c"]), ("\"a\nb\r\nc\rd\",e\nf", ["1: a\nb\r\nc\rd|e", "5: f"]),
    ("\"a\"\"b\"", ["1: a\"b"]), ("\"\"\"\"", ["1: \""]), ("\"\"\"a\"\"\",b", ["1: \"a\"|b"]),
    (" a ,\tb\t", ["1: a|b"]), ("\" a \"", ["1: a"]), ("é,李,🂡", ["1: é|李|🂡"]),
    ("a'b,;c", ["1: a'b|;c"]),
]

@Test("Rows are read with the line on which they begin", arguments: readable)
private func rows(text: String, rows: [String]) {
    #expect(read([UInt8](text.utf8)) == rows)
}

private let broken: [(String, [String])] = [
    ("a,b\"c\nd", ["1.1: quoteInsideCell", "2: d"]),
    (" \"a\"\nd", ["1.0: quoteInsideCell", "2: d"]),
    ("\"a\"b,c\r\nd", ["1.0: textAfterQuote", "2: d"]),
    ("\"a\nb\" ,c\nd", ["1.0: textAfterQuote", "3: d"]),
    ("a\nb,\"c\nd\n", ["1: a", "2.1: unclosedQuote"]), ("\"", ["1.0: unclosedQuote"]),
    ("\"a\"\"", ["1.0: unclosedQuote"]),
    ("a,\0b\nc", ["1.1: nul", "2: c"]), ("\"\0\"\nc", ["1.0: nul", "2: c"]),
    ("123456789\nc", ["1.0: cellTooLong", "2: c"]),
    ("a,\"1234\n56789\",b\nc", ["1.1: cellTooLong", "3: c"]),
    ("12345678,\"12345678\"", ["1: 12345678|12345678"]),
    ("1,2,3,4\n1,2,3,4,5\nc", ["1: 1|2|3|4", "2.4: tooManyCells", "3: c"]),
]

@Test("A bad row is a fault in its line and cell, and reading goes on after it", arguments: broken)
private func faults(text: String, found: [String]) {
    #expect(read([UInt8](text.utf8), CSVLimits(cellBytes: 8, cells: 4)) == found)
}

private let garbled: [[UInt8]] =
    [
        [0xE9], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
        [0xFF, 0xFE],
    ] as [[UInt8]]

@Test("Bytes that are no UTF-8 are a fault in their cell", arguments: garbled)
private func notUTF8(bytes: [UInt8]) {
    let plain = [UInt8]("a,".utf8) + bytes + [0x0A]
    let quoted = [UInt8]("a,\"".utf8) + bytes + [UInt8]("\"\nb".utf8)
    #expect(read(plain + quoted) == ["1.1: notUTF8", "2.1: notUTF8", "3: b"])
}

/// SplitMix64: the same numbers in every run.
private struct Numbers {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
    }
}

@Test("Any bytes end in rows and faults whose lines rise", arguments: 0..<20)
private func anyBytes(seed: Int) {
    var numbers = Numbers(state: UInt64(seed))
    let usual = [UInt8]("\"\",,\r\n\n\ra é\0\u{FEFF}".utf8) + [0xFF, 0xC3]
    for _ in 0..<1_500 {
        let bytes = (0..<numbers.below(48)).map { _ in
            numbers.below(8) == 0 ? UInt8(numbers.below(256)) : usual[numbers.below(usual.count)]
        }
        var reader = CSVReader(bytes, limits: CSVLimits(cellBytes: 6, cells: 5))
        var last = 0
        var count = 0
        while let item = reader.next(), count <= bytes.count {
            count += 1
            switch item {
            case .row(let row):
                #expect(row.line > last && row.count > 0)
                last = row.line
                for index in 0..<row.count where row.isBlank(index) {
                    #expect(row.text(index).isEmpty)
                }
            case .fault(let fault):
                #expect(fault.line > last)
                last = fault.line
            }
        }
        #expect(count <= bytes.count)
    }
}

@Test("What is written as CSV is read back, however it was written", arguments: 0..<10)
private func roundTrip(seed: Int) {
    var numbers = Numbers(state: UInt64(seed) &+ 7_000)
    let pieces = ["a", "\"", ",", "\n", "\r\n", "\r", "é", "李", " x ", "", "\"\""]
    for _ in 0..<200 {
        let rows = (0...numbers.below(4)).map { _ in
            (0...numbers.below(4)).map { _ in
                "."
                    + (0..<numbers.below(5)).map { _ in pieces[numbers.below(pieces.count)] }
                    .joined()
                    + "."
            }
        }
        let end = ["\n", "\r\n", "\r"][numbers.below(3)]
        let text = rows.map { row in
            row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
        }.joined(separator: end)
        var reader = CSVReader([UInt8](text.utf8))
        var back: [[String]] = []
        while case .row(let row)? = reader.next() { back.append((0..<row.count).map(row.text)) }
        #expect(back == rows)
    }
}
