import NIOCore

/// The way in: what the client sends, up to the HTTP handlers.
extension ConnectionGuard {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if closing != nil {
            drain(bytes.readableBytes, context)
            return
        }
        if case .idle = reading {
            reading = .head(since: .now())
            hastenTick(context)
        }
        if held.readableBytes > 0 {
            held.writeBuffer(&bytes)
        } else {
            held = bytes
        }
        pass(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReadWanted = false
        context.fireChannelReadComplete()
        // What is behind may have stopped asking, but who still sends has to be heard out.
        if closing != nil { context.read() }
    }

    func read(context: ChannelHandlerContext) {
        isReadWanted = true
        if case .complete = reading, held.readableBytes > limits.waitingBytes, closing == nil {
            isReadWithheld = true
        } else {
            context.read()
        }
    }

    /// Passes on all that is understood, up to the end of one request.
    func pass(_ context: ChannelHandlerContext) {
        while closing == nil, held.readableBytes > 0 {
            if case .complete = reading { return }
            switch held.withUnsafeReadableBytes({ scanner.next($0) }) {
            case .more:
                if hasInputEnded { refuse(.malformed, context) }
                keepLittle()
                return
            case .head(let count, let head): take(head, count: count, context)
            case .body(let count, let isEnd): takeBody(count: count, isEnd: isEnd, context)
            case .refuse(let refusal): refuse(refusal, context)
            }
        }
    }

    /// Copies the few bytes of a head that drips, so that they do not hold what was read into.
    private func keepLittle() {
        let count = held.readableBytes
        if held.storageCapacity <= max(64, count * 2) { return }
        var little = ByteBuffer()
        little.writeImmutableBuffer(held)
        held = little
    }

    private func take(_ head: RequestHead, count: Int, _ context: ChannelHandlerContext) {
        current = head
        behind?.make()
        let now = NIODeadline.now()
        if head.body == .none {
            reading = .complete(since: now)
        } else {
            reading = .body(BodyClock(of: head, limits: limits, now: now))
            if head.expectsContinue, held.readableBytes == count { sendContinue(context) }
        }
        forward(count, context)
    }

    private func takeBody(count: Int, isEnd: Bool, _ context: ChannelHandlerContext) {
        if isEnd {
            reading = .complete(since: .now())
        } else if case .body(var clock) = reading {
            clock.received += count
            reading = .body(clock)
        }
        forward(count, context)
        if isEnd, case .ended = answer { next(context) }
    }

    /// Passes on the first bytes of what is held: the very buffer, if that is all.
    private func forward(_ count: Int, _ context: ChannelHandlerContext) {
        if count == held.readableBytes {
            let all = held
            held = ByteBuffer()
            context.fireChannelRead(wrapInboundOut(all))
        } else if let part = held.readSlice(length: count) {
            context.fireChannelRead(wrapInboundOut(part))
        }
    }

    private func sendContinue(_ context: ChannelHandlerContext) {
        guard case .none = answer else { return }
        let line = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
        if !hasTLS { wire.count(line.readableBytes) }
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(line)), promise: nil)
    }

    /// The client will send no more; it may still read.
    func inputEnded(_ context: ChannelHandlerContext) {
        hasInputEnded = true
        if closing != nil {
            closeIfDone(context)
            return
        }
        switch reading {
        case .head, .body:
            refuse(.malformed, context)
        case .complete where held.readableBytes > 0:
            // What waits has its turn first.
            break
        case .complete, .idle, .handshake:
            if hasAsked {
                context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            } else {
                finish(context)
            }
        }
    }
}
