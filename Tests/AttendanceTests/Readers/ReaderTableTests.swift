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
            let scan = Scan(parsing: line, under: row.rules)
            switch row.expected {
            case .codes(let codes):
                #expect(scan.content == UserCode(codes[0].0).map(Scan.Content.token))
                #expect(scan.candidates.map(\.token.key) == codes.map { $0.0.uppercased() })
                #expect(scan.candidates.map(\.repair) == codes.map(\.1))
                #expect(scan.repair == codes[0].1)
            case .nothing:
                #expect(scan.content == .nothing)
            case .rejected(let why):
                #expect(scan.content == .rejected(why))
                #expect(scan.candidates == [])
            case .link(let code, let repair):
                #expect(scan.content == .sessionLink(SessionCode(code)!))
                #expect(scan.repair == repair)
            case .elsewhere(let reason):
                Issue.record("a line in a row that is not tested here: \(reason)")
            }
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
