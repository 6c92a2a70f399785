import Attendance
import Desk
import Foundation
import Synchronization
import Wire

/// Brings in the roster that the school's system leaves in a folder: once a day, or as soon as it
/// has changed. It is the command `kiosk import`, in a process of its own.
struct RosterJob: Sendable {
    private static let looksEvery: Duration = .seconds(60)

    /// One at a time, whoever asks for it.
    private static let running = Atomic<Bool>(false)
    static var isRunning: Bool { running.load(ordering: .relaxed) }

    let files: RosterFiles
    let format: String
    /// Nil: as soon as they have changed.
    let time: TimeOfDay?
    let data: URL
    let zone: SchoolZone
    let log: @Sendable (String) -> Void

    /// Nil where none is wanted.
    init?(_ school: School, log: @escaping @Sendable (String) -> Void) {
        let settings = school.settings
        let path = settings.text("import_from")
        if path.isEmpty { return nil }
        files = RosterFiles(path: path)
        format = settings.text("import_format")
        time = TimeOfDay(settings.text("import_at"))
        data = settings.dataDirectory
        zone = settings.zone
        self.log = log
    }

    /// Until it is cancelled.
    func start() -> Task<Void, Never> {
        Task {
            var looked = LastImport(in: data)?.moment
            repeat {
                let now = School.now()
                // Files that are being written are waited for.
                guard isDue(after: looked, at: now), let state = files.settled(at: now) else {
                    continue
                }
                looked = now
                if state != LastImport(in: data)?.files { await run(state, at: now) }
            } while await Jobs.slept(Self.looksEvery)
        }
    }

    /// Begins it, whatever time it is; false where files are missing or being written: the next
    /// look waits for them.
    func begin() -> Bool {
        let now = School.now()
        guard let state = files.settled(at: now) else { return false }
        Task { await run(state, at: now) }
        return true
    }

    private func isDue(after looked: Moment?, at now: Moment) -> Bool {
        time.map { Nightly.isDue(last: looked, at: $0, now: now, zone: zone) } ?? true
    }

    private func run(_ state: String, at now: Moment) async {
        let isFree = Self.running.compareExchange(
            expected: false, desired: true, ordering: .relaxed
        ).exchanged
        if !isFree { return }
        defer { Self.running.store(false, ordering: .relaxed) }
        let output = data.appendingPathComponent("import.out").path
        do {
            let exit = try await Self.command(
                ["import", format, files.path, "--json", "--data", data.path], into: output)
            let last = try LastImport(
                at: now, from: files.path, files: state, exit: exit, output: output)
            try last.write(in: data)
            log(
                exit == 0
                    ? "The roster in \(files.path) has been imported."
                    : "The roster in \(files.path) was not imported: \(last.said)")
        } catch {
            log("The roster in \(files.path) was not imported: \(Jobs.reason(error))")
        }
    }

    /// Runs this program with other arguments; gives its exit code. What it says on stderr goes
    /// beside the output.
    private static func command(_ arguments: [String], into output: String) async throws -> Int32 {
        let child = try RunningProgram(
            RunningProgram.own, arguments, into: output, errorsInto: output + ".err")
        return await withTaskCancellationHandler {
            await child.ended()
        } onCancel: {
            child.end()
        }
    }
}
