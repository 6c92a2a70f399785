import Foundation

/// A program that is spoken with line by line, while it runs.
package final class Conversation {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let errors = Pipe()
    private var unread: [UInt8] = []

    package init(_ arguments: [String], environment: [String: String] = [:]) throws {
        process.executableURL = URL(fileURLWithPath: KioskProgram.path)
        process.arguments = arguments
        process.environment = KioskProgram.environment.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        signal(SIGPIPE, SIG_IGN)
        try process.run()
    }

    package var processID: pid_t { process.processIdentifier }

    /// Sends bytes as they are; false where nobody reads any more.
    @discardableResult
    package func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return write(input.fileHandleForWriting.fileDescriptor, bytes, bytes.count) == bytes.count
    }

    /// The next line of its output; nil at the end, or after `seconds` without one.
    package func line(within seconds: Double = 30) -> String? {
        let deadline = Date().addingTimeInterval(seconds)
        while true {
            if let end = unread.firstIndex(of: 0x0A) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeFirst(end + 1)
                return line
            }
            guard readMore(until: deadline) else { return nil }
        }
    }

    private func readMore(until deadline: Date) -> Bool {
        let descriptor = output.fileHandleForReading.fileDescriptor
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let left = Int32(max(0, deadline.timeIntervalSinceNow * 1_000))
        guard poll(&ready, 1, left) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &buffer, buffer.count)
        if count <= 0 { return false }
        unread += buffer.prefix(count)
        return true
    }

    /// Sends a line and gives the answer to it.
    package func ask(_ line: String) -> String? {
        send(line + "\n")
        return self.line()
    }

    package func kill(_ signal: Int32) {
        Foundation.kill(process.processIdentifier, signal)
    }

    /// Ends its input, if it has not ended, and waits for it.
    @discardableResult
    package func finish() -> Int32 {
        // It may be closed already.
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationReason == .exit
            ? process.terminationStatus : 128 + process.terminationStatus
    }

    /// All that it has said on stderr once it has ended.
    package var errorText: String {
        String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    deinit {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    }
}

/// Another program that holds a school's write lock until it is let go.
package final class LockHolder {
    private let process = Process()
    private let input = Pipe()

    package init(_ directory: String) throws {
        let held = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["flock", directory + "/write.lock", "sh", "-c", "echo held; cat"]
        process.standardInput = input
        process.standardOutput = held
        try process.run()
        // It says so once it has it.
        _ = held.fileHandleForReading.readData(ofLength: 5)
    }

    package func letGo() {
        // It is let go of once only.
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
