import Foundation

/// The pixels of a terminal, 8 by 16 for each cell. Blanks and upper half blocks are exact; other
/// characters leave their cell in its background.
package struct Picture: Sendable {
    /// The colours a program gets that asks for none.
    package enum Theme: CaseIterable, Sendable {
        case dark, light
    }

    package static let cellWidth = 8
    package static let cellHeight = 16

    package let width: Int
    package let height: Int
    private let pixels: [UInt8]

    /// `gap` rows of pixels between lines, as fonts with line spacing have, in the background.
    package init(_ screen: CapturedScreen, theme: Theme, gap: Int = 0) {
        width = screen.columns * Picture.cellWidth
        height = screen.rows * (Picture.cellHeight + gap)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 3)
        for row in screen.cells {
            let upper = row.flatMap { cell in
                Picture.run(cell.text == "▀" ? theme.ink(cell) : theme.paper(cell))
            }
            let lower = row.flatMap { Picture.run(theme.paper($0)) }
            for line in 0..<Picture.cellHeight + gap {
                pixels += line < Picture.cellHeight / 2 ? upper : lower
            }
        }
        self.pixels = pixels
    }

    private static func run(_ colour: (Int, Int, Int)) -> [UInt8] {
        let pixel = [UInt8(colour.0), UInt8(colour.1), UInt8(colour.2)]
        return (0..<cellWidth).flatMap { _ in pixel }
    }

    /// The picture as a binary PPM file.
    package var ppm: [UInt8] { Array("P6\n\(width) \(height)\n255\n".utf8) + pixels }

    /// What an independent decoder reads in the picture.
    package func decodedQR() throws -> [String] {
        try decodeQR(ppm, pathExtension: "ppm")
    }
}

/// The texts of the QR codes that `zbarimg` finds in the bytes of a picture file.
package func decodeQR(_ picture: [UInt8], pathExtension: String) throws -> [String] {
    guard let zbarimg = installed("zbarimg") else { throw RunFailure(description: "no zbarimg") }
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("picture-\(UUID().uuidString).\(pathExtension)")
    try Data(picture).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let answer = try run(
        zbarimg, ["--raw", "-q", "-Sdisable", "-Sqrcode.enable", file.path])
    // 4 says that there is no code in the picture.
    guard answer.status == 0 || answer.status == 4 else {
        throw RunFailure(description: "zbarimg: \(answer.status) \(answer.errorText)")
    }
    return answer.text.split(separator: "\n").map(String.init)
}

extension Picture.Theme {
    fileprivate func ink(_ cell: CapturedScreen.Cell) -> (Int, Int, Int) {
        cell.reverse ? backgroundOf(cell) : foregroundOf(cell)
    }

    fileprivate func paper(_ cell: CapturedScreen.Cell) -> (Int, Int, Int) {
        cell.reverse ? foregroundOf(cell) : backgroundOf(cell)
    }

    private func foregroundOf(_ cell: CapturedScreen.Cell) -> (Int, Int, Int) {
        value(cell.foreground) ?? (self == .dark ? (208, 208, 208) : (26, 26, 26))
    }

    private func backgroundOf(_ cell: CapturedScreen.Cell) -> (Int, Int, Int) {
        value(cell.background) ?? (self == .dark ? (16, 16, 16) : (255, 255, 255))
    }

    private func value(_ colour: CapturedScreen.Colour) -> (Int, Int, Int)? {
        switch colour {
        case .standard: return nil
        case .rgb(let red, let green, let blue): return (red, green, blue)
        case .indexed(let number) where number < 16: return Self.sixteen[max(number, 0)]
        case .indexed(let number) where number < 232:
            let level = [0, 95, 135, 175, 215, 255]
            let place = number - 16
            return (level[place / 36], level[place / 6 % 6], level[place % 6])
        case .indexed(let number):
            let grey = min(8 + 10 * (number - 232), 255)
            return (grey, grey, grey)
        }
    }

    /// The Linux console's colours.
    private static let sixteen = [
        (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0),
        (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
        (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85),
        (85, 85, 255), (255, 85, 255), (85, 255, 255), (255, 255, 255),
    ]
}
