import Glibc
import NIOCore

/// The end of a connection: refusals, half-closes, resets.
extension ConnectionGuard {
    /// A connection that is over but for what the client may still send or read.
    struct Closing {
        var deadline: NIODeadline
        var drained = 0
        var isOutputClosed = false
        /// Of the handlers behind, which closed as well.
        var promise: EventLoopPromise<Void>?
    }

    /// Turns the client away: in words, unless an answer is under way already.
    func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        guard closing == nil else { return }
        if case .none = answer {
            let bytes = refusal.answer(
                words: words, target: scanner.target ?? current?.target,
                retryAfter: limits.retryAfter, isForHead: current?.method == "HEAD")
            if !hasTLS { wire.count(bytes.readableBytes) }
            context.writeAndFlush(wrapOutboundOut(.byteBuffer(bytes)), promise: nil)
        }
        finish(context)
    }

    /// Ends the way out once all is sent, and hears the client out for a while: a close with bytes
    /// unread would take the answer from it.
    func finish(_ context: ChannelHandlerContext, promise: EventLoopPromise<Void>? = nil) {
        guard closing == nil else { return }
        closing = Closing(deadline: .now() + TimeAmount(limits.linger))
        held = ByteBuffer()
        hastenTick(context)
        let output = context.eventLoop.makePromise(of: Void.self)
        output.futureResult.assumeIsolated().whenComplete { [weak self] _ in
            promise?.succeed()
            guard let self, let context = self.context else { return }
            closing?.isOutputClosed = true
            closing?.deadline = .now() + TimeAmount(limits.linger)
            closeIfDone(context)
        }
        context.close(mode: .output, promise: output)
        context.read()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch mode {
        case .input: context.close(mode: .input, promise: promise)
        case .output:
            if closing == nil { finish(context, promise: promise) } else { promise?.succeed() }
        case .all:
            // Nothing would keep a promise made to a connection that is gone.
            guard closing != nil, context.channel.isActive else {
                context.close(mode: .all, promise: promise)
                return
            }
            // The handlers behind are done, but the client has not been heard out.
            guard let promise else { return }
            if let earlier = closing?.promise {
                earlier.futureResult.cascade(to: promise)
            } else {
                closing?.promise = promise
            }
        }
    }

    /// Counts what a client still sends that has been turned away.
    func drain(_ count: Int, _ context: ChannelHandlerContext) {
        closing?.drained += count
        if let closing, closing.drained > limits.lingerBytes { cutOff(context) }
    }

    func closeIfDone(_ context: ChannelHandlerContext) {
        if let closing, closing.isOutputClosed, hasInputEnded { cutOff(context) }
    }

    /// Closes for good.
    func cutOff(_ context: ChannelHandlerContext) {
        let promise = closing?.promise
        closing?.promise = nil
        context.close(mode: .all, promise: promise)
    }

    /// Closes so that nothing lingers in the kernel: for a client that takes nothing.
    func reset(_ context: ChannelHandlerContext) {
        if let socket = context.channel as? any SocketOptionProvider {
            _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        }
        // TLS would wait for what the client does not take.
        let target = context.channel.pipeline.syncOperations
        if hasTLS, let raw = rawContext(target) {
            raw.close(mode: .all, promise: nil)
        } else {
            cutOff(context)
        }
    }

    private func rawContext(
        _ pipeline: ChannelPipeline.SynchronousOperations
    ) -> ChannelHandlerContext? {
        // No meter in the pipeline: then it is closing already.
        try? pipeline.context(handler: wire)
    }
}
