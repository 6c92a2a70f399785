import Attendance
import Desk
import Wire

/// How a door shows itself.
package enum ScreenMode: String, CaseIterable, Sendable {
    case full, plain, json, none
}

/// What a door is made of.
package struct DoorSetup: Sendable {
    /// What is called so often, at least, by the loop that answers.
    package typealias Heartbeat = (every: Duration, beat: @Sendable () -> Void)

    package var desk: Desk
    package var classroom: Classroom
    package var device: DeviceID
    package var mode: ScreenMode
    package var style: ScreenStyle
    package var voice: Voice
    package var look: Look
    package var chimes: Chimes
    /// Which rules for readers are on.
    package var readers: ReaderRules
    /// What the pages' links begin with; nil where no telephone can open them: then the QR of a
    /// session is its code alone.
    package var publicURL: String?
    /// Ends on `q` and Ctrl-C, and says so.
    package var isDemo: Bool
    /// What a person at the door can do.
    package var hint: String
    /// What SIGHUP does, where it does not end the door.
    package var whenHungUp: (@Sendable () -> Void)?
    package var heartbeat: Heartbeat?
    /// Called once, when it shows something; in a pipe when it reads.
    package var whenShown: (@Sendable () -> Void)?
    /// Where a fault is logged, once.
    package var log: @Sendable (String) -> Void

    package init(
        desk: Desk, classroom: Classroom, device: DeviceID, mode: ScreenMode,
        style: ScreenStyle = .door, voice: Voice, look: Look, chimes: Chimes,
        readers: ReaderRules, publicURL: String? = nil, isDemo: Bool,
        hint: String, whenHungUp: (@Sendable () -> Void)? = nil,
        heartbeat: Heartbeat? = nil, whenShown: (@Sendable () -> Void)? = nil,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.desk = desk
        self.classroom = classroom
        self.device = device
        self.mode = mode
        self.style = style
        self.voice = voice
        self.look = look
        self.chimes = chimes
        self.readers = readers
        self.publicURL = publicURL
        self.isDemo = isDemo
        self.hint = hint
        self.whenHungUp = whenHungUp
        self.heartbeat = heartbeat
        self.whenShown = whenShown
        self.log = log
    }

    var door: Attempt.Door { Attempt.Door(device: device, classroom: classroom.id) }
}

extension DoorSetup {
    /// Answers as lines, in a pipe; nil where a screen or nobody reads them.
    func written(_ answers: [DoorAnswer]) -> [UInt8]? {
        switch mode {
        case .json:
            let shapes = Shapes(zone: voice.zone)
            var bytes: [UInt8] = []
            for answer in answers {
                answer.json(shapes).write(into: &bytes)
                bytes.append(0x0A)
            }
            return bytes
        case .plain:
            let lines = answers.map { Printable($0.plain(voice.zone)).text + "\n" }
            return Array(lines.joined().utf8)
        case .full, .none:
            return nil
        }
    }
}
