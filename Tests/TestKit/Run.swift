import Foundation

/// What a process left behind.
package struct Finished: Sendable {
    /// The exit status, or 128 and the signal that ended it.
    package let status: Int32
    package let stdout: [UInt8]
    package let stderr: [UInt8]

    package var text: String { String(decoding: stdout, as: UTF8.self) }
    package var errorText: String { String(decoding: stderr, as: UTF8.self) }
}

/// A process could not be started, or did not end in time.
package struct RunFailure: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) {
        self.description = description
    }
}

/// Runs a program to its end and gives back all it wrote. Its three standard streams are pipes,
/// read and written together, so that none can fill up while another is waited for. `environment`
/// is the whole environment. After `deadlineSeconds` the program is killed and the call throws.
package func run(
    _ path: String, _ arguments: [String] = [], stdin: [UInt8] = [],
    environment: [String: String] = ProcessInfo.processInfo.environment,
    deadlineSeconds: Double = 60
) throws -> Finished {
    var child = try Child(path, arguments, environment)
    return try child.finish(stdin: stdin, deadlineSeconds: deadlineSeconds)
}

/// Whether a program of this name is on the search path.
package func isInstalled(_ name: String) -> Bool { installed(name) != nil }

/// The full path of a program on the search path.
package func installed(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return folders.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
}

/// A started process and our ends of its three pipes.
private struct Child {
    let id: pid_t
    var input: Int32
    var outputs: [Int32]
    var gathered: [[UInt8]] = [[], []]

    init(_ path: String, _ arguments: [String], _ environment: [String: String]) throws {
        // A child that closes its input early must not end this process.
        signal(SIGPIPE, SIG_IGN)
        let pipes = try (0..<3).map { _ in try makePipe() }
        let theirs = [pipes[0].0, pipes[1].1, pipes[2].1]
        let ours = [pipes[0].1, pipes[1].0, pipes[2].0]
        defer { for end in theirs { close(end) } }
        do {
            id = try start(path, arguments, environment, streams: theirs)
        } catch {
            for end in ours { close(end) }
            throw error
        }
        (input, outputs) = (ours[0], [ours[1], ours[2]])
    }

    mutating func finish(stdin: [UInt8], deadlineSeconds: Double) throws -> Finished {
        _ = fcntl(input, F_SETFL, O_NONBLOCK)
        var rest = stdin[...]
        let deadline = ContinuousClock.now + .seconds(deadlineSeconds)
        var isLate = false
        while outputs != [-1, -1] {
            if rest.isEmpty, input >= 0 {
                close(input)
                input = -1
            }
            isLate = ContinuousClock.now > deadline
            if isLate { break }
            try turn(&rest)
        }
        for end in [input] + outputs where end >= 0 { close(end) }
        if isLate { kill(id, SIGKILL) }
        let status = awaitEnd(of: id)
        if isLate { throw RunFailure(description: "not ended after \(deadlineSeconds) s") }
        return Finished(status: status, stdout: gathered[0], stderr: gathered[1])
    }

    /// Waits until one of the pipes is ready and serves all that are.
    private mutating func turn(_ rest: inout ArraySlice<UInt8>) throws {
        // NB: poll ignores negative descriptors, which are the closed ones.
        var ready = [pollfd(fd: input, events: Int16(POLLOUT), revents: 0)]
        ready += outputs.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&ready, nfds_t(ready.count), 100) > 0 else { return }
        if ready[0].revents != 0 {
            let count = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            rest = count > 0 ? rest.dropFirst(count) : errno == EAGAIN ? rest : []
        }
        for (index, entry) in ready.dropFirst().enumerated() where entry.revents != 0 {
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = read(entry.fd, &buffer, buffer.count)
            if count > 0 {
                gathered[index] += buffer[..<count]
            } else if count == 0 || errno != EINTR {
                close(entry.fd)
                outputs[index] = -1
            }
        }
    }
}
