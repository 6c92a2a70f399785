import ArgumentParser
import Foundation
import QR
import Terminal

struct QRCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qr", abstract: "Draw a QR in the terminal, or into a PNG or SVG file.")

    enum Style: String, ExpressibleByArgument, CaseIterable {
        case auto, half, block, ascii

        /// Nil: whatever fits the terminal.
        var form: QRCells.Form? {
            switch self {
            case .auto: nil
            case .half: .half
            case .block: .block
            case .ascii: .ascii
            }
        }
    }

    @Argument(help: "What the QR says.") var text: String
    @Option(help: "auto, half, block or ascii.") var style: Style = .auto
    @Flag(help: "Light on dark, in the terminal.") var invert = false
    @Option(help: "How large each square is: in cells on a terminal, in pixels in a file.")
    var scale: Int?
    @Option(name: [.short, .long], help: "A file that ends in .png or .svg.") var output: String?
    @OptionGroup var depth: RoomOptions

    func validate() throws {
        if try depth.room() != nil, style != .auto || scale != nil || output != nil || invert {
            throw ValidationError(
                "--room-depth picks style and scale itself, and draws in the terminal.")
        }
        if let scale, !(1...64).contains(scale) {
            throw ValidationError("--scale takes a number from 1 to 64.")
        }
        if let output, !output.hasSuffix(".png"), !output.hasSuffix(".svg") {
            throw ValidationError("--output takes a file that ends in .png or .svg.")
        }
    }

    func run() async throws {
        if let room = try depth.room() { return try draw(in: room) }
        let code: QRCode
        do {
            code = try QRCode(text)
        } catch {
            throw Failure(.invalidInput, Self.words(error))
        }
        guard let output else {
            try draw(code)
            return
        }
        let bytes =
            output.hasSuffix(".png")
            ? code.png(scale: scale ?? 8)
            : Array(code.svg(scale: scale ?? 8).utf8)
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw Failure(
                .permission, "Cannot write \(output): \(error.localizedDescription)")
        }
    }

    private static func words(_ failure: QRCode.Failure) -> String {
        switch failure {
        case .empty: "There is no text to make a QR of."
        case .tooLong: "The text is too long for a QR: at most about 2300 characters."
        case .unencodable: "The text holds a character of nothing (NUL), which no QR can."
        case .encoder: "There is not enough memory to make the QR."
        }
    }

    /// As large as the terminal allows, and a line that says from how far that can be read.
    private func draw(in room: RoomDepth) throws {
        do {
            _ = try QRCode(text, level: .l)
        } catch {
            throw Failure(.invalidInput, Self.words(error))
        }
        guard let size = Size(terminal: STDOUT_FILENO) else {
            throw Failure(.usage, "--room-depth needs a terminal to draw in.")
        }
        // That line and the next prompt stand below it.
        let most = Size(columns: size.columns, rows: size.rows - 3)
        let look = Look.ofTerminal(cells: "auto", room: room)
        guard let code = ReadableCode(text, in: most, look: look) else {
            throw Failure(
                .failure,
                "The terminal is too small for the QR. Take a smaller font, or write a file with "
                    + "-o.")
        }
        FileHandle.standardOutput.write(Data(code.bytes(colours: look.colours)))
        Output.complain(code.report(room, columns: size.columns).text)
    }

    private func draw(_ code: QRCode) throws {
        let look = Look.ofTerminal(cells: "auto")
        do {
            let bytes = try QRText.bytes(
                code, form: style.form, inverted: invert, scale: scale ?? 1,
                size: Size(terminal: STDOUT_FILENO), colours: look.colours,
                halfBlocks: look.halfBlocks)
            FileHandle.standardOutput.write(Data(bytes))
        } catch {
            throw Failure(
                .failure,
                "The terminal is too narrow: the QR needs \(error.columnsNeeded) columns. Make it "
                    + "wider, use --style half, or write a file with -o.")
        }
    }
}
