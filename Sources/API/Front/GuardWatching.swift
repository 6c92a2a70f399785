import NIOCore

/// Whether the client takes what it asked for.
extension ConnectionGuard {
    /// What the client has taken, when it last took something.
    struct Progress {
        var sent = 0
        var since: NIODeadline
        /// When something began to wait.
        var began: NIODeadline
        /// What had been written when nothing waited last.
        var settled = 0
        /// What had been written when it was looked at last.
        var seen = 0
        /// Whether it counts among the answers that wait.
        var isWatched = false

        init(since: NIODeadline) {
            self.since = since
            began = since
        }
    }

    /// Bytes that the socket has not taken yet.
    private func pending(_ context: ChannelHandlerContext) -> Int {
        // A channel without the option has nothing that waits.
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    /// Looks at what waits for the client; whether anything does.
    func watch(_ context: ChannelHandlerContext, now: NIODeadline) -> Bool {
        let waiting = pending(context)
        let sent = wire.bytes - waiting
        progress.seen = wire.bytes
        if waiting == 0 || sent != progress.sent {
            progress.sent = sent
            progress.since = now
        }
        if waiting == 0 {
            progress.settled = wire.bytes
            wire.largest = 0
            unwatch()
        } else {
            // A buffer is kept whole until the last of it has been taken.
            let kept = min(wire.bytes - progress.settled, waiting + wire.largest)
            count(kept, context, now: now)
        }
        return waiting > 0
    }

    /// As `watch`, but only once enough has been written: a short answer is taken by the socket.
    func watchIfLong(_ context: ChannelHandlerContext) {
        if wire.bytes - progress.seen < limits.unwatchedBytes { return }
        _ = watch(context, now: .now())
    }

    private func count(_ bytes: Int, _ context: ChannelHandlerContext, now: NIODeadline) {
        let loop = context.eventLoop
        let held = NIOLoopBound(self, eventLoop: loop)
        if !progress.isWatched { progress.began = now }
        progress.isWatched = true
        let reader = WaitingAnswers.Reader(
            bytes: bytes, since: progress.since, began: progress.began
        ) {
            loop.execute { held.value.yieldToOthers() }
        }
        waiting.note(reader, of: ObjectIdentifier(self), at: now)
        hastenTick(context)
    }

    /// Its memory is needed for others.
    private func yieldToOthers() {
        if let context { reset(context) }
    }

    func unwatch() {
        guard progress.isWatched else { return }
        progress.isWatched = false
        waiting.forget(ObjectIdentifier(self))
    }
}

/// Counts what goes out to the socket. With TLS it stands before it, as a handler.
final class WireMeter: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private(set) var bytes = 0
    /// The longest write since nothing waited last.
    var largest = 0

    func count(_ written: Int) {
        bytes += written
        largest = max(largest, written)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        count(unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }
}
