import Foundation
import Synchronization

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

    /// NB: between making a pipe and marking it close-on-exec, a process started elsewhere would
    /// inherit its end and keep it open; one lock over both prevents that.
    private static let spawning = Mutex(())

    init(_ path: String, _ arguments: [String], _ environment: [String: String]) throws {
        // A child that closes its input early must not end this process.
        signal(SIGPIPE, SIG_IGN)
        (id, input, outputs) = try Child.spawning.withLock { _ in
            let pipes = try (0..<3).map { _ in try Child.pipe() }
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            for (number, end) in [pipes[0].0, pipes[1].1, pipes[2].1].enumerated() {
                posix_spawn_file_actions_adddup2(&actions, end, Int32(number))
            }
            // Nothing else of ours: a server that outlives its caller would keep it open.
            for other in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, other) }
            var attributes = posix_spawnattr_t()
            posix_spawnattr_init(&attributes)
            defer { posix_spawnattr_destroy(&attributes) }
            // NB: threads of a pool run with signals blocked, and a child would inherit that: a
            // server that waits for SIGCHLD then waits for ever.
            var signals = sigset_t()
            sigemptyset(&signals)
            posix_spawnattr_setsigmask(&attributes, &signals)
            sigfillset(&signals)
            posix_spawnattr_setsigdefault(&attributes, &signals)
            let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
            posix_spawnattr_setflags(&attributes, Int16(flags))

            var id: pid_t = 0
            let words = ([path] + arguments).map { strdup($0) } + [nil]
            let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
            defer { for text in words + variables { free(text) } }
            let failure = posix_spawnp(&id, path, &actions, &attributes, words, variables)
            for end in [pipes[0].0, pipes[1].1, pipes[2].1] { close(end) }
            guard failure == 0 else {
                for end in [pipes[0].1, pipes[1].0, pipes[2].0] { close(end) }
                throw RunFailure(description: "\(path): \(String(cString: strerror(failure)))")
            }
            return (id, pipes[0].1, [pipes[1].0, pipes[2].0])
        }
    }

    private static func pipe() throws -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw RunFailure(description: "no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
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
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        if isLate { throw RunFailure(description: "not ended after \(deadlineSeconds) s") }
        let signalNumber = status & 0x7F
        return Finished(
            status: signalNumber == 0 ? (status >> 8) & 0xFF : 128 + signalNumber,
            stdout: gathered[0], stderr: gathered[1])
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
