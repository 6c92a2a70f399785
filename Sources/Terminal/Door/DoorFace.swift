import Attendance
import Desk
import Wire

/// The door's full screen: what stands on it and for how long.
final class DoorFace {
    /// How long answers stand. A name is shown no longer than it must.
    static let namedStands: Duration = .seconds(3)
    static let withdrawableStands: Duration = .seconds(TypedEntry.secondsToWithdraw)
    static let refusalStands: Duration = .seconds(5)
    static let scheduleStands: Duration = .seconds(8)
    /// A number that a hand began and left.
    static let entryStands: Duration = .seconds(8)
    static let bannerStands: Duration = .seconds(30)
    static let wholeRedraw: Duration = .seconds(60)

    private let setup: DoorSetup
    private let tty: TTY
    private var drawn: (picture: Picture, frame: Frame)?
    private var drawnWholeAt: ContinuousClock.Instant = .now
    private var entry = ""
    private var typedAt: ContinuousClock.Instant = .now
    private var answer: (said: DoorAnswer, until: ContinuousClock.Instant)?
    /// Nil until the ledger has been read.
    var view: DoorView? {
        didSet {
            // A refusal goes with the session, or the lack of one, that it was about.
            guard let old = oldValue, answer?.said.outcome == .refused else { return }
            if old.inForce?.session.id != view?.inForce?.session.id { answer = nil }
        }
    }
    /// A fault or a notice; it stands until something succeeds, or for a while.
    var banner: String? {
        didSet { bannerSince = .now }
    }
    private var bannerSince: ContinuousClock.Instant = .now
    /// From how far the code can be read; nil until it has been said.
    private var reachText: String?

    init(_ setup: DoorSetup, _ tty: TTY) {
        self.setup = setup
        self.tty = tty
    }

    func begin() { tty.enter() }

    func end() { tty.leave() }

    func show(_ said: DoorAnswer) {
        let stands =
            switch said.outcome {
            case _ where said.asks != nil: StaffTurn.stands
            case _ where said.link != nil: Duration.seconds(said.linkSeconds)
            case .refused where said.reason == .wait: Duration.seconds(said.waitSeconds ?? 0)
            case .accepted where said.canBeWithdrawn: Self.withdrawableStands
            case .accepted, .repeated, .staff: Self.namedStands
            case .schedule: Self.scheduleStands
            case .refused, .session, .withdrawn, .ignored, .failed: Self.refusalStands
            }
        answer = (said, .now + stands)
        if let tone = Tone(said) {
            let bell = setup.chimes.play(tone, at: setup.voice.zone.time(of: setup.desk.now()))
            if !bell.isEmpty { tty.write(bell) }
        }
        draw()
    }

    func typed(_ partial: [UInt8], at now: ContinuousClock.Instant) {
        var text = Scan(parsing: partial).normalised
        if case .pin = answer?.said.asks { text = String(text.map { _ in "*" }) }
        if text == entry { return }
        entry = text
        typedAt = now
        // Whoever types now is not the one who was just named, but who was asked.
        if !text.isEmpty, answer?.said.asks == nil { answer = nil }
        draw()
    }

    /// When an answer must go from the screen, if one stands there.
    var nextDeadline: ContinuousClock.Instant? { answer?.until }

    /// Time has passed; true where what was typed has been forgotten.
    func tick(at now: ContinuousClock.Instant) -> Bool {
        if let until = answer?.until, now >= until { answer = nil }
        if banner != nil, now - bannerSince >= Self.bannerStands { banner = nil }
        let forgets = !entry.isEmpty && now - typedAt >= Self.entryStands
        if forgets { entry = "" }
        if now - drawnWholeAt >= Self.wholeRedraw { redraw() } else { draw() }
        return forgets
    }

    /// The terminal was resized, continued, or may show what is not ours.
    func redraw() {
        tty.setRaw()
        drawn = nil
        drawnWholeAt = .now
        draw()
    }

    /// What stands of the answer now: a wait counts down.
    private var shownAnswer: DoorAnswer? {
        guard let answer, answer.said.reason == .wait else { return answer?.said }
        let left = (answer.until - .now) / .seconds(1)
        return setup.voice.wait(seconds: max(1, Int(left.rounded(.up))))
    }

    func draw() {
        // Most seconds change nothing that is said.
        guard let picture = picture(at: setup.desk.now()), picture != drawn?.picture else { return }
        let frame = picture.frame
        if frame != drawn?.frame {
            tty.write(frame.escapes(after: drawn?.frame, colours: setup.look.colours))
        }
        drawn = (picture, frame)
    }

    /// All that decides what a screen looks like.
    struct Picture: Equatable {
        enum Subject: Equatable {
            case door(Screen)
            case projector(Projection)
        }

        let subject: Subject
        let size: Size
        let look: Look

        var frame: Frame {
            switch subject {
            case .door(let screen): Terminal.draw(screen, size: size, look: look)
            case .projector(let projection): Terminal.draw(projection, size: size, look: look)
            }
        }
    }

    /// The QR stands still for a minute of the clock, whatever happens around it.
    func picture(at now: Moment) -> Picture? {
        guard let view else { return nil }
        let door = DoorScreen(setup: setup, view: view)
        var look = setup.look
        look.drift = Drift(minute: now.wholeSeconds / 60)
        let size = tty.size
        switch setup.style {
        case .door:
            var screen = door.screen(
                at: now, entry: entry, answer: shownAnswer, banner: banner)
            sayReach { reach(of: screen, size: size, look: look) }
            screen.banner = banner
            return Picture(subject: .door(screen), size: size, look: look)
        case .projector:
            var projection = door.projection(at: now, answer: shownAnswer, note: nil)
            sayReach { reach(of: projection, size: size, look: look) }
            // Of what is for staff, a projector shows this alone.
            projection.note = banner == reachText ? banner : nil
            return Picture(subject: .projector(projection), size: size, look: look)
        }
    }

    /// Once, when a code first stands there, for as long as a banner stands.
    private func sayReach(_ report: () -> ReachReport?) {
        // Whoever has not said how deep the room is has no report, which draws all of it.
        guard setup.look.room != nil, reachText == nil, view?.inForce != nil,
            let report = report()
        else { return }
        reachText = report.text
        banner = report.text
    }
}
