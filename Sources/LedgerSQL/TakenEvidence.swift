import Attendance
import Desk
import Foundation
import Wire

/// What a door's journal holds: entries and events of sessions, and who walked in to which lesson.
struct OwnDeeds {
    var ids: Set<UniqueID> = []
    var walkIns: [UniqueID: Set<UniqueID>] = [:]
}

/// Evidence, as the hub numbers it.
extension FeedTaking {
    mutating func take(_ fed: FedEvidence, _ uid: UniqueID) throws {
        if fed.id != uid {
            throw Fault.unreadable(.field("/id", needs: "must be what the key says"))
        }
        let lesson = OccurrenceID(
            try row(.occurrence, fed.evidence.occurrence, at: "/occurrence"))
        let user = UserID(try row(.user, fed.evidence.user, at: "/user"))
        let entry = EvidenceEntry(
            id: fed.id, moment: fed.moment,
            place: EvidencePlace(
                revision: Int(fed.revision), seen: Int(fed.evidence.seen),
                device: try transaction.device(called: fed.device), seq: Int(fed.seq)),
            kind: fed.evidence.kind, hasHubTime: fed.hasHubTime)
        let doer = fed.evidence.doer
        let actor = Actor(
            user: try doer.user.flatMap { try row(.user, $0) }.map(UserID.init),
            origin: doer.origin)
        let known = try transaction.keptEvidence(uid)
        if let known, known.lesson != lesson {
            throw Fault.unreadable(.field("/occurrence", needs: "is not that of the entry"))
        }
        // Also by one that is here already: a snapshot counts from the beginning.
        try transaction.run(
            "UPDATE occurrence SET revision = ?1 WHERE id = ?2 AND revision < ?1",
            [fed.revision, lesson.number])
        if let known {
            if known.entry == entry, known.user == user { return }
            touched[lesson, default: []].insert(known.user)
            try giveWay(to: entry)
            try transaction.renew(entry, on: lesson, about: user)
        } else {
            try giveWay(to: entry)
            try transaction.run(
                SQLTransaction.evidenceRows.single,
                SQLTransaction.arguments(entry, on: lesson, about: user, by: actor))
        }
        touched[lesson, default: []].insert(user)
    }

    /// Another that has its place has it from a hub that was before.
    private mutating func giveWay(to entry: EvidenceEntry) throws {
        let other = try transaction.first(
            "SELECT id FROM evidence WHERE device_id = ? AND seq = ? AND id <> ?",
            [entry.place.device.number, entry.place.seq, entry.id.bytes]
        ) { try $0.takeUniqueID() }
        if let other { try takeNumber(from: other) }
    }

    /// As if the hub had never had it: the door's own comes to it again by the journal.
    private mutating func takeNumber(from id: UniqueID) throws {
        guard let known = try transaction.keptEvidence(id) else { return }
        // No two rows of this device have one number: that of the row is free for it.
        try transaction.run(
            "UPDATE evidence SET revision = NULL, device_id = ?, seq = row WHERE id = ?",
            [DeviceID.own.number, id.bytes])
        touched[known.lesson, default: []].insert(known.user)
    }

    /// Of a lesson that is held; what was done at this door is not the hub's to take away.
    mutating func remove(_ id: UniqueID) throws {
        guard let known = try transaction.keptEvidence(id), known.entry.place.revision != nil,
            lessons.contains(known.lesson)
        else { return }
        if try ownDeeds().ids.contains(id) { return try takeNumber(from: id) }
        try transaction.run("DELETE FROM evidence WHERE id = ?", [id.bytes])
        touched[known.lesson, default: []].insert(known.user)
    }

    /// The hub may not be the one that it was: what it does not name of what it had is this door's
    /// alone, or is never to be had again.
    mutating func giveUp(_ gone: [FeedItem], keeping items: [FeedItem]) throws {
        let own = try ownDeeds()
        for item in gone where item.kind == .evidence {
            guard let id = UniqueID(item.key), own.ids.contains(id) else { continue }
            try takeNumber(from: id)
        }
        let sessions = Dictionary(
            items.filter { $0.kind == .session }.compactMap { item in
                // What cannot be read is refused when it is taken.
                item.body.flatMap { try? FedSession($0) }.map { ($0.occurrence, $0.events) }
            }
        ) { first, _ in first }
        for lesson in lessons.sorted() {
            let uid = try transaction.uid(of: .occurrence, lesson.number)
            try transaction.run(
                "UPDATE occurrence SET revision = 0 WHERE id = ?", [lesson.number])
            try forgetEvents(of: lesson, own.ids, sessions[uid] ?? [])
            try forgetWalkIns(of: lesson, own.walkIns[uid] ?? [])
            touchedLessons.insert(lesson)
        }
    }

    /// Read when it is first asked for: a journal may be long.
    private mutating func ownDeeds() throws -> OwnDeeds {
        if let own { return own }
        let read = try transaction.ownDeeds()
        own = read
        return read
    }

    private mutating func forgetEvents(
        of lesson: OccurrenceID, _ own: Set<UniqueID>, _ named: [SessionEvent]
    ) throws {
        guard let session = try transaction.session(of: lesson)?.session else { return }
        let known = try transaction.history(of: session.id).events
        let staying = own.union(named.map(\.id))
        let gone = known.filter { !staying.contains($0.id) }
        if gone.isEmpty { return }
        let history = SessionHistory(known.filter { staying.contains($0.id) } + named)
        // The room goes by its code: a hub that has lost that hears of it again from here.
        if history.codes.isEmpty {
            for event in gone {
                try transaction.tellAgain(event, on: lesson, by: Self.actor)
            }
            return
        }
        for event in gone {
            try transaction.run("DELETE FROM session_event WHERE id = ?", [event.id.bytes])
        }
        try stand(history, as: session.id, on: lesson, before: session)
    }

    /// The snapshot names whoever the hub knows; the door's own stay.
    private func forgetWalkIns(of lesson: OccurrenceID, _ own: Set<UniqueID>) throws {
        let all = try transaction.all(
            "SELECT user_id FROM walk_in WHERE occurrence_id = ?", [lesson.number]
        ) { try $0.take(Int64.self) }
        for user in all where try !own.contains(transaction.uid(of: .user, user)) {
            try transaction.run(
                "DELETE FROM walk_in WHERE occurrence_id = ? AND user_id = ?",
                [lesson.number, user])
        }
    }
}

extension SQLTransaction {
    /// All of an entry that is there already, but who did it.
    fileprivate func renew(
        _ entry: EvidenceEntry, on lesson: OccurrenceID, about user: UserID
    ) throws {
        try renew(
            Self.arguments(entry, on: lesson, about: user, by: FeedTaking.actor),
            Self.evidenceRows, but: ["actor_id", "origin"], id: entry.id.bytes)
    }

    /// A source of evidence by what it is called everywhere; a row of its own also where it is
    /// called as this database is, whose own numbers are others.
    fileprivate func device(called uid: UniqueID) throws -> DeviceID {
        let own = try first(
            "SELECT uid FROM device WHERE id = ?", [DeviceID.own.number]
        ) { try $0.takeUniqueID() }
        let name = own == uid ? Self.name(["device at the hub", "\(uid)"]) : uid
        let known: DeviceID? = try first("SELECT id FROM device WHERE uid = ?", [name.bytes]) {
            try $0.takeID()
        }
        if let known { return known }
        return DeviceID(
            try insert(
                "INSERT INTO device (uid, name) VALUES (?, ?)", [name.bytes, "\(uid)"]))
    }

    fileprivate func keptEvidence(
        _ id: UniqueID
    ) throws -> (lesson: OccurrenceID, user: UserID, entry: EvidenceEntry)? {
        try first(
            "SELECT occurrence_id, user_id, \(Self.entryColumns) FROM evidence WHERE id = ?",
            [id.bytes]
        ) { (try $0.takeID(), try $0.takeID(), try EvidenceEntry(&$0)) }
    }

    fileprivate func ownDeeds() throws -> OwnDeeds {
        var own = OwnDeeds()
        try forEachOwnLine { line in
            switch line.deed {
            case .evidence, .session: own.ids.insert(line.id)
            case .walkIn(let walkIn):
                own.walkIns[walkIn.occurrence, default: []].insert(walkIn.user)
            case .attempt: break
            }
        }
        return own
    }

    private func forEachOwnLine(_ body: (JournalLine) throws -> Void) throws {
        try forEach("SELECT line FROM journal ORDER BY seq", []) { columns in
            let bytes = Array(try columns.take(Data.self))
            // A line that this program cannot read tells it nothing.
            if let line = try? JournalLine(parsing: bytes) { try body(line) }
            return true
        }
    }
}
