import NIOCore

/// The way out: what the HTTP handlers answer, down to the client.
extension ConnectionGuard {
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if closing != nil {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        if !hasTLS { wire.count(unwrapOutboundIn(data).readableBytes) }
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        watchIfLong(context)
        guard isExchangeOver else { return }
        isExchangeOver = false
        next(context)
    }

    /// The head of an answer is on its way.
    func answerBegan(closes: Bool) {
        guard closing == nil else { return }
        answer = .begun
        if let context { hastenTick(context) }
        if closes { current?.closes = true }
    }

    /// The last of an answer has been written, though not flushed.
    func answerEnded() {
        guard closing == nil else { return }
        answer = .ended
        if case .complete = reading { isExchangeOver = true }
        if current?.closes != false { isExchangeOver = true }
    }

    /// Goes on to the next request, or to the end of the connection.
    func next(_ context: ChannelHandlerContext) {
        guard closing == nil else { return }
        if current?.closes != false {
            finish(context)
            return
        }
        current = nil
        answer = .none
        let now = NIODeadline.now()
        reading = held.readableBytes > 0 ? .head(since: now) : .idle(since: now)
        if held.readableBytes > 0 {
            pass(context)
            // What is behind hands its reads on only when they are complete.
            context.fireChannelReadComplete()
        }
        guard closing == nil else { return }
        if hasInputEnded, held.readableBytes == 0 {
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        if isReadWithheld, held.readableBytes <= limits.waitingBytes {
            isReadWithheld = false
            context.read()
        }
    }
}
