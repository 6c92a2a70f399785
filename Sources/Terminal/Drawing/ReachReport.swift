import QR

/// From how far what stands on a screen can be read, in words for those who set it up.
package struct ReachReport: Equatable, Sendable {
    let room: RoomDepth
    let columns: Int
    /// Nil where no QR fits.
    let code: ReadableCode?
    /// The height of the block letters of the code; 0 where it stands in a line.
    let letterRows: Int

    /// Whether the QR can be read from all of the room; nil where the screen's width is not known.
    package var isEnough: Bool? {
        guard let code else { return false }
        return room.reach(symbol: code.cells.symbolColumns, of: columns).map {
            $0.metres >= room.depth.metres
        }
    }

    /// What can be read from where: one sentence.
    package var found: String {
        guard let code else { return "No QR fits here." }
        let symbol = code.cells.symbolColumns
        guard let width = room.screenWidth,
            let reach = room.reach(symbol: symbol, of: columns)
        else {
            return "How wide the screen is, is not known; for \(room.depth.text) the QR "
                + "(\(code.text)) needs one of \(widthNeeded(symbol))."
        }
        let letters = letterRows == 0 ? nil : room.reach(letterRows: letterRows, of: columns)
        return "On a screen \(width.text) wide the QR (\(code.text)) can be read from \(reach.text)"
            + (letters.map { ", the letters from \($0.text)" } ?? "")
            + (isEnough == true ? ": enough for " : ": not from ") + room.depth.text + "."
    }

    /// What to do; nil where the QR can be read from all of the room.
    package var cure: String? {
        guard let code else {
            return "Take a smaller terminal font, or print the QR: kiosk qr -o FILE."
        }
        switch isEnough {
        case true?: return nil
        case nil: return "Say --screen-width."
        case false?:
            let width = widthNeeded(code.cells.symbolColumns)
            return "What helps: a larger terminal font, a screen of \(width), a print (kiosk qr -o "
                + "FILE), or the letters."
        }
    }

    package var text: String { [found, cure].compactMap { $0 }.joined(separator: " ") }

    /// To the next ten centimetres: `2.7 m`.
    private func widthNeeded(_ symbol: Int) -> String {
        let metres = room.screenWidthNeeded(symbol: symbol, of: columns).metres
        let tenths = Int((metres * 10 - 1e-6).rounded(.up))
        return "\(tenths / 10).\(tenths % 10) m"
    }
}

extension ReachReport {
    /// Of a session's code on a screen of this style; nil where the room's depth has not been said.
    package init?(style: ScreenStyle, size: Size, look: Look) {
        let code = "ABC234"
        let report =
            switch style {
            case .door:
                reach(
                    of: Screen(
                        room: "", clock: "", date: "",
                        body: .session(
                            SessionPanel(
                                qrText: code, code: code, course: "", courseCode: "",
                                className: "", teacher: "", time: "", sections: "", present: 0,
                                expected: 0, countsLine: "", lateLine: ""))),
                    size: size, look: look)
            case .projector:
                reach(
                    of: Projection(
                        room: "", clock: "",
                        body: .session(
                            .init(
                                qrText: code, code: code, course: "", present: 0, expected: 0,
                                countsLine: "", lateLine: ""))),
                    size: size, look: look)
            }
        guard let report else { return nil }
        self = report
    }
}

/// A QR code as it fits a place, and what it is.
package struct ReadableCode: Equatable, Sendable {
    package let code: QRCode
    package let level: QRCode.Level
    package let cells: QRCells

    /// Nil where the code does not fit.
    init?(_ code: QRCode, _ level: QRCode.Level, in size: Size, look: Look) {
        guard let cells = QRCells(code, fitting: size, halfBlocks: look.halfBlocks) else {
            return nil
        }
        (self.code, self.level, self.cells) = (code, level, cells)
    }

    /// The code for the room of `look`, as large as fits in `size`; nil where none does.
    package init?(_ text: String, in size: Size, look: Look) {
        let candidates = look.levels.compactMap { level in
            // A text too long for this level may fit a lower one.
            (try? QRCode(text, level: level)).flatMap {
                ReadableCode($0, level, in: size, look: look)
            }
        }
        guard let best = look.choose(candidates, of: size.columns, \.cells) else { return nil }
        self = best
    }

    /// What can be said of its reach on a screen of so many columns.
    package func report(_ room: RoomDepth, columns: Int) -> ReachReport {
        ReachReport(room: room, columns: columns, code: self, letterRows: 0)
    }

    var text: String {
        let level =
            switch level {
            case .l: "L"
            case .m: "M"
            case .q: "Q"
            case .h: "H"
            }
        return "version \(code.version), level \(level), "
            + (cells.form == .half ? "half blocks" : "blanks")
    }
}
