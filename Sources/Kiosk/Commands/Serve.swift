import API
import ArgumentParser
import Foundation

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
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
        let server = try opened.server(
            at: address, endsOnSignals: true, log: { Output.complain($0) },
            whenListening: { port in
                var bound = address
                bound.port = port
                Output.say("Serving on http://\(bound.text)")
            })
        do {
            try await server.run()
        } catch {
            throw Failure(
                .failure,
                "Cannot listen on \(address.text): \(error). Is it in use? Name another with "
                    + "--listen.")
        }
        try opened.ledger.close()
        _ = consume lock
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
        guard let address = ListenAddress(settings.text("listen")) else { return nil }
        if !address.isLoopback, !insecureHTTP {
            throw Failure(
                .usage,
                "Beyond this machine HTTP needs TLS: set tls_certificate and tls_key, or say "
                    + "--insecure-http behind a proxy that has it.")
        }
        return address
    }
}
