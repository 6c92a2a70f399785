import Foundation
import Hummingbird
import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization

@testable import API

/// A small service behind the guard, in this process.
struct TestServer {
    let port: Int
    let counter: ConnectionCounter
    /// Whole heads that reached a handler.
    let handled: Handled

    /// What the handlers saw.
    final class Handled: Sendable {
        private let targets = Mutex<[String]>([])
        func add(_ target: String) { targets.withLock { $0.append(target) } }
        var all: [String] { targets.withLock { $0 } }
    }
}

/// Answers of the guard in tests.
@Sendable func testWords(
    _ status: Int, _ target: String?
) -> (fields: [(String, String)], body: [UInt8]) {
    ([("Content-Type", "application/json")], Array("{\"status\":\(status)}".utf8))
}

/// The usual limits but for a change.
func limited(_ change: (inout ConnectionLimits) -> Void) -> ConnectionLimits {
    var limits = ConnectionLimits()
    change(&limits)
    return limits
}

/// Runs a service for as long as `body` takes.
func withServer<Value: Sendable>(
    _ limits: ConnectionLimits = ConnectionLimits(), tls: TLSContext? = nil,
    _ body: @escaping @Sendable (TestServer) async throws -> Value
) async throws -> Value {
    // A thread of its own: deadlines of a fraction of a second must not wait for other tests.
    let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let counter = ConnectionCounter(limits: limits)
    let handled = TestServer.Handled()
    let (ports, found) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let app = Application(
        router: testRouter(handled),
        server: .guarded(limits: limits, counter: counter, tls: tls, words: testWords),
        configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { found.yield($0.localAddress?.port ?? 0) },
        eventLoopGroupProvider: .shared(loops), logger: logger)
    let services = ServiceGroup(configuration: .init(services: [app], logger: logger))
    // As the service itself does: other tests keep the threads of the pool busy.
    let executor = LoopExecutor(group: loops)
    async let run: Void = withTaskExecutorPreference(executor) { try await services.run() }
    var iterator = ports.makeAsyncIterator()
    let port = await iterator.next() ?? 0
    let result: Result<Value, any Error>
    do {
        let server = TestServer(port: port, counter: counter, handled: handled)
        result = .success(try await body(server))
    } catch {
        result = .failure(error)
    }
    await services.triggerGracefulShutdown()
    try await run
    try await loops.shutdownGracefully()
    return try result.get()
}

/// Waits until something holds.
func until(_ holds: @Sendable () -> Bool) async throws -> Bool {
    for _ in 0..<2_000 {
        if holds() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}

private func testRouter(_ handled: TestServer.Handled) -> Router<BasicRequestContext> {
    let router = Router()
    router.get("/hello") { request, _ in
        handled.add(request.uri.string)
        return "hello \(request.uri.query ?? "")"
    }
    router.on("*", method: .options) { _, _ in "options" }
    router.post("/echo") { request, _ in
        let body = try await request.body.collect(upTo: 4_194_304)
        handled.add("echo")
        return Response(status: .ok, body: .init(byteBuffer: body))
    }
    router.post("/early") { _, _ in "early" }
    router.get("/slow") { _, _ in
        try await Task.sleep(for: .seconds(2))
        return "late"
    }
    router.get("/events") { _, _ in
        Response(
            status: .ok,
            body: .init { writer in
                for number in 0..<80 {
                    try await writer.write(ByteBuffer(string: "tick \(number)\n"))
                    try await Task.sleep(for: .milliseconds(25))
                }
                try await writer.finish(nil)
            })
    }
    router.get("/page") { _, _ in
        handled.add("/page")
        return Response(
            status: .ok, body: .init(byteBuffer: ByteBuffer(repeating: 0x61, count: 4_194_304)))
    }
    router.get("/big") { _, _ in
        handled.add("/big")
        return Response(
            status: .ok, body: .init(byteBuffer: ByteBuffer(repeating: 0x61, count: 33_554_432)))
    }
    return router
}
