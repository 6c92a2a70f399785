import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Stands behind the HTTP encoder and tells the guard when an answer begins and ends.
final class AnswerWatch: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let connection: ConnectionGuard

    init(_ connection: ConnectionGuard) { self.connection = connection }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.status.kind != .informational {
                connection.answerBegan(closes: head.headerFields[.connection] == "close")
            }
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            context.write(data, promise: promise)
            connection.answerEnded()
        }
    }
}
