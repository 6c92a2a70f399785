import NIOSSL
import Synchronization

/// The certificate and the key in use. `reload` takes new ones from the same files, for connections
/// that come after it.
package final class TLSContext: Sendable {
    /// Why the files cannot be used.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    private let certificate: String
    private let key: String
    private let context: Mutex<NIOSSLContext>

    /// Reads a chain of certificates and a key, both PEM.
    package init(certificate: String, key: String) throws(Fault) {
        self.certificate = certificate
        self.key = key
        context = Mutex(try Self.load(certificate: certificate, key: key))
    }

    /// Reads the files again. If they are no good, what was in use stays in use.
    package func reload() throws(Fault) {
        let fresh = try Self.load(certificate: certificate, key: key)
        context.withLock { $0 = fresh }
    }

    /// A handler for one new connection.
    func handler() -> NIOSSLServerHandler {
        NIOSSLServerHandler(context: context.withLock { $0 })
    }

    private static func load(certificate: String, key: String) throws(Fault) -> NIOSSLContext {
        let chain = try attempt("The certificate file \(certificate) cannot be used") {
            try NIOSSLCertificate.fromPEMFile(certificate)
        }
        if chain.isEmpty {
            throw Fault(description: "The certificate file \(certificate) has no certificate.")
        }
        let secret = try attempt("The key file \(key) cannot be used") {
            try NIOSSLPrivateKey(file: key, format: .pem)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(secret))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .seconds(1)
        return try attempt("The key in \(key) does not go with the certificate in \(certificate)") {
            try NIOSSLContext(configuration: configuration)
        }
    }

    private static func attempt<Value>(
        _ words: String, _ body: () throws -> Value
    ) throws(Fault) -> Value {
        do {
            return try body()
        } catch {
            throw Fault(description: "\(words): \(error)")
        }
    }
}
