/// One thing that was done to an occurrence's session. Its id makes a repetition harmless.
package struct SessionEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case created(graceMinutes: Int)
        case opened(code: SessionCode, graceMinutes: Int)
        case closed
        case reopened
    }

    package var id: UniqueID
    package var moment: Moment
    package var kind: Kind
    /// The newest events that its database held: what came before it, whatever the clocks say.
    package var saw: Set<UniqueID>
    /// Its moment has been held against the hub's time.
    package var hasHubTime: Bool

    /// How many ids an event names in `saw`: more than that do not stand side by side.
    package static let mostSeen = 64

    package init(
        id: UniqueID, moment: Moment, kind: Kind, saw: Set<UniqueID> = [], hasHubTime: Bool = false
    ) {
        self.id = id
        self.moment = moment
        self.kind = kind
        self.saw = saw
        self.hasHubTime = hasHubTime
    }
}

extension SessionEvent {
    /// Of two copies of one event that whose moment the hub knows, whichever came first.
    static func standing(_ one: SessionEvent, _ other: SessionEvent) -> SessionEvent {
        func rank(_ event: SessionEvent) -> (Int, Moment) {
            (event.hasHubTime ? 0 : 1, event.moment)
        }
        return rank(other) < rank(one) ? other : one
    }

    var isClosing: Bool {
        switch kind {
        case .closed: true
        case .created, .opened, .reopened: false
        }
    }

    /// Lets students check in, unless a closing stands that it did not see.
    var isOpening: Bool {
        switch kind {
        case .opened, .reopened: true
        case .created, .closed: false
        }
    }
}

extension SessionEvent.Kind {
    /// What makes `after` of `before`; nil where neither a code, nor the status changes. `before`
    /// is nil where there was no session.
    package init?(from before: CheckinSession?, to after: CheckinSession) {
        switch (before?.status, after.status) {
        case (nil, .draft): self = .created(graceMinutes: after.graceMinutes)
        case (.draft?, .open):
            guard let code = after.code else { return nil }
            self = .opened(code: code, graceMinutes: after.graceMinutes)
        case (.closed?, .open): self = .reopened
        case (.open?, .closed): self = .closed
        case (nil, _), (.draft?, _), (.open?, _), (.closed?, _): return nil
        }
    }
}
