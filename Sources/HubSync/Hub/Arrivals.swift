import Attendance
import Desk
import Wire

/// The new lines of a batch, sorted by what they are about, in this database's ids.
struct Arrivals {
    let door: Attempt.Door
    let journal: DoorJournal
    let fixes: ClockFixes

    private(set) var quarantined: [QuarantinedLine] = []
    private var unread: [(line: JournalLine, bytes: [UInt8])] = []

    struct Tried {
        var line: JournalLine
        var bytes: [UInt8]
        var attempt: JournalAttempt
        var occurrence: OccurrenceID?
        var user: UserID?
        var elsewhere: OccurrenceID?
    }

    struct About {
        var line: JournalLine
        var evidence: JournalEvidence
        var user: UserID
        var actor: Actor
    }

    /// What came about one lesson.
    struct OfLesson {
        var events: [SessionEvent] = []
        var walkIns: [(user: UserID, moment: Moment, actor: Actor)] = []
        var evidence: [About] = []

        /// Whom lines about people name.
        var touched: Set<UserID> { Set(evidence.map(\.user)).union(walkIns.map(\.user)) }
    }

    private(set) var lessons: [OccurrenceID: OfLesson] = [:]
    private(set) var attempts: [Tried] = []

    /// Who did what the door says it did by itself.
    var actor: Actor { Actor(origin: "door:\(door.device.number)") }

    init(door: Attempt.Door, journal: DoorJournal, fixes: ClockFixes) {
        self.door = door
        self.journal = journal
        self.fixes = fixes
    }

    mutating func read(_ line: ArrivedBatch.Line, seq: Int64) {
        switch line.content {
        case .success(let content): unread.append((content, line.bytes))
        case .failure(let fault): keepAside(seq, line.bytes, "\(fault)")
        }
    }

    mutating func keepAside(_ seq: Int64, _ bytes: [UInt8], _ reason: String) {
        quarantined.append(QuarantinedLine(seq: seq, line: bytes, reason: reason))
    }

    /// Finds the rows that the lines speak of. A line about somebody or something that is not known
    /// here is kept aside.
    mutating func resolve(_ ledger: any LedgerWriting, at desk: Desk) throws {
        let names = Set(unread.flatMap(\.line.deed.names))
        var known = try ledger.known(as: names)
        if known.count < names.count {
            // What was named since the backup that this hub was restored from is named again.
            _ = try desk.workOut(.whole, of: door.classroom, in: ledger)
            known = try ledger.known(as: names)
        }
        if known.count < names.count {
            try ledger.namePeople(called: names)
            known = try ledger.known(as: names)
        }
        let own = try ledger.lessons(Set(known.occurrences.values), of: door.classroom)
        let kept = try ledger.keptEvidence(
            unread.compactMap { if case .evidence = $0.line.deed { $0.line.id } else { nil } })
        let taken = try takenCodes(known, ledger)
        var seen: Set<UniqueID> = kept
        for (line, bytes) in unread {
            do throws(Stranger) {
                if taken.contains(line.id) {
                    throw Stranger(reason: "its code is that of another lesson's session")
                }
                try take(line, bytes, known, own, &seen)
            } catch {
                keepAside(line.seq, bytes, error.reason)
            }
        }
        unread = []
    }

    /// Openings with a code that another session has, or one that was opened before them: nobody
    /// could tell the two apart.
    private func takenCodes(
        _ known: KnownRows, _ ledger: any LedgerWriting
    ) throws -> Set<UniqueID> {
        var openings: [(id: UniqueID, code: SessionCode, occurrence: OccurrenceID)] = []
        for (line, _) in unread {
            guard case .session(let session) = line.deed,
                case .opened(let code, _) = session.kind,
                let occurrence = known.occurrences[session.occurrence]
            else { continue }
            openings.append((line.id, code, occurrence))
        }
        var holders = try ledger.holders(of: Set(openings.map(\.code)))
        var taken: Set<UniqueID> = []
        for opening in openings {
            let isFree = holders[opening.code]?.subtracting([opening.occurrence]).isEmpty ?? true
            if isFree {
                holders[opening.code] = [opening.occurrence]
            } else {
                taken.insert(opening.id)
            }
        }
        return taken
    }

    /// What is not known here.
    private struct Stranger: Error {
        var reason: String
    }

    private mutating func take(
        _ line: JournalLine, _ bytes: [UInt8], _ known: KnownRows, _ own: Set<OccurrenceID>,
        _ seen: inout Set<UniqueID>
    ) throws(Stranger) {
        func user(_ uid: UniqueID) throws(Stranger) -> UserID {
            guard let user = known.users[uid] else {
                throw Stranger(reason: "nobody here is called \(uid)")
            }
            return user
        }
        func anyLesson(_ uid: UniqueID) throws(Stranger) -> OccurrenceID {
            guard let lesson = known.occurrences[uid] else {
                throw Stranger(reason: "no lesson here is called \(uid)")
            }
            return lesson
        }
        func lesson(_ uid: UniqueID) throws(Stranger) -> OccurrenceID {
            let lesson = try anyLesson(uid)
            if !own.contains(lesson) {
                throw Stranger(reason: "the lesson \(uid) is not of this door's room")
            }
            return lesson
        }
        func actor(_ doer: JournalDoer) -> Actor {
            Actor(user: doer.user.flatMap { known.users[$0] }, origin: self.actor.origin)
        }
        switch line.deed {
        case .evidence(let evidence):
            let (about, on) = (try user(evidence.user), try lesson(evidence.occurrence))
            // The same deed under another number: it has been done.
            if !seen.insert(line.id).inserted { return }
            lessons[on, default: OfLesson()].evidence.append(
                About(line: line, evidence: evidence, user: about, actor: actor(evidence.doer)))
        case .session(let event):
            let on = try lesson(event.occurrence)
            lessons[on, default: OfLesson()].events.append(
                SessionEvent(id: line.id, moment: line.moment, kind: event.kind, saw: event.saw)
                    .timed(by: fixes, at: line.time))
        case .walkIn(let walkIn):
            let (who, on) = (try user(walkIn.user), try lesson(walkIn.occurrence))
            lessons[on, default: OfLesson()].walkIns.append(
                (who, line.moment, actor(walkIn.doer)))
        case .attempt(let attempt):
            var tried = Tried(line: line, bytes: bytes, attempt: attempt)
            if let uid = attempt.occurrence { tried.occurrence = try anyLesson(uid) }
            if let uid = attempt.user { tried.user = try user(uid) }
            if let uid = attempt.elsewhere { tried.elsewhere = try anyLesson(uid) }
            attempts.append(tried)
        }
    }
}

extension JournalLine.Deed {
    /// Everybody and everything that it names.
    var names: [UniqueID] {
        switch self {
        case .attempt(let attempt):
            [attempt.occurrence, attempt.user, attempt.elsewhere].compactMap { $0 }
        case .evidence(let evidence):
            [evidence.user, evidence.occurrence] + [evidence.doer.user].compactMap { $0 }
        case .session(let session):
            [session.occurrence] + [session.doer.user].compactMap { $0 }
        case .walkIn(let walkIn):
            [walkIn.user, walkIn.occurrence] + [walkIn.doer.user].compactMap { $0 }
        }
    }
}

extension JournalAttempt {
    /// The lesson that somebody in the wrong room was sent to.
    var elsewhere: UniqueID? {
        guard case .refused(.wrongRoom(let occurrence, _, _)) = outcome else { return nil }
        return occurrence
    }
}
