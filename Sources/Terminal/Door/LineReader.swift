import Attendance

/// Bytes into lines: LF, CR LF or CR ends one; a line over its limit is dropped to its end and
/// comes once, as too long.
package struct LineReader: Sendable {
    package enum Line: Equatable, Sendable {
        case text([UInt8])
        case tooLong(byteCount: Int)
    }

    private var buffer: [UInt8] = []
    private var byteCount = 0
    private var endedWithCR = false

    package init() {}

    /// The line so far, without its ending.
    package var partial: [UInt8] { buffer }

    /// The line so far is longer than is read.
    package var isTooLong: Bool { byteCount > Scan.longestLine }

    package mutating func clear() {
        buffer.removeAll(keepingCapacity: true)
        byteCount = 0
    }

    /// The lines that end within these bytes. An empty one is no line.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Line] {
        var lines: [Line] = []
        for byte in bytes {
            switch byte {
            case 0x0A where endedWithCR:
                endedWithCR = false
            case 0x0A, 0x0D:
                if let line = end() { lines.append(line) }
                endedWithCR = byte == 0x0D
            default:
                endedWithCR = false
                byteCount += 1
                if buffer.count <= Scan.longestLine { buffer.append(byte) }
            }
        }
        return lines
    }

    /// What stands when the input ends: a last line may lack its ending.
    package mutating func end() -> Line? {
        defer { clear() }
        if byteCount == 0 { return nil }
        return isTooLong ? .tooLong(byteCount: byteCount) : .text(buffer)
    }
}
