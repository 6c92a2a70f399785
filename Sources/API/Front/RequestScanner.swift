/// Reads along with a connection: where each head and each body ends. Whatever two readers could
/// understand in two ways is refused.
package struct RequestScanner: Sendable {
    /// What the bytes so far come to.
    package enum Step: Sendable, Equatable {
        /// Nothing yet: show the same bytes again with more behind them.
        case more
        /// The first `count` bytes are a head.
        case head(count: Int, RequestHead)
        /// The first `count` bytes belong to the body, which may end with them.
        case body(count: Int, isEnd: Bool)
        /// Turn the client away.
        case refuse(Refusal)
    }

    private enum Place {
        case head
        case length(left: Int)
        case chunked(ChunkedBody)
    }

    private let limits: ConnectionLimits
    private var place = Place.head
    private var collector = HeadCollector()
    private var lineStart = 0
    private var searched = 0

    package init(limits: ConnectionLimits) { self.limits = limits }

    /// What a head asks for that has not ended yet, or was refused.
    var target: String? { collector.target }

    /// Looks at bytes that start where the last head or part of a body ended.
    package mutating func next(_ bytes: UnsafeRawBufferPointer) -> Step {
        if bytes.isEmpty { return .more }
        do throws(Refusal) {
            switch place {
            case .head: return try head(bytes)
            case .length(let left):
                let count = min(left, bytes.count)
                place = count == left ? .head : .length(left: left - count)
                return .body(count: count, isEnd: count == left)
            case .chunked(var body):
                let (count, isEnd) = try body.next(bytes, limits: limits)
                place = isEnd ? .head : .chunked(body)
                return count == 0 ? .more : .body(count: count, isEnd: isEnd)
            }
        } catch {
            return .refuse(error)
        }
    }

    private mutating func head(_ bytes: Bytes) throws(Refusal) -> Step {
        while true {
            while searched < bytes.count, bytes[searched] != 0x0a { searched += 1 }
            guard searched < bytes.count else {
                let rest = bytes.part(lineStart..<bytes.count)
                try collector.check(unfinished: rest, limits: limits)
                return .more
            }
            guard searched > lineStart, bytes[searched - 1] == 0x0d else { throw .malformed }
            let line = bytes.part(lineStart..<searched - 1)
            searched += 1
            lineStart = searched
            if let head = try collector.take(line, limits: limits) {
                return finish(head)
            }
        }
    }

    private mutating func finish(_ head: RequestHead) -> Step {
        let count = lineStart
        switch head.body {
        case .none: break
        case .length(let length): place = .length(left: length)
        case .chunked: place = .chunked(ChunkedBody(limit: head.bodyLimit))
        }
        collector = HeadCollector()
        lineStart = 0
        searched = 0
        return .head(count: count, head)
    }
}
