import Attendance

/// An event of an occurrence's session.
package struct JournalSession: Equatable, Sendable {
    static let mostGraceMinutes: Int64 = 24 * 60

    package var occurrence: UniqueID
    package var kind: SessionEvent.Kind
    package var saw: Set<UniqueID>
    package var doer: JournalDoer

    package init(
        occurrence: UniqueID, kind: SessionEvent.Kind, saw: Set<UniqueID>, doer: JournalDoer
    ) {
        self.occurrence = occurrence
        self.kind = kind
        self.saw = saw
        self.doer = doer
    }

    init(_ fields: SyncFields) throws(SyncFault) {
        occurrence = try fields.id("occurrence")
        kind = try SessionEvent.Kind(fields)
        saw = Set(try fields.ids("saw", most: SessionEvent.mostSeen))
        doer = try JournalDoer(fields)
    }

    var members: [(String, JSON)] {
        [("occurrence", JSON(occurrence))] + kind.members
            + [("saw", JSON(saw.sorted()))] + doer.members
    }
}

extension SessionEvent.Kind {
    init(_ fields: SyncFields) throws(SyncFault) {
        func grace() throws(SyncFault) -> Int {
            Int(try fields.whole("grace_minutes", in: 0...JournalSession.mostGraceMinutes))
        }
        let event = try fields.text("event", most: JournalLine.mostBytes)
        switch event {
        case "created": self = .created(graceMinutes: try grace())
        case "opened":
            let text = try fields.text("code", most: SessionCode.length)
            guard let code = SessionCode(text) else {
                throw fields.fault("code", "must be six letters and digits")
            }
            self = .opened(code: code, graceMinutes: try grace())
        case "closed": self = .closed
        case "reopened": self = .reopened
        default: throw .unknown(event)
        }
    }

    var members: [(String, JSON)] {
        switch self {
        case .created(let grace):
            [("event", "created"), ("grace_minutes", JSON(grace))]
        case .opened(let code, let grace):
            [
                ("event", "opened"), ("code", .string(code.text)), ("grace_minutes", JSON(grace)),
            ]
        case .closed: [("event", "closed")]
        case .reopened: [("event", "reopened")]
        }
    }
}
