/// What connections may take, one of them and all: sizes, times and counts. Tests shorten what
/// they need.
package struct ConnectionLimits: Sendable {
    // Times

    /// From the first byte of a head to its end; with TLS also from the accept to the end of the
    /// handshake.
    package var head: Duration = .seconds(10)
    /// For a whole body, unless the body may be larger than `ordinaryBody`.
    package var body: Duration = .seconds(30)
    /// Before a body's speed is judged.
    package var bodyGrace: Duration = .seconds(5)
    /// Bytes in a second that a body has to bring, on the whole.
    package var bodyFloor = 1_024
    /// Between requests, and before the first byte.
    package var idle: Duration = .seconds(60)
    /// How long a reader may take nothing of what waits for it.
    package var stall: Duration = .seconds(20)
    /// A reader that took something so lately is no slower than another that did.
    package var pace: Duration = .seconds(1)
    /// How long a refused client may go on sending before it is cut off.
    package var linger: Duration = .seconds(1)
    /// How long the answer to a target may take to begin, from the end of its request.
    package var handler: @Sendable (_ target: String) -> Duration = { _ in .seconds(10) }

    // Sizes

    /// The longest request target.
    package var targetBytes = 8_192
    /// All header fields together, line ends counted.
    package var fieldBytes = 8_192
    /// How many header fields.
    package var fields = 64
    /// A body up to this size has only the time `body`.
    package var ordinaryBody = 65_536
    /// The largest body that a method and a target take.
    package var bodyBytes: @Sendable (_ method: String, _ target: String) -> Int = { _, _ in 65_536
    }
    /// What a refused client may still send before it is cut off.
    package var lingerBytes = 1_048_576
    /// What the first read of a connection makes room for; it keeps that room, and more once it
    /// has filled it.
    package var firstReadBytes = 512
    /// Pipelined bytes that may wait for the answer before them.
    package var waitingBytes = 16_384

    /// Answers that wait in memory for slow readers, over all connections.
    package var waitingAnswerBytes = 33_554_432
    /// What is written to a connection before it is looked at, whether its reader takes it.
    package var unwatchedBytes = 16_384

    // Counts

    /// Connections at once.
    package var connections = 256
    /// Connections at once from one address.
    package var connectionsPerAddress = 512
    /// Addresses without a count of their own, because they speak for many.
    package var trustedProxies: Set<String> = []
    /// Connections over the count that may be told so at once; what comes on top is cut off.
    package var refusedConnections = 64
    /// Seconds in the `Retry-After` of a 503.
    package var retryAfter = 5

    package init() {}

    /// How long a body of this size may take.
    func time(forBody size: Int) -> Duration {
        if size <= ordinaryBody { return body }
        return max(body, .seconds(size / max(1, bodyFloor)))
    }
}
