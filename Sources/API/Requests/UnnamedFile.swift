import Desk
import Glibc
import Hummingbird
import NIOCore

/// A file that has no name any more: it goes with the last who holds it, whatever happens.
final class UnnamedFile: Sendable {
    /// In bytes.
    let size: Int
    private let descriptor: Int32
    /// As much of it stands in memory.
    private static let chunk = 65_536

    /// `write` writes it by a path that nobody else may read; what it throws is thrown on, and
    /// `LedgerFault` where the disk takes none.
    init(in directory: String, _ write: (_ path: String) throws -> Void) throws {
        var template = Array("\(directory)/handout-XXXXXX".utf8CString)
        let made = mkstemp(&template)
        guard made >= 0 else { throw Self.fault }
        close(made)
        let path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        defer { unlink(path) }
        try write(path)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.fault }
        var about = stat()
        guard fstat(descriptor, &about) == 0 else {
            close(descriptor)
            throw Self.fault
        }
        self.descriptor = descriptor
        size = Int(about.st_size)
    }

    deinit { close(descriptor) }

    private static var fault: LedgerFault {
        LedgerFault(.full, "A file cannot be made: \(String(cString: strerror(errno))).")
    }

    /// Whole, a part at a time.
    func write(to writer: inout any ResponseBodyWriter) async throws {
        var place = 0
        while place < size {
            var buffer = ByteBuffer()
            let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.chunk) {
                max(0, pread(descriptor, $0.baseAddress, Self.chunk, off_t(place)))
            }
            // Shorter than was said: the connection must not look as if it were whole.
            if count == 0 { throw Self.fault }
            place += count
            try await writer.write(buffer)
        }
        try await writer.finish(nil)
    }
}
