import API
import ArgumentParser
import Attendance
import Desk
import Foundation
import LedgerSQLite
import Metrics
import Synchronization
import Terminal
import Wire

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the door of a classroom: screen, reader, local ledger.",
        discussion: """
            Students scan a card or type the last four of their number and Enter. In a pipe every \
            line that is not empty is answered with one line. Ends on SIGTERM, and when a pipe or \
            file ends; keys do not end it.
            """)

    @OptionGroup var school: SchoolOptions

    @Option(
        help: ArgumentHelp(
            "The classroom, such as \"5A C317\"; of a door that joined a hub, its own.",
            valueName: "room"))
    var room: String?

    @Option(help: "full, plain, json or none (full on a terminal, plain in a pipe).")
    var screen: ScreenMode?

    @Option(help: "door, or projector: for the whole room, where nobody is named.")
    var style: ScreenStyle?

    @OptionGroup var depth: RoomOptions

    @OptionGroup var http: HTTPOptions

    func run() async throws {
        let flags = http.flags.merging(depth.flags) { $1 }
            .merging(style.map { ["style": $0.rawValue] } ?? [:]) { $1 }
            .merging(room.map { ["room": $0] } ?? [:]) { $1 }
        let settings = try school.settings(adding: flags)
        let address = try http.address(settings)
        if settings.database != nil {
            throw Failure(
                .usage,
                "A door keeps a file of its own, so that it needs no network: leave `database` to "
                    + "`kiosk serve`.")
        }
        if settings.room == nil, try !School.isThere(settings) { throw School.whichDoor }
        let opened = try School(settings)
        let classroom = try await opened.classroom(ofDoor: settings.room)
        let lock = try RunLock(
            directory: settings.dataDirectory, what: "room \(classroom.name)")
        let mode = screen ?? .default
        let tls = try opened.tlsContext()
        if let address { try http.requireSafety(of: address, isEncrypted: tls != nil) }
        let log = School.log(beside: mode)
        if let lost = opened.ledger.lost() { log(lost) }
        let beside = WorkBesideDoor { [opened] in
            (Jobs(opened, log: log), address.flatMap { opened.serveBesideDoor(at: $0, tls, log) })
        }
        let syncing = try await HubTie(opened, log: log)
        let supervisor = Supervisor()
        supervisor.isReady("The door of \(classroom.name)")
        try await opened.runDoor(
            classroom, mode: mode, isDemo: false, whenHungUp: tls.map { Serve.reload($0, log) },
            heartbeat: supervisor.heartbeat.map { ($0, supervisor.lives) },
            whenShown: beside.begin, hint: try settings.words()(.hint))
        supervisor.isStopping()
        await beside.end()
        await syncing?.end()
        try opened.ledger.close()
        _ = consume lock
    }
}

private struct ServiceBesideDoor {
    let server: Server
    let running: Task<Void, Never>

    /// Returns when what was under way is answered.
    func end() async {
        await server.stop()
        await running.value
    }
}

/// What a door does beside its screen and reader. It begins once students see what to do: what
/// serves pages takes longer to make than what they wait for.
private final class WorkBesideDoor: Sendable {
    typealias Work = (jobs: Jobs, server: ServiceBesideDoor?)

    private let make: @Sendable () -> Work
    private let work = Mutex<Task<Work, Never>?>(nil)

    init(_ make: @escaping @Sendable () -> Work) {
        self.make = make
    }

    @Sendable func begin() {
        work.withLock { [make] in $0 = Task { make() } }
    }

    func end() async {
        guard let work = await work.withLock({ $0 })?.value else { return }
        work.jobs.cancel()
        await work.server?.end()
    }
}

extension ScreenMode: ExpressibleByArgument {
    /// The full screen where a person sits at it; plain where either end is a pipe.
    static var `default`: ScreenMode {
        isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 ? .full : .plain
    }
}

extension School {
    /// The classroom of a name: `5A C317`, or `C317` where only one building has it.
    func classroom(named name: String) async throws -> Classroom {
        let all = try await desk.ledger.read { try $0.classrooms() }
        let byRoom = all.named(name)
        if byRoom.count == 1 { return byRoom[0] }
        let names = (byRoom.isEmpty ? all : byRoom).map(\.name)
        if names.isEmpty {
            throw Failure(
                .notFound,
                "There are no classrooms yet: import a timetable with `kiosk import oneroster`.")
        }
        let most = 20
        let list =
            names.prefix(most).joined(separator: ", ")
            + (names.count > most ? ", and \(names.count - most) more" : "")
        throw Failure(
            .notFound,
            byRoom.isEmpty
                ? "There is no classroom \(name.debugDescription). There are: \(list)."
                : "\(name.debugDescription) is in several buildings: say which of \(list).")
    }

    /// Serves beside a door. A door opens all the same where its address cannot be had.
    fileprivate func serveBesideDoor(
        at address: ListenAddress, _ tls: TLSContext?, _ log: @escaping @Sendable (String) -> Void
    ) -> ServiceBesideDoor? {
        let server: Server
        do {
            server = try self.server(
                at: address, tls: tls, endsOnSignals: false, log: log,
                whenListening: { port in
                    var bound = address
                    bound.port = port
                    log("Serving on \(tls == nil ? "http" : "https")://\(bound.text)")
                })
        } catch {
            log("The door opens without HTTP: \(Jobs.reason(error))")
            return nil
        }
        let running = Task {
            do {
                try await server.run()
            } catch {
                log(Self.words(for: error, at: address, wasListening: server.hasListened))
            }
        }
        return ServiceBesideDoor(server: server, running: running)
    }

    private static func words(
        for error: any Error, at address: ListenAddress, wasListening: Bool
    ) -> String {
        wasListening
            ? "HTTP has ended, the door goes on: \(error)"
            : "The door opens without HTTP: \(address.failure(to: error).message)"
    }

    /// Nothing may be drawn over a screen.
    fileprivate static func log(beside mode: ScreenMode) -> @Sendable (String) -> Void {
        { message in
            if mode != .full || isatty(STDERR_FILENO) == 0 { Output.complain(message) }
        }
    }

    func runDoor(
        _ classroom: Classroom, mode: ScreenMode, isDemo: Bool,
        whenHungUp: (@Sendable () -> Void)? = nil, heartbeat: DoorSetup.Heartbeat? = nil,
        whenShown: (@Sendable () -> Void)? = nil, hint: String
    ) async throws {
        if mode == .full, isatty(STDOUT_FILENO) == 0 {
            throw Failure(
                .usage, "--screen full needs a terminal. In a pipe use --screen plain or json.")
        }
        Gauge(label: "checkin_reader_connected").record(1)
        defer { Gauge(label: "checkin_reader_connected").record(0) }
        let publicURL = settings.text("public_url").isEmpty ? nil : settings.text("public_url")
        let isWell = await Terminal.runDoor(
            DoorSetup(
                desk: desk, classroom: classroom, device: .own, mode: mode,
                style: settings.style, voice: try settings.voice(),
                look: .ofTerminal(cells: settings.cells, room: settings.roomDepth),
                chimes: settings.chimes(),
                readers: settings.readers,
                publicURL: publicURL, isDemo: isDemo, hint: hint,
                whenHungUp: whenHungUp, heartbeat: heartbeat, whenShown: whenShown,
                log: Self.log(beside: mode)))
        if !isWell { throw Failure(.failure, "The door ended: nobody could be answered.") }
    }
}
