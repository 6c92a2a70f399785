import Foundation
import Glibc
import Terminal

/// Lines into a file, which is there whole or not at all, or onto stdout. Text that came from
/// outside is made printable only where a terminal reads it.
final class OutputFile: @unchecked Sendable {
    // Written by one command, one line after another.
    private static let bufferBytes = 1 << 16

    private let path: String?
    private let partial: String
    private let handle: FileHandle
    private let isTerminal: Bool
    private var buffer: [UInt8] = []

    /// Nil for stdout.
    init(_ path: String?) throws {
        self.path = path
        partial = (path ?? "") + ".partial"
        guard path != nil else {
            handle = .standardOutput
            isTerminal = isatty(STDOUT_FILENO) == 1
            return
        }
        isTerminal = false
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .permission, "Cannot write \(partial): \(String(cString: strerror(errno))).")
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func write(line: String) throws {
        buffer += (isTerminal ? Printable(line).text : line).utf8
        buffer.append(0x0A)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Whole lines, each with its line feed.
    func write(_ lines: [UInt8]) throws {
        guard !isTerminal else {
            for line in lines.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
                try write(line: String(decoding: line, as: UTF8.self))
            }
            return
        }
        buffer += lines
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    private func flush() throws {
        do {
            try handle.write(contentsOf: Data(buffer))
        } catch {
            throw Failure(
                .failure, "The output cannot be written: \(error.localizedDescription)")
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Everything is written, and the file has its name.
    func close() throws {
        try flush()
        guard let path else { return }
        try handle.synchronize()
        try handle.close()
        if rename(partial, path) != 0 {
            throw Failure(
                .permission, "Cannot write \(path): \(String(cString: strerror(errno))).")
        }
    }
}
