import Foundation
import Synchronization

/// A server of PostgreSQL in a directory of its own, reached by a socket there. It ends with the
/// process that started it, however that ends, and leaves nothing.
package final class PostgresServer: Sendable {
    package let directory: TemporaryDirectory
    private let conversation: Mutex<Conversation>
    private let schemas = Mutex(0)

    private static let started = Mutex<PostgresServer?>(nil)

    /// One for all tests of this process.
    package static func shared() throws -> PostgresServer {
        try started.withLock { started in
            if let started { return started }
            let server = try PostgresServer()
            started = server
            return server
        }
    }

    package static func program(_ name: String) -> String {
        let folder = "/usr/lib/postgresql"
        // Where there is none, its name alone is said to be missing.
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let newest = versions.compactMap(Int.init).max().map { "\(folder)/\($0)/bin/\(name)" }
        return newest ?? name
    }

    package static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: program("postgres"))
    }

    /// A server takes no orders from root: it runs as another account where we are root. What it
    /// keeps goes when the pipe to it closes.
    private static let script = """
        set -eu
        bin=$1 folder=$2 other=$3 as=
        if [ "$(id -u)" = 0 ]; then
            as="setpriv --reuid=nobody --regid=nogroup --clear-groups"
            chown -R nobody:nogroup "$folder"
        fi
        cd "$folder"
        if [ -n "$other" ]; then
            $as "$bin/pg_basebackup" -D data -d "$other" -R -X stream -c fast --no-sync
        else
            $as "$bin/initdb" -D data -U kiosk --auth=trust --no-sync --locale=C.UTF-8 >init.log 2>&1
        fi
        $as "$bin/postgres" -D data -k "$folder" -c listen_addresses= -c max_connections=3000 \
            -c shared_buffers=128MB >server.log 2>&1 &
        server=$!
        trap 'kill -QUIT $server 2>/dev/null; wait $server || true; rm -rf "$folder"' EXIT
        until $as "$bin/pg_isready" -q -h "$folder"; do kill -0 $server; sleep 0.05; done
        echo ready
        read -r _ || true
        """

    /// With a primary to follow it is that one's standby.
    package init(following primary: PostgresServer? = nil) throws {
        directory = try TemporaryDirectory()
        let bin = (Self.program("postgres") as NSString).deletingLastPathComponent
        let server = try Conversation(
            with: "bash",
            ["-c", Self.script, "postgres", bin, directory.path, primary?.address ?? ""])
        guard server.line(within: 120) == "ready" else {
            server.finish()
            throw RunFailure(
                description: "No PostgreSQL in \(directory.path): \(server.errorText)")
        }
        conversation = Mutex(server)
    }

    /// Ends it, and waits until it has gone.
    package func stop() {
        conversation.withLock { _ = $0.finish() }
    }

    /// Its address.
    package var address: String {
        "host=\(directory.path) user=kiosk dbname=postgres"
    }

    /// The address of a new schema.
    package func schema() throws -> String {
        let name = schemas.withLock { number in
            number += 1
            return "s\(number)"
        }
        let made = try run(
            Self.program("psql"), ["-qX", "-d", address, "-c", "CREATE SCHEMA \(name)"])
        guard made.status == 0 else { throw RunFailure(description: made.errorText) }
        return address + " options='-c search_path=\(name)'"
    }
}
