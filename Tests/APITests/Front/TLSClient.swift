import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import TestKit

/// A client with TLS that trusts one certificate.
enum TLSClient {
    /// Sends a text and gives all that came back until the server closed.
    static func talk(port: Int, trusting certificate: String, text: String) async throws -> String {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(certificate)
        configuration.applicationProtocols = ["http/1.1"]
        let context = try NIOSSLContext(configuration: configuration)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            // A server that closes at once has answered all the same.
            do { try await outbound.write(ByteBuffer(string: text)) } catch is ChannelError {}
            var answer = ""
            for try await part in inbound { answer += String(buffer: part) }
            return answer
        }
    }
}

/// Certificates in a folder of their own, made anew.
final class TestCertificates: Sendable {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "front-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        // A folder that stays is no failure of a test.
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Makes `NAME.pem` and `NAME.key`.
    func make(_ name: String) throws {
        let made = try run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-keyout", path("\(name).key"), "-out", path("\(name).pem"), "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            ])
        guard made.status == 0 else { throw RunFailure(description: made.errorText) }
    }

    func copy(_ name: String, to other: String) throws {
        for kind in ["pem", "key"] {
            let data = try Data(contentsOf: URL(fileURLWithPath: path("\(name).\(kind)")))
            try data.write(to: URL(fileURLWithPath: path("\(other).\(kind)")))
        }
    }
}
