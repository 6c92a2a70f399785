import QR
import Testing

@testable import Terminal

@Suite struct QRCellsTests {
    @Test(
        "The largest module that fits is taken, blanks before half blocks of the same size",
        arguments: [
            (58, 29, true, QRCells.Form.block, 1), (57, 29, true, .half, 1),
            (29, 15, true, .half, 1),
            (87, 44, true, .half, 3), (87, 44, false, .block, 1), (116, 58, true, .block, 2),
        ])
    func forms(columns: Int, rows: Int, halves: Bool, form: QRCells.Form, scale: Int) throws {
        let size = Size(columns: columns, rows: rows)
        let cells = QRCells(try QRCode("ABC123"), fitting: size, halfBlocks: halves)
        #expect(cells?.form == form)
        #expect(cells?.scale == scale)
    }

    @Test("What does not fit is nil", arguments: [(28, 15), (29, 14), (0, 0), (1, 1)])
    func absent(columns: Int, rows: Int) throws {
        let size = Size(columns: columns, rows: rows)
        #expect(QRCells(try QRCode("ABC123"), fitting: size, halfBlocks: true) == nil)
        let wide = Size(columns: 57, rows: 28)
        #expect(QRCells(try QRCode("ABC123"), fitting: wide, halfBlocks: false) == nil)
    }

    @Test("Half blocks are upper ones only, and every cell has the code's two colours")
    func cells() throws {
        let cells = QRCells(try QRCode("ABC123"), form: .half)
        var frame = Frame(size: cells.size)
        cells.draw(in: &frame, x: 0, y: 0)
        #expect(frame.size == Size(columns: 29, rows: 15))
        #expect(frame.cells.allSatisfy { $0.text == "▀" })
        let pair: Set<Colour> = [.qrDark, .qrLight]
        #expect(
            frame.cells.allSatisfy {
                pair.isSuperset(of: [$0.style.foreground, $0.style.background])
            })
    }

    /// Wherever a screen of any size has cells of a QR code, they are all of a whole one.
    @Test(
        "A QR code is whole or absent at every size", arguments: 0...45,
        [Look(), Look(colours: .none, halfBlocks: false, drift: Drift(x: 1, y: 1))])
    func wholeOrAbsent(rows: Int, look: Look) throws {
        let text = "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123.7K2MQ9"
        let codes = [try QRCode(text, level: .m), try QRCode(text, level: .l)]
        let idle = try #require(Samples.screen("url-banner-typing"))
        let busy = try #require(Samples.screen("url-ok-banner-typing"))
        for columns in 0...130 {
            let size = Size(columns: columns, rows: rows)
            // An answer takes longer to lay out, and the code's place does not hang on it.
            let screen = (columns + rows).isMultiple(of: 5) ? busy : idle
            let found = SeenCode(in: draw(screen, size: size, look: look))
            guard let found else { continue }
            #expect(codes.contains { found.shows($0) }, "\(columns)x\(rows)")
        }
    }
}

/// The cells of a frame that are in the colours of a QR code.
private struct SeenCode {
    private let frame: Frame
    private let left: Int
    private let top: Int
    private let width: Int
    private let height: Int

    init?(in frame: Frame) {
        let pair: Set<Colour> = [.qrDark, .qrLight]
        var (left, top, right, bottom, count) = (Int.max, Int.max, -1, -1, 0)
        for (place, cell) in frame.cells.enumerated() where pair.contains(cell.style.background) {
            let (x, y) = (place % frame.size.columns, place / frame.size.columns)
            (left, right) = (min(left, x), max(right, x))
            (top, bottom) = (min(top, y), max(bottom, y))
            count += 1
        }
        guard count > 0 else { return nil }
        self.frame = frame
        (self.left, self.top) = (left, top)
        (width, height) = (right - left + 1, bottom - top + 1)
        // Nothing is written over it.
        guard count == width * height else {
            Issue.record("cells of the code are missing")
            return nil
        }
    }

    /// Whether each half row of each column is the module it ought to be.
    func shows(_ code: QRCode) -> Bool {
        let side = code.sizeWithQuietZone
        guard width.isMultiple(of: side), height == (width + 1) / 2 else { return false }
        let scale = width / side
        for halfRow in 0..<height * 2 {
            for x in 0..<width {
                let cell = frame[left + x, top + halfRow / 2]
                let isUpperInk = halfRow.isMultiple(of: 2) && cell.text == "▀"
                let colour = isUpperInk ? cell.style.foreground : cell.style.background
                let wanted = code[x / scale - QRCode.quietZone, halfRow / scale - QRCode.quietZone]
                if (colour == .qrDark) != wanted { return false }
            }
        }
        return true
    }
}
