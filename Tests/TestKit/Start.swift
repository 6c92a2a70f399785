import CKiosk
import Foundation

/// Starts a program with these standard streams and nothing else of ours: a server that outlives
/// its caller would keep it open.
///
/// NB: not Foundation's `Process`, which can end this one where over 1,300 descriptors are open.
func start(
    _ path: String, _ arguments: [String],
    _ environment: [String: String] = ProcessInfo.processInfo.environment, streams: [Int32]
) throws -> pid_t {
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    let id = program_start(path, words, variables, streams)
    guard id > 0 else {
        throw RunFailure(description: "\(path): \(String(cString: strerror(errno)))")
    }
    return id
}

/// Waits for a program of ours: its exit status, or 128 and the signal that ended it.
func awaitEnd(of id: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
}

/// The end to read from and the end to write to.
func makePipe() throws -> (Int32, Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw RunFailure(description: "no pipe") }
    return (ends[0], ends[1])
}
