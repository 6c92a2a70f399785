import API
import Desk
import Foundation

/// The service manager that started this program, where one did and wants to hear of it
/// (sd_notify(3)).
struct Supervisor: Sendable {
    private let address: String?
    /// How often it is to hear that the program lives: half of what it waits before it starts the
    /// program anew; nil where it does not wait.
    let heartbeat: Duration?

    init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        address = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        let isWaiting = address != nil && isMeant && microseconds > 1
        heartbeat = isWaiting ? .microseconds(microseconds / 2) : nil
    }

    func isReady(_ status: String) { tell("READY=1\nSTATUS=\(status)") }
    func lives() { if heartbeat != nil { tell("WATCHDOG=1") } }
    func isStopping() { tell("STOPPING=1") }

    /// Says so as long as the service's loops and the ledger answer. A fault is an answer: only
    /// what hangs is silent.
    func watch(_ server: Server, _ ledger: any Ledger) -> Task<Void, Never>? {
        guard let heartbeat else { return nil }
        return Task {
            repeat {
                await server.answers()
                _ = Result { try ledger.version() }
                lives()
            } while await Jobs.slept(heartbeat)
        }
    }

    /// One datagram. A supervisor that is not there any more has nothing to be told.
    private func tell(_ state: String) {
        guard let address else { return }
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        var name = Array(address.utf8)
        // Written with an @, an abstract name begins with NUL.
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        guard name.count < MemoryLayout.size(ofValue: place.sun_path) else { return }
        withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: name) }
        let size = MemoryLayout<sockaddr_un>.offset(of: \.sun_path)! + name.count
        let kind = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue
        let datagram = socket(AF_UNIX, Int32(kind), 0)
        guard datagram >= 0 else { return }
        defer { close(datagram) }
        withUnsafePointer(to: &place) { place in
            place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                _ = sendto(
                    datagram, state, state.utf8.count, Int32(MSG_NOSIGNAL), place,
                    socklen_t(size))
            }
        }
    }
}
