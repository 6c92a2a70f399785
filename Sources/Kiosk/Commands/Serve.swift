import API
import ArgumentParser
import Foundation

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the check-in API, without a door.",
        discussion: """
            Ends on SIGTERM and Ctrl-C, once what is under way is answered. Whoever asks needs a \
            token: `kiosk token create`. What can be asked stands at /openapi.yaml.
            """)

    @OptionGroup var school: SchoolOptions
    @OptionGroup var http: HTTPOptions

    func run() async throws {
        let settings = try school.settings(adding: http.flags)
        let address = try http.address(settings)
        guard let address else {
            throw Failure(.usage, "--listen off leaves nothing to serve: give HOST:PORT.")
        }
        let opened = try School(settings)
        let lock = try RunLock(directory: settings.dataDirectory, what: "the service")
        let tls = try opened.tlsContext()
        try http.requireSafety(of: address, isEncrypted: tls != nil)
        // A supervisor's reload ends nothing; a terminal that goes away does.
        if tls == nil, isatty(STDIN_FILENO) == 0 { signal(SIGHUP, SIG_IGN) }
        let reload = tls.map { Self.reloading($0) { Output.complain($0) } }
        defer { reload?.cancel() }
        let supervisor = Supervisor()
        let server = try opened.server(
            at: address, tls: tls, endsOnSignals: true, log: { Output.complain($0) },
            whenListening: { port in
                var bound = address
                bound.port = port
                let words = "Serving on \(tls == nil ? "http" : "https")://\(bound.text)"
                Output.say(words)
                supervisor.isReady(words)
            })
        let heartbeat = supervisor.watch(server, opened.ledger)
        defer { heartbeat?.cancel() }
        if let lost = opened.ledger.lost() { Output.complain(lost) }
        let jobs = Jobs(opened) { Output.complain($0) }
        do {
            try await server.run()
        } catch {
            if server.hasListened { throw Failure(.failure, "The service ended: \(error)") }
            throw address.failure(to: error)
        }
        supervisor.isStopping()
        jobs.cancel()
        try opened.ledger.close()
        _ = consume lock
    }

    /// Reads the certificate again on SIGHUP, for as long as what it gives is kept.
    private static func reloading(
        _ tls: TLSContext, log: @escaping @Sendable (String) -> Void
    ) -> any DispatchSourceSignal {
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP)
        source.setEventHandler(handler: reload(tls, log))
        source.resume()
        return source
    }

    static func reload(
        _ tls: TLSContext, _ log: @escaping @Sendable (String) -> Void
    ) -> @Sendable () -> Void {
        {
            do {
                try tls.reload()
                log("The certificate has been read again.")
            } catch {
                log("The certificate stays as it was: \(error)")
            }
        }
    }
}

/// Where and how HTTP is served.
struct HTTPOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where to listen, or off.", valueName: "host:port"))
    var listen: String?

    @Flag(help: "Serve plain HTTP beyond this machine: names and tokens can be read on the way.")
    var insecureHTTP = false

    var flags: [String: String] { listen.map { ["listen": $0] } ?? [:] }

    /// Nil where nothing is to be served.
    func address(_ settings: Settings) throws -> ListenAddress? {
        ListenAddress(settings.text("listen"))
    }

    func requireSafety(of address: ListenAddress, isEncrypted: Bool) throws {
        if !isEncrypted, !address.isLoopback, !insecureHTTP {
            throw Failure(
                .usage,
                "Beyond this machine HTTP needs TLS: set tls_certificate and tls_key, or say "
                    + "--insecure-http behind a proxy that has it.")
        }
    }
}
