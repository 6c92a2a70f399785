import NIOCore

/// Whose time is up.
extension ConnectionGuard {
    /// When a body has to be whole, and how much of it has come.
    struct BodyClock {
        let since: NIODeadline
        let deadline: NIODeadline
        var received = 0

        init(of head: RequestHead, limits: ConnectionLimits, now: NIODeadline) {
            since = now
            let size = if case .length(let length) = head.body { length } else { head.bodyLimit }
            deadline = now + TimeAmount(limits.time(forBody: size))
        }

        /// Does less come than has to?
        func isTooSlow(_ limits: ConnectionLimits, now: NIODeadline) -> Bool {
            let time = now - since
            if time < TimeAmount(limits.bodyGrace) { return false }
            return Double(received) < Double(limits.bodyFloor) * Double(time.nanoseconds) / 1e9
        }
    }

    /// One timer looks at all deadlines, often enough: so no request pays for timers of its own.
    func scheduleTick(_ context: ChannelHandlerContext) {
        let loop = context.eventLoop.assumeIsolated()
        let rest = rest(at: .now())
        isTickFar = rest != nil
        ticks = loop.scheduleTask(in: rest ?? grain) { [weak self] in
            guard let self, let context = self.context else { return }
            isTickFar = false
            if context.channel.isActive { tick(context) }
            if self.context != nil { scheduleTick(context) }
        }
    }

    /// How long nothing has to be looked at: nobody asks, or who asked waits for something new. Of
    /// such connections there may be thousands. Nil where something is under way.
    private func rest(at now: NIODeadline) -> TimeAmount? {
        if closing != nil || progress.isWatched { return nil }
        switch (reading, answer) {
        case (.idle, _): return restGrain
        case (.complete(let since), .none):
            let time = current.map { TimeAmount(limits.handler($0.target)) } ?? grain
            return min(restGrain, max(grain, since + time - now))
        default: return nil
        }
    }

    /// Something has begun: its deadlines are nearer than the next look of a connection at rest.
    func hastenTick(_ context: ChannelHandlerContext) {
        if !isTickFar { return }
        ticks?.cancel()
        scheduleTick(context)
    }

    private var restGrain: TimeAmount { max(grain, TimeAmount(limits.idle / 12)) }

    private var grain: TimeAmount {
        let shortest = min(
            limits.head, limits.body, limits.idle, limits.stall, limits.linger * 4,
            limits.handler(""))
        return max(.milliseconds(5), min(.milliseconds(500), TimeAmount(shortest / 20)))
    }

    private func tick(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        let waits = watch(context, now: now)
        if waits, now - progress.since >= TimeAmount(limits.stall) {
            reset(context)
        } else if let closing {
            // Slow readers have their time, as long as they read.
            if !waits, now >= closing.deadline { cutOff(context) }
        } else {
            judge(context, now: now)
        }
    }

    private func judge(_ context: ChannelHandlerContext, now: NIODeadline) {
        switch reading {
        case .handshake(let since):
            if now - since >= TimeAmount(limits.head) { cutOff(context) }
        case .idle(let since):
            if now - since >= TimeAmount(limits.idle) { cutOff(context) }
        case .head(let since):
            if now - since >= TimeAmount(limits.head) { refuse(.tooSlow, context) }
        case .body(let clock):
            let isSlow = isReadWanted && clock.isTooSlow(limits, now: now)
            if now >= clock.deadline || isSlow { refuse(.tooSlow, context) }
        case .complete(let since):
            guard case .none = answer, let current else { return }
            if now - since >= TimeAmount(limits.handler(current.target)) {
                refuse(.unavailable, context)
            }
        }
    }
}
