import Testing

@testable import Terminal

/// Every screen as it was when it was last looked at; `SeenScreenTests` says what must hold of them.
@Suite struct ScreenGoldenTests {
    @Test("The screen is as kept, in every look", arguments: Samples.all, Samples.sizes)
    func screens(name: String, size: Size) throws {
        let text = golden(NamedLook.all) { look in
            Samples.frame(name, size: size, look: look)
        }
        try expectGolden("\(name)-\(size.columns)x\(size.rows)", text)
    }

    @Test(
        "So are small ones",
        arguments: [
            ("session", 40, 30), ("session-same", 40, 30), ("session", 24, 8),
            ("session-ok", 24, 8), ("session", 10, 3), ("session-ok", 10, 3), ("session", 1, 1),
            ("session", 0, 0), ("session-ok", 40, 12), ("session-notonlist", 66, 24),
            ("schedule", 40, 12), ("projection", 40, 12),
        ])
    func small(name: String, columns: Int, rows: Int) throws {
        let text = golden([NamedLook.all[0]]) { look in
            Samples.frame(name, size: Size(columns: columns, rows: rows), look: look)
        }
        try expectGolden("\(name)-\(columns)x\(rows)", text)
    }

    @Test("An ASCII terminal has nothing but ASCII", arguments: Samples.all)
    func bare(name: String) {
        let look = Look(colours: .mono, halfBlocks: false, charset: .ascii)
        let frame = Samples.frame(name, size: Size(columns: 80, rows: 24), look: look)
        // The second half of a wide character, which there is none of, would be empty.
        #expect(frame.cells.allSatisfy { $0.text.utf8.count == 1 })
    }
}
