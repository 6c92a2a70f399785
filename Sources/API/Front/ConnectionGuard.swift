import NIOCore
import NIOTLS

/// Stands between the socket (or TLS) and the HTTP handlers of one connection. It lets only whole,
/// well-formed heads through, one request at a time, and ends whatever takes too long.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// How far the request has come that is read now.
    enum Reading {
        case handshake(since: NIODeadline)
        case idle(since: NIODeadline)
        case head(since: NIODeadline)
        case body(BodyClock)
        case complete(since: NIODeadline)
    }

    /// How far the answer to it has come.
    enum Answer {
        case none
        case begun
        case ended
    }

    let limits: ConnectionLimits
    let words: RefusalWords
    let admission: ConnectionCounter.Admission
    let wire: WireMeter
    let waiting: WaitingAnswers
    let hasTLS: Bool

    var scanner: RequestScanner
    var reading: Reading
    var answer = Answer.none
    /// The request that is read or answered now.
    var current: RequestHead?
    /// Bytes that are not understood yet, or whose turn has not come.
    var held = ByteBuffer()
    var closing: Closing?
    var hasInputEnded = false
    var isReadWanted = false
    var isReadWithheld = false
    var isExchangeOver = false
    var ticks: Scheduled<Void>?
    /// Whether the next look at the clock is that of a connection at rest.
    var isTickFar = false
    var progress: Progress
    var context: ChannelHandlerContext?
    /// What answers, once there is something to answer.
    var behind: HandlersBehind?

    init(
        limits: ConnectionLimits, words: @escaping RefusalWords,
        admission: ConnectionCounter.Admission, waiting: WaitingAnswers, wire: WireMeter,
        hasTLS: Bool
    ) {
        let now = NIODeadline.now()
        self.limits = limits
        self.words = words
        self.admission = admission
        self.waiting = waiting
        self.wire = wire
        self.hasTLS = hasTLS
        scanner = RequestScanner(limits: limits)
        reading = hasTLS ? .handshake(since: now) : .idle(since: now)
        progress = Progress(since: now)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        scheduleTick(context)
        if context.channel.isActive, !hasTLS { admit(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        ticks?.cancel()
        keepPromise()
        behind?.forgo()
        unwatch()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        if !hasTLS { admit(context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        ticks?.cancel()
        keepPromise()
        behind?.forgo()
        unwatch()
        context.fireChannelInactive()
    }

    /// Tells the handlers behind, which closed before, that the connection is gone.
    private func keepPromise() {
        let promise = closing?.promise
        closing?.promise = nil
        promise?.succeed()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent {
            reading = .idle(since: .now())
            admit(context)
        }
        if case .inputClosed = event as? ChannelEvent {
            inputEnded(context)
        } else if event is ChannelShouldQuiesceEvent, !hasAsked {
            if closing == nil { cutOff(context) }
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if hasAsked { context.fireErrorCaught(error) } else { cutOff(context) }
    }

    /// Whether there is anybody behind who hears of what happens.
    var hasAsked: Bool { behind?.areMade == true }

    private func admit(_ context: ChannelHandlerContext) {
        guard closing == nil else { return }
        switch admission {
        case .welcome: break
        case .refused: refuse(.unavailable, context)
        case .dropped: reset(context)
        }
    }
}
