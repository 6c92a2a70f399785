import Testing

@testable import Terminal

@Suite struct BigTextTests {
    @Test("Without colours letters are blanks in reverse", arguments: [Colours.none, .mono])
    func reversed(colours: Colours) throws {
        let look = Look(colours: colours)
        let big = try #require(BigText(Printable("A1"), columns: 11, rows: 7, look: look))
        for isReverse in [false, true] {
            var frame = Frame(size: big.size)
            let style = Style(.white, on: .black, bold: true, reverse: isReverse)
            frame.put(big, x: 0, y: 0, style: style, look: look)
            let rows = (0..<7).map { y in
                (0..<11).map { frame[$0, y].style.reverse != isReverse ? "#" : " " }.joined()
            }
            #expect(
                rows == [
                    " ###    #  ", "#   #  ##  ", "#   #   #  ", "#####   #  ", "#   #   #  ",
                    "#   #   #  ", "#   #  ### ",
                ])
            #expect(frame.cells.allSatisfy { $0.text == " " })
        }
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
        #expect(BigText(Printable("ABC123"), columns: 27, rows: 40, look: Look()) == nil)
        #expect(BigText(Printable("ABC123"), columns: 99, rows: 3, look: Look()) == nil)
        #expect(BigText(Printable("高等"), columns: 999, rows: 99, look: Look()) == nil)
        #expect(BigText(Printable(""), columns: 99, rows: 9, look: Look()) == nil)
        let noHalves = Look(halfBlocks: false)
        #expect(BigText(Printable("ABC123"), columns: 35, rows: 6, look: noHalves) == nil)
    }

    @Test("Words go on several lines where that makes them larger")
    func lines() {
        let big = BigText(Printable("NOT ON THIS LIST"), columns: 72, rows: 30, look: Look())
        #expect(big?.height == 3 * 7 + 2 * 2)
        #expect(big.map { $0.size.columns <= 72 && $0.size.rows <= 30 } == true)
    }

    @Test("A dash on its own goes where a line breaks, and nowhere else")
    func dashes() {
        func width(_ text: String, _ columns: Int, rows: Int) -> Int? {
            let text = Printable(text)
            return BigText(text, columns: columns, rows: rows, look: Look())?.width
        }
        // L A T E: four letters of five; a blank of three, a dash of four; R E C O R D E D.
        #expect(width("LATE - RECORDED", 100, rows: 7) == 23 + 1 + 3 + 1 + 4 + 1 + 3 + 1 + 47)
        #expect(width("LATE - RECORDED", 50, rows: 16) == 47)
    }

    @Test("Words of four languages have block letters")
    func languages() {
        for word in [
            "LATE - RECORDED", "ZURÜCKGENOMMEN", "VERSPÄTET - NOTIERT", "ARRIVÉE NOTÉE",
            "DÉJÀ NOTÉ 08:05", "NO ESTÁS EN LA LISTA", "AÚN NO ABIERTO", "Łódź",
        ] {
            let text = Printable(word)
            #expect(BigText(text, columns: 100, rows: 30, look: Look()) != nil, "\(word)")
        }
        let marked = BigLetters.rows(of: "É")
        let plain = BigLetters.rows(of: "E")
        #expect(marked != nil && marked != plain)
        #expect(BigLetters.rows(of: "张") == nil && BigLetters.rows(of: "é") == plain)
    }

    @Test("Every letter has seven rows of one width")
    func letters() {
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-/.[]=?~ !'·+&()ÄÁÀÂÇÉÈÊËÍÎÏÑÓÖÔÚÜÙÛ" {
            let rows = BigLetters.rows(of: letter) ?? []
            #expect(rows.count == BigLetters.height, "\(letter)")
            #expect(Set(rows.map(\.count)).count == 1, "\(letter)")
            let narrow = NarrowLetters.rows(of: letter) ?? []
            #expect(narrow.count == BigLetters.height, "\(letter)")
            #expect(Set(narrow.map(\.count)).count == 1, "\(letter)")
            #expect(narrow[0].count <= max(4, "MW".contains(letter) ? 5 : 0) || rows == narrow)
        }
    }
}
