import Attendance
import Testing

/// What readers send, row by row, and what it says.
@Suite struct ReaderTableTests {
    @Test func thereAreSixtyRowsInTheirOrder() {
        let numbers = ReaderRow.rows.map(\.number)
        #expect(Set(numbers) == Set(1...60))
        #expect(numbers == numbers.sorted())
    }

    @Test(arguments: ReaderRow.rows)
    func says(_ row: ReaderRow) {
        for line in row.lines {
            expect(Scan(parsing: line, under: row.rules), says: row.expected)
        }
    }

    @Test func ofWhatIsSecretNothingIsKept() {
        let secret: [Scan.Rejection] = [.payment, .contact, .licence, .badSwipe]
        for row in ReaderRow.rows {
            for line in row.lines {
                let scan = Scan(parsing: line, under: row.rules)
                #expect(!scan.normalised.contains("SMITH"))
                if case .rejected(let why) = scan.content, secret.contains(why) {
                    #expect(scan.normalised == "")
                }
            }
        }
    }
}
