import Testing

@testable import Terminal

@Suite struct ScreenDrawingTests {
    private func text(_ frame: Frame) -> String {
        (0..<frame.size.rows).map { y in
            (0..<frame.size.columns).map { frame[$0, y].text }.joined()
        }.joined(separator: "\n")
    }

    private func codeCells(_ frame: Frame) -> [Int] {
        frame.cells.indices.filter {
            [.qrDark, .qrLight].contains(frame.cells[$0].style.background)
        }
    }

    @Test("The QR code stays where it is when a result, a banner or typing comes")
    func still() throws {
        for (columns, rows) in [(240, 67), (160, 45), (120, 33), (80, 25), (40, 30)] {
            let size = Size(columns: columns, rows: rows)
            let idle = draw(try #require(Samples.screen("session")), size: size, look: Look())
            #expect(!codeCells(idle).isEmpty)
            let results = Samples.results.keys.map { "session-" + $0 }
            for name in results + ["session-ok-typing", "session-banner-same"] {
                let busy = draw(try #require(Samples.screen(name)), size: size, look: Look())
                // On the smallest it may give way to a result, and never moves.
                let isGone = columns < 80 && codeCells(busy).isEmpty
                #expect(isGone || codeCells(busy) == codeCells(idle), "\(name) \(columns)x\(rows)")
                #expect(isGone || codeText(busy) == codeText(idle), "\(name) \(columns)x\(rows)")
            }
        }
    }

    private func codeText(_ frame: Frame) -> [Cell] { codeCells(frame).map { frame.cells[$0] } }

    @Test("Code and result can be read at every size that holds them", arguments: 20...45)
    func readable(columns: Int) throws {
        let screen = try #require(Samples.screen("session-ok"))
        for rows in 6...30 {
            let look = Look(halfBlocks: false)
            let frame = draw(screen, size: Size(columns: columns, rows: rows), look: look)
            let text = text(frame)
            let hasCode = text.contains("ABC123") || text.contains("A B C 1 2 3")
            let hasLetters = frame.cells.contains {
                $0.text == " " && $0.style.background == .white
            }
            #expect(hasCode || hasLetters, "\(columns)x\(rows)")
            let seen = SeenLetters(frame, look)
            for word in ["CHECKED IN", "[OK]"] {
                let isBig = seen.squareHalfRows(of: word, in: .done) != nil
                #expect(isBig || text.contains(word), "\(word) \(columns)x\(rows)")
            }
            #expect(text.contains("John S."), "\(columns)x\(rows)")
        }
    }

    @Test("Every result says its shape and its word", arguments: ResultPanel.Kind.allCases)
    func results(kind: ResultPanel.Kind) throws {
        var screen = try #require(Samples.screen("session"))
        screen.result = ResultPanel(kind: kind, word: "结果", detail: "John S.", next: "Go on.")
        for size in [Size(columns: 100, rows: 33), Size(columns: 80, rows: 25)] {
            let frame = draw(screen, size: size, look: Look())
            let text = text(frame)
            let shape = SeenLetters(frame)
                .squareHalfRows(of: kind.shape, in: kind.role)
            #expect(shape != nil || text.contains(kind.shape))
            #expect(text.contains("结"))
            #expect(text.contains("John S.") && text.contains("Go on."))
        }
    }

    @Test func whatIsNotHeldHereStandsOnAWaitingScreen() {
        let panel = WaitingPanel(
            title: "No session is open", next: "Next: Drawing", detail: "Next here",
            notes: ["Cancelled: Calculus", "Cancelled: Physics"])
        let screen = Screen(room: "5A C317", clock: "08:05", date: "", body: .waiting(panel))
        for size in [Size(columns: 80, rows: 24), Size(columns: 160, rows: 50)] {
            let text = text(draw(screen, size: size, look: Look()))
            for line in ["Next: Drawing"] + panel.notes { #expect(text.contains(line), "\(size)") }
        }
    }

    @Test("Hostile text in every place leaves no control behind")
    func hostile() {
        let evil = "\u{1B}]0;x\u{07}\u{1B}[2J\u{9B}31m\u{202E}A\u{301}张\n\u{0}"
        let row = SchedulePanel.Row(time: evil, course: evil, room: evil, status: evil)
        let session = SessionPanel(
            qrText: evil, code: evil, course: evil, courseCode: evil, className: evil,
            teacher: evil, time: evil, sections: evil, present: -1, expected: .max,
            countsLine: evil, lateLine: evil)
        let bodies: [Screen.Body] = [
            .session(session),
            .waiting(WaitingPanel(title: evil, next: evil, detail: evil, notes: [evil, evil])),
            .schedule(SchedulePanel(title: evil, date: evil, rows: [row, row])),
        ]
        for body in bodies {
            let screen = Screen(
                room: evil, clock: evil, date: evil, body: body, entry: evil,
                result: ResultPanel(kind: .failed, word: evil, detail: evil, next: evil),
                banner: evil, hint: evil)
            for (columns, rows) in [(120, 40), (60, 20), (15, 4), (2, 2)] {
                let frame = draw(screen, size: Size(columns: columns, rows: rows), look: Look())
                let scalars = frame.cells.flatMap { Array($0.text.unicodeScalars) }
                #expect(
                    scalars.allSatisfy {
                        ![.control, .format].contains($0.properties.generalCategory)
                    })
            }
        }
    }

    @Test(
        "No size is too small or too large to draw",
        arguments: ["session-same-typing", "url-failed", "waiting-saved-banner", "schedule-room"])
    func everySize(name: String) throws {
        let screen = try #require(Samples.screen(name))
        let bare = Look(colours: .none, halfBlocks: false, charset: .ascii)
        for columns in [0, 1, 2, 3, 11, 12, 19, 20, 29, 36, 58, 79, 80, 200, 1000] {
            for rows in [0, 1, 2, 3, 5, 6, 7, 9, 10, 19, 24, 27, 40, 44, 67] {
                let size = Size(columns: columns, rows: rows)
                for look in [Look(), bare] {
                    #expect(draw(screen, size: size, look: look).size == size)
                }
            }
        }
    }

    @Test("The layout drifts by one cell and no more")
    func drift() throws {
        let screen = try #require(Samples.screen("session"))
        let size = Size(columns: 120, rows: 33)
        let still = codeCells(draw(screen, size: size, look: Look()))
        let moved = codeCells(draw(screen, size: size, look: Look(drift: Drift(x: 5, y: 5))))
        #expect(moved == still.map { $0 + 1 + 120 })
    }
}
