import HummingbirdCore
import NIOCore

/// A connection that is held, whether or not it will ever ask for something.
package struct HeldConnection: ServerChildChannelValue {
    package let channel: any Channel
    /// Hummingbird's part of it, from the first whole head on; nil where it ended without one.
    let asked: EventLoopFuture<HTTP1Channel.Value?>
}

/// Hummingbird's handlers of one connection, made for its first whole head: whoever never sends one
/// costs no parser, no queues and no task deep in them.
final class HandlersBehind {
    private let promise: EventLoopPromise<HTTP1Channel.Value?>
    private var setUp: (() -> EventLoopFuture<HTTP1Channel.Value>)?
    private(set) var areMade = false

    init(_ channel: any Channel, setUp: @escaping () -> EventLoopFuture<HTTP1Channel.Value>) {
        promise = channel.eventLoop.makePromise()
        self.setUp = setUp
    }

    var asked: EventLoopFuture<HTTP1Channel.Value?> { promise.futureResult }

    /// Makes them, the first time: they are in the pipeline when this returns.
    func make() {
        guard let setUp else { return }
        self.setUp = nil
        areMade = true
        setUp().map(Optional.some).cascade(to: promise)
    }

    /// The connection is gone.
    func forgo() {
        if setUp != nil { promise.succeed(nil) }
        setUp = nil
    }
}
