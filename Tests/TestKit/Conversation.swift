import Foundation

/// A program that is spoken with line by line, while it runs.
package final class Conversation {
    package let processID: pid_t
    private var input: Int32
    private let output: Int32
    private let errors: Int32
    private var status: Int32?
    private var unread: [UInt8] = []

    /// The kiosk.
    package convenience init(_ arguments: [String], environment: [String: String] = [:]) throws {
        try self.init(
            with: KioskProgram.path, arguments,
            environment: KioskProgram.environment.merging(environment) { $1 })
    }

    /// Any program on the search path.
    package init(
        with path: String, _ arguments: [String],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        signal(SIGPIPE, SIG_IGN)
        let pipes = try (0..<3).map { _ in try makePipe() }
        let theirs = [pipes[0].0, pipes[1].1, pipes[2].1]
        defer { for end in theirs { close(end) } }
        (input, output, errors) = (pipes[0].1, pipes[1].0, pipes[2].0)
        processID = try start(path, arguments, environment, streams: theirs)
    }

    /// Sends bytes as they are; false where nobody reads any more.
    @discardableResult
    package func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return write(input, bytes, bytes.count) == bytes.count
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
        var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        let left = Int32(max(0, deadline.timeIntervalSinceNow * 1_000))
        guard poll(&ready, 1, left) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(output, &buffer, buffer.count)
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
        Foundation.kill(processID, signal)
    }

    /// Ends its input, if it has not ended, and waits for it.
    @discardableResult
    package func finish() -> Int32 {
        if let status { return status }
        close(input)
        input = -1
        let status = awaitEnd(of: processID)
        self.status = status
        return status
    }

    /// All that it has said on stderr once it has ended.
    package var errorText: String {
        let handle = FileHandle(fileDescriptor: errors, closeOnDealloc: false)
        return String(decoding: handle.readDataToEndOfFile(), as: UTF8.self)
    }

    deinit {
        if status == nil {
            kill(SIGKILL)
            finish()
        }
        close(output)
        close(errors)
    }
}

/// Another program that holds a school's write lock until it is let go.
package final class LockHolder {
    private let holder: Conversation

    package init(_ directory: String) throws {
        holder = try Conversation(
            with: "flock", [directory + "/write.lock", "sh", "-c", "echo held; cat"])
        // It says so once it has it.
        guard holder.line() == "held" else {
            throw RunFailure(description: "no lock: \(holder.errorText)")
        }
    }

    package func letGo() {
        holder.finish()
    }
}
