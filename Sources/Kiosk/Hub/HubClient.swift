import AsyncHTTPClient
import Foundation
import HubSync
import NIOCore

/// Asks a hub by HTTP. Redirections are not followed: a hub has none, and a captive portal has.
final class HubClient: Sendable {
    private let address: String
    private let client: HTTPClient

    /// Asks the hub at an address, and lets the connections go.
    static func asking<Value>(
        _ address: String, _ body: (HubClient) async throws -> Value
    ) async throws -> Value {
        let client = HubClient(address)
        do {
            let value = try await body(client)
            await client.end()
            return value
        } catch {
            await client.end()
            throw error
        }
    }

    /// `address` is what the paths come after: `https://hub.school.example`. It must be ended.
    init(_ address: String) {
        self.address = address
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 2
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func ask(_ asked: HubRequest) async -> HubReply {
        var parts = URLComponents(string: address)
        parts?.path += asked.path
        if !asked.query.isEmpty {
            parts?.queryItems = asked.query.map { URLQueryItem(name: $0.name, value: $0.value) }
        }
        guard let url = parts?.string else { return .unreachable }
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Accept", value: "application/json")
        if !asked.token.isEmpty {
            request.headers.add(name: "Authorization", value: "Bearer \(asked.token)")
        }
        if let body = asked.body {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: body.type)
            request.body = .bytes(ByteBuffer(bytes: body.bytes))
        }
        do {
            let response = try await client.execute(request, timeout: .seconds(asked.seconds))
            let whole = try await response.body.collect(upTo: asked.mostBytes)
            return .answered(
                status: Int(response.status.code),
                contentType: response.headers.first(name: "Content-Type"),
                retryAfter: response.headers.first(name: "Retry-After"),
                body: Array(whole.readableBytesView))
        } catch let error as HTTPClientError
            where error == .deadlineExceeded || error == .readTimeout
            || error == .connectTimeout
        {
            return .timedOut
        } catch {
            // Whatever it is, nothing of a hub was heard: the network is a hub's usual fault.
            return .unreachable
        }
    }

    func end() async {
        do { try await client.shutdown() } catch {
            // It ends with the program: a connection less orderly closed is nobody's loss.
        }
    }
}
