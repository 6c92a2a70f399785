import Testing

@testable import Terminal

@Suite struct BigTextTests {
    private func drawn(_ text: String, columns: Int, rows: Int, look: Look) -> [String]? {
        let printable = Printable(text)
        guard let big = BigText(printable, columns: columns, rows: rows, look: look) else {
            return nil
        }
        var frame = Frame(size: big.size)
        frame.put(big, x: 0, y: 0, style: .page, look: look)
        return (0..<big.size.rows).map { y in
            (0..<big.size.columns).map { frame[$0, y].text }.joined()
        }
    }

    @Test("Without colours letters are made of number signs")
    func signs() {
        let rows = drawn("A1", columns: 11, rows: 7, look: Look(colours: .none))
        #expect(
            rows
                == [
                    " ###    #   ", "#   #  ##   ", "#   #   #   ", "#####   #   ", "#   #   #   ",
                    "#   #   #   ", "#   #  ###  ",
                ].map { String($0.prefix(11)) })
    }

    @Test(
        "Letters take the largest squares that fit",
        arguments: [
            (35, 7, 35, 7), (70, 7, 70, 7), (69, 8, 35, 7), (140, 14, 140, 14),
            (110, 14, 105, 14), (35, 4, 35, 4),
        ])
    func squares(columns: Int, rows: Int, width: Int, height: Int) {
        let text = Printable("ABC123")
        let big = BigText(text, columns: columns, rows: rows, look: Look())
        #expect(big?.size == Size(columns: width, rows: height))
    }

    @Test("What does not fit, and what has no letter, is not drawn")
    func absent() {
        #expect(BigText(Printable("ABC123"), columns: 34, rows: 40, look: Look()) == nil)
        #expect(BigText(Printable("ABC123"), columns: 99, rows: 3, look: Look()) == nil)
        #expect(BigText(Printable("高等"), columns: 999, rows: 99, look: Look()) == nil)
        #expect(BigText(Printable(""), columns: 99, rows: 9, look: Look()) == nil)
        let noHalves = Look(halfBlocks: false)
        #expect(BigText(Printable("ABC123"), columns: 35, rows: 6, look: noHalves) == nil)
    }

    @Test("Words go on several lines where that makes them larger")
    func lines() {
        let big = BigText(Printable("NOT ON THIS LIST"), columns: 72, rows: 30, look: Look())
        #expect(big?.bitmap.height == 3 * 7 + 2 * 2)
        #expect(big.map { $0.size.columns <= 72 && $0.size.rows <= 30 } == true)
    }

    @Test("Every letter has seven rows of one width")
    func letters() {
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-/.[]=?~ !'" {
            let rows = BigLetters.rows(of: letter) ?? []
            #expect(rows.count == BigLetters.height, "\(letter)")
            #expect(Set(rows.map(\.count)).count == 1, "\(letter)")
        }
    }
}
