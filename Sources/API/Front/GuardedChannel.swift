import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// A connection of Hummingbird's with a guard in front, and TLS in front of that.
package struct GuardedChannel: ServerChildChannel {
    package typealias Value = HeldConnection

    private let responder: HTTPChannelHandler.Responder
    private let limits: ConnectionLimits
    private let counter: ConnectionCounter
    private let tls: TLSContext?
    private let words: RefusalWords
    private let base: HTTP1Channel

    package init(
        responder: @escaping HTTPChannelHandler.Responder, limits: ConnectionLimits,
        counter: ConnectionCounter, tls: TLSContext?, words: @escaping RefusalWords
    ) {
        self.responder = responder
        self.limits = limits
        self.counter = counter
        self.tls = tls
        self.words = words
        base = HTTP1Channel(responder: responder)
    }

    /// Puts TLS and the guard into a new connection, Hummingbird's handlers once it has asked.
    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let address = channel.remoteAddress?.ipAddress
        let admission = counter.enter(address)
        channel.closeFuture.whenComplete { [counter] _ in counter.leave(address, as: admission) }
        return channel.eventLoop.makeCompletedFuture {
            let guardian = try addGuard(to: channel, admission: admission)
            let first = NIOLoopBound(guardian, eventLoop: channel.eventLoop)
            let behind = HandlersBehind(channel) { [responder] in
                HTTP1Channel(
                    responder: responder,
                    configuration: .init(additionalChannelHandlers: [AnswerWatch(first.value)])
                ).setup(channel: channel, logger: logger)
            }
            guardian.behind = behind
            return HeldConnection(channel: channel, asked: behind.asked)
        }
    }

    /// Serves the connection until it is closed.
    package func handle(value: Value, logger: Logger) async {
        do {
            guard let asking = try await value.asked.get() else { return }
            await base.handle(value: asking, logger: logger)
        } catch {
            // Without handlers behind it nobody would ever answer.
            value.channel.close(promise: nil)
        }
    }

    private func addGuard(
        to channel: any Channel, admission: ConnectionCounter.Admission
    ) throws -> ConnectionGuard {
        let pipeline = channel.pipeline.syncOperations
        let wire = WireMeter()
        if let tls {
            try pipeline.addHandler(wire)
            try pipeline.addHandler(tls.handler())
        }
        let guardian = ConnectionGuard(
            limits: limits, words: words, admission: admission, waiting: counter.waiting,
            wire: wire, hasTLS: tls != nil)
        try pipeline.addHandler(guardian)
        // A socket in the file system has no such option, and needs none.
        try? channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
        try channel.syncOptions?.setOption(
            .recvAllocator,
            value: AdaptiveRecvByteBufferAllocator(
                minimum: 64, initial: limits.firstReadBytes, maximum: 65_536))
        return guardian
    }
}

extension HTTPServerBuilder {
    /// The server that stands behind the guard.
    package static func guarded(
        limits: ConnectionLimits, counter: ConnectionCounter? = nil, tls: TLSContext? = nil,
        words: @escaping RefusalWords
    ) -> HTTPServerBuilder {
        let counter = counter ?? ConnectionCounter(limits: limits)
        return HTTPServerBuilder { responder in
            GuardedChannel(
                responder: responder, limits: limits, counter: counter, tls: tls, words: words)
        }
    }
}
