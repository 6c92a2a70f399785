import Glibc
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// The service on a socket.
package struct Server: Sendable {
    private let group: ServiceGroup
    private let listened = Listened()

    /// Whether the address was had.
    package var hasListened: Bool { listened.value.load(ordering: .relaxed) }

    private final class Listened: Sendable {
        let value = Atomic<Bool>(false)
    }

    private let writeUses: @Sendable () -> Void
    private let executor = LoopExecutor(group: MultiThreadedEventLoopGroup.singleton)
    private let givesWay: Bool

    /// `whenListening` gets the port, which the system chose where 0 was asked for; `giveBack` asks
    /// the allocator for what nobody uses. With `givesWay` what else the program does has the
    /// processors first, as where it is a door. Requests under way get `secondsToDrain` to end when
    /// the service is told to; one that has not ended so long after that ends the program.
    package init(
        _ service: Service, host: String, port: Int, limits: ConnectionLimits,
        tls: TLSContext? = nil, endsOnSignals: Bool, givesWay: Bool = false,
        secondsToDrain: Int = 10,
        giveBack: @escaping @Sendable () -> Void = {},
        whenListening: @escaping @Sendable (Int) -> Void
    ) {
        // Faults reach the program's own log; nothing else may reach a terminal that is a screen.
        writeUses = service.writeUses
        self.givesWay = givesWay
        let logger = Logger(label: "http") { _ in SwiftLogNoOpLogHandler() }
        var limits = limits
        limits.bodyBytes = Family.bodyBytes
        let usual = limits.handler
        limits.handler = { FeedRoutes.time(for: $0, usual: usual($0)) }
        let counter = ConnectionCounter(limits: limits)
        let application = Application(
            responder: Responder(service: service, limits: limits),
            server: .guarded(limits: limits, counter: counter, tls: tls, words: Self.words),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), backlog: 1_024),
            onServerRunning: { [listened] channel in
                listened.value.store(true, ordering: .relaxed)
                whenListening(channel.localAddress?.port ?? port)
            }, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: application), .init(service: Ringing(bell: service.bell)),
                .init(service: Watching(feeds: service.feeds)),
                .init(service: CrowdMemory(counter: counter, giveBack: giveBack)),
            ],
            gracefulShutdownSignals: endsOnSignals ? [.sigterm, .sigint] : [], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(secondsToDrain)
        configuration.maximumCancellationDuration = .seconds(secondsToDrain)
        group = ServiceGroup(configuration: configuration)
    }

    /// What the guard says to whom it turns away, as the API of the target says it.
    @Sendable private static func words(
        _ status: Int, _ target: String?
    ) -> (fields: [(String, String)], body: [UInt8]) {
        let id = Head.newRequestID()
        let problem = Problem(
            status, Int64(status) * 100 + 1, "\(Reply.title(of: status)). The connection is closed."
        )
        let reply = Family(target ?? "/").reply(problem, requestID: id)
        let fields = [
            ("Content-Type", reply.contentType), ("X-Request-Id", id),
            ("Cache-Control", "no-store"),
        ]
        return (fields, reply.body)
    }

    /// Until it is stopped; throws where the address cannot be had.
    package func run() async throws {
        defer { writeUses() }
        if givesWay {
            for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
                // By 0 Linux means this thread.
                loop.execute { setpriority(.init(PRIO_PROCESS.rawValue), 0, 10) }
            }
        }
        try await withTaskExecutorPreference(executor) { try await group.run() }
    }

    /// Returns once each of the threads that serve has had its turn; never where one hangs.
    package func answers() async {
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
            // A loop that is shut down answers as well.
            try? await loop.submit {}.get()
        }
    }

    /// Takes no more, and answers what is under way.
    package func stop() async {
        await group.triggerGracefulShutdown()
    }
}

/// Streams end before the server waits for its answers.
private struct Ringing: ServiceLifecycle.Service {
    let bell: Bell

    func run() async throws {
        await cancelWhenGracefulShutdown { await bell.run() }
    }
}

/// Whoever waits for something new is answered before the server waits for its answers.
private struct Watching: ServiceLifecycle.Service {
    let feeds: FeedWatch

    func run() async throws {
        await cancelWhenGracefulShutdown { await feeds.run() }
    }
}
