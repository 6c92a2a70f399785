import CQRencode
import Glibc

/// The squares of a QR code, without its quiet zone.
package struct QRCode: Equatable, Sendable {
    /// How much of the symbol may be spoilt: about 7, 15, 25 and 30 percent.
    package enum Level: CaseIterable, Sendable {
        case l, m, q, h
    }

    /// Why a text has no code.
    package enum Failure: Error, Equatable {
        case empty
        /// More than version 40 holds at this level.
        case tooLong
        /// The text holds a NUL.
        case unencodable
        /// The encoder failed for want of memory.
        case encoder(errno: Int32)
    }

    /// The light modules a reader needs on every side (ISO/IEC 18004, 5.3.8).
    package static let quietZone = 4

    /// Modules on a side: 21 for version 1 and 4 more for each version.
    package let size: Int

    private let modules: [Bool]

    /// The smallest code that holds `text`. Text of `0-9A-Z $%*+-./:` takes alphanumeric mode, so
    /// upper case makes a smaller code; other text is kept as UTF-8 bytes.
    package init(_ text: String, level: Level = .m) throws(Failure) {
        guard !text.isEmpty else { throw .empty }
        guard !text.utf8.contains(0) else { throw .unencodable }
        // NB: "case sensitive" only keeps lower case as it is; the encoder still picks the mode run
        // by run. The Kanji hint would read UTF-8 as Shift-JIS, so the hint is bytes.
        let caseSensitive: Int32 = 1
        guard
            let symbol = QRcode_encodeString(
                text, 0, level.encoderLevel, QR_MODE_8, caseSensitive)
        else {
            let reason = errno
            throw reason == ERANGE ? .tooLong : .encoder(errno: reason)
        }
        defer { QRcode_free(symbol) }
        size = Int(symbol.pointee.width)
        let squares = UnsafeBufferPointer(start: symbol.pointee.data, count: size * size)
        modules = squares.map { $0 & 1 == 1 }
    }

    /// Whether the module at `x`, `y` from the top left is dark; outside the code all is light.
    package subscript(x: Int, y: Int) -> Bool {
        guard (0..<size).contains(x), (0..<size).contains(y) else { return false }
        return modules[y * size + x]
    }

    /// 1 to 40.
    package var version: Int { (size - 17) / 4 }

    /// Modules on a side with the quiet zone of both sides.
    package var sizeWithQuietZone: Int { size + 2 * QRCode.quietZone }
}

extension QRCode.Level {
    fileprivate var encoderLevel: QRecLevel {
        switch self {
        case .l: QR_ECLEVEL_L
        case .m: QR_ECLEVEL_M
        case .q: QR_ECLEVEL_Q
        case .h: QR_ECLEVEL_H
        }
    }
}
