import Foundation
import Glibc
import Synchronization
import TestKit

/// Stands between a client and a server's socket, and loses one request or one answer when told to:
/// then both ends are closed. It also cuts what is under way, keeps answers back, and takes nobody.
final class LossyProxy: Sendable {
    private enum Loss: Equatable {
        case request(String)
        case answer(String)
    }

    let folder: TemporaryDirectory
    private let target: String
    private let listener: Int32
    private let loss = Mutex<Loss?>(nil)
    private let count = Mutex(0)
    private let ends = Mutex<[Int32]>([])
    private let door = Mutex((isClosed: false, refused: 0))
    private let isSilent = Mutex(false)

    var lost: Int { count.withLock { $0 } }
    var refused: Int { door.withLock { $0.refused } }

    init(to target: String) throws {
        self.target = target
        folder = try TemporaryDirectory()
        chmod(folder.path, 0o755)
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let isBound = Self.address(folder.path + "/.s.PGSQL.5432") { bind(listener, $0, $1) } == 0
        guard isBound, listen(listener, 16) == 0 else {
            throw RunFailure(description: "no socket in \(folder.path)")
        }
        let thread = Thread { [self] in accept() }
        thread.start()
    }

    func loseTheAnswer(to word: String) { loss.withLock { $0 = .answer(word) } }
    func loseTheRequest(_ word: String) { loss.withLock { $0 = .request(word) } }

    func takeNobody(_ isClosed: Bool) { door.withLock { $0.isClosed = isClosed } }
    /// Answers go astray from now on, and nobody is told.
    func keepAnswers(_ isSilent: Bool) { self.isSilent.withLock { $0 = isSilent } }

    func cut() {
        ends.withLock { ends in
            for end in ends { shutdown(end, Int32(SHUT_RDWR)) }
            ends = []
        }
    }

    func end() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            if client < 0 { return }
            let isRefused = door.withLock { door in
                door.refused += door.isClosed ? 1 : 0
                return door.isClosed
            }
            if isRefused {
                close(client)
                continue
            }
            let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            guard Self.address(target, { connect(server, $0, $1) }) == 0 else {
                close(client)
                close(server)
                continue
            }
            ends.withLock { $0 += [client, server] }
            let shared = Shared()
            for (from, to, isRequest) in [(client, server, true), (server, client, false)] {
                Thread { [self] in pass(from, to, isRequest, shared) }.start()
            }
        }
    }

    /// What both directions of a connection know.
    private final class Shared: Sendable {
        let losesAnswer = Mutex(false)
    }

    private func pass(_ from: Int32, _ to: Int32, _ isRequest: Bool, _ shared: Shared) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        reading: while true {
            let got = read(from, &buffer, buffer.count)
            if got <= 0 { break }
            if isRequest {
                let text = String(decoding: buffer.prefix(got), as: UTF8.self)
                switch loss.withLock({ $0 }) {
                case .request(let word) where text.contains(word):
                    loss.withLock { $0 = nil }
                    count.withLock { $0 += 1 }
                    break reading
                case .answer(let word) where text.contains(word):
                    loss.withLock { $0 = nil }
                    shared.losesAnswer.withLock { $0 = true }
                case .request, .answer, nil: break
                }
            } else if isSilent.withLock({ $0 }) {
                continue
            } else if shared.losesAnswer.withLock({ $0 }) {
                count.withLock { $0 += 1 }
                break
            }
            guard write(to, buffer, got) == got else { break }
        }
        shutdown(from, Int32(SHUT_RDWR))
        shutdown(to, Int32(SHUT_RDWR))
    }

    private static func address(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
