import Testing

@testable import Terminal

@Suite struct ScreenGoldenTests {
    @Test(
        "The screen is as kept",
        arguments: [
            ("session", 120, 33), ("session", 80, 25), ("session", 40, 30), ("session", 24, 8),
            ("session", 10, 3), ("session", 1, 1), ("session", 0, 0), ("session-ok", 24, 8),
            ("session-ok", 10, 3), ("session-same", 40, 30), ("url-late-typing", 120, 33),
            ("url-notonlist-banner", 80, 25), ("waiting", 80, 25), ("waiting-unreadable", 80, 25),
            ("schedule", 80, 25), ("schedule", 40, 12),
        ])
    func screens(name: String, columns: Int, rows: Int) throws {
        let screen = try #require(Samples.screen(name))
        let frame = draw(screen, size: Size(columns: columns, rows: rows), look: Look())
        try expectGolden("\(name)-\(columns)x\(rows)", frame.golden)
    }

    @Test("An ASCII terminal without colours and half blocks has letters and words alone")
    func bare() throws {
        let screen = try #require(Samples.screen("session-same-typing"))
        let look = Look(colours: .none, halfBlocks: false, charset: .ascii)
        let frame = draw(screen, size: Size(columns: 80, rows: 25), look: look)
        try expectGolden("session-same-80x25-bare", frame.golden)
        #expect(frame.cells.allSatisfy { $0.text.utf8.count == 1 })
    }
}
