import Desk
import Glibc

/// Writes lines to a file that is there, a part at a time.
final class LineWriter {
    private static let part = 65_536

    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Throws `LedgerFault` where the disk takes none, as the others do.
    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CLOEXEC)
        if descriptor < 0 { throw Self.fault }
    }

    deinit { Glibc.close(descriptor) }

    func write(_ line: [UInt8]) throws {
        buffer += line
        buffer.append(0x0A)
        if buffer.count >= Self.part { try flush() }
    }

    func close() throws { try flush() }

    private func flush() throws {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.fault
            }
            rest = rest.dropFirst(count)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static var fault: LedgerFault {
        LedgerFault(.full, "A file cannot be written: \(String(cString: strerror(errno))).")
    }
}
