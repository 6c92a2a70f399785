import TestKit
import Testing

@testable import Terminal

@Suite struct FrameTests {
    private static let texts = [
        "Calculus", "高等数学", "José", "محمد", "👍 ok", "x\u{323}y", " ", "▀▀▀", "a张b伟c",
    ]

    private func scribble(on frame: inout Frame, _ dice: inout SeededDice) {
        for _ in 0..<Int.random(in: 0...6, using: &dice) {
            let style = Style(
                Colour.allCases.randomElement(using: &dice) ?? .white,
                on: Colour.allCases.randomElement(using: &dice) ?? .black,
                bold: Bool.random(using: &dice), reverse: Bool.random(using: &dice))
            let x = Int.random(in: -3...frame.size.columns, using: &dice)
            let y = Int.random(in: -1...frame.size.rows, using: &dice)
            if Int.random(in: 0...3, using: &dice) == 0 {
                frame.fill(Rect(x: x, y: y, width: 3, height: 2), style: style)
            } else {
                let text = FrameTests.texts.randomElement(using: &dice) ?? ""
                frame.put(Printable(text), x: x, y: y, style: style)
            }
        }
        frame.cursor = Bool.random(using: &dice) ? Position(x: 1, y: 0) : nil
    }

    @Test("What changed is enough to turn one frame into the next", arguments: Colours.allCases)
    func differences(colours: Colours) {
        var dice = SeededDice(seed: 20_260_309)
        for _ in 0..<40 {
            let size = Size(
                columns: Int.random(in: 2...20, using: &dice),
                rows: Int.random(in: 1...5, using: &dice))
            var model = ScreenModel(size: size)
            var previous: Frame?
            for _ in 0..<10 {
                var frame = previous ?? Frame(size: size)
                scribble(on: &frame, &dice)
                model.write(frame.escapes(after: previous, colours: colours))
                let wanted = ScreenModel(frame, colours: colours)
                #expect(model.cells == wanted.cells)
                #expect(model.showsCursor == wanted.showsCursor)
                #expect(frame.cursor == nil || model.cursor == wanted.cursor)
                #expect(model.codes == [0])
                #expect(model.mistakes.isEmpty)
                previous = frame
            }
        }
    }

    @Test("Nothing is written when nothing changed, and one cell when one did")
    func quiet() {
        let first = Frame(size: Size(columns: 80, rows: 25))
        #expect(first.escapes(after: first, colours: .ansi256).isEmpty)
        var second = first
        second.put(Printable("x"), x: 79, y: 24, style: .page)
        let bytes = second.escapes(after: first, colours: .ansi256)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "\u{1B}[?25l\u{1B}[25;80H\u{1B}[0;38;5;231;48;5;16mx\u{1B}[0m")
    }

    @Test("Another size is drawn whole")
    func resized() {
        let small = Frame(size: Size(columns: 3, rows: 1))
        let large = Frame(size: Size(columns: 4, rows: 1))
        #expect(
            large.escapes(after: small, colours: .ansi8)
                == large.escapes(after: nil, colours: .ansi8))
    }

    @Test("A wide character at the edge leaves a blank, and half of one is never left")
    func wideAtEdge() {
        var frame = Frame(size: Size(columns: 3, rows: 1))
        frame.put(Printable("a张"), x: 1, y: 0, style: .page)
        #expect(frame.cells.map(\.text) == [" ", "a", " "])
        frame.put(Printable("张"), x: 0, y: 0, style: .page)
        #expect(frame.cells.map(\.text) == ["张", "", " "])
        frame.put(Printable("x"), x: 1, y: 0, style: .page)
        #expect(frame.cells.map(\.text) == [" ", "x", " "])
        frame.put(Printable("张"), x: -1, y: 0, style: .page)
        #expect(frame.cells.map(\.text) == [" ", "x", " "])
    }

    @Test("Without colours only a QR code has them")
    func noColours() {
        #expect(Style(.white, on: .blue, bold: true).codes(.none) == [0, 1, 39, 49])
        #expect(Style(.qrDark, on: .qrLight).codes(.none) == [0, 30, 47])
        #expect(Style(.qrDark, on: .qrLight).codes(.ansi8) == [0, 30, 47])
        #expect(Style(.qrDark, on: .qrLight).codes(.ansi256) == [0, 38, 5, 16, 48, 5, 231])
    }

    @Test("A size a terminal cannot mean is brought inside the limits")
    func sizes() {
        #expect(Size(columns: 65535, rows: 65535) == Size(columns: 1000, rows: 400))
        #expect(Size(columns: -1, rows: -1) == Size(columns: 0, rows: 0))
    }
}
