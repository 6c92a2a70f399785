/// Something that a database does otherwise than the program meant, as a fault in what keeps,
/// sends or settles would have it.
struct SimMutant: Sendable, CustomStringConvertible {
    enum Place: Sendable {
        case hub, doors
    }

    let description: String
    let place: Place
    /// A trigger.
    let sql: String

    private static func after(
        _ description: String, _ place: Place, _ event: String, when condition: String = "1",
        _ deed: String
    ) -> SimMutant {
        SimMutant(
            description: description, place: place,
            sql: "CREATE TRIGGER mutant AFTER \(event) WHEN \(condition) BEGIN \(deed); END")
    }

    /// What is about to be done is not done.
    private static func never(
        _ description: String, _ place: Place, _ event: String, when condition: String = "1"
    ) -> SimMutant {
        SimMutant(
            description: description, place: place,
            sql: "CREATE TRIGGER mutant BEFORE \(event) WHEN \(condition) "
                + "BEGIN SELECT RAISE(IGNORE); END")
    }

    private static func evidence(
        _ description: String, when condition: String = "1", _ change: String
    ) -> SimMutant {
        after(
            description, .hub, "INSERT ON evidence", when: condition,
            "UPDATE evidence SET \(change) WHERE row = new.row")
    }

    static let atTheHub: [SimMutant] = [
        never("a scan is not kept", .hub, "INSERT ON evidence", when: "new.seq % 3 = 0"),
        never("a void is not kept", .hub, "INSERT ON evidence", when: "new.kind = 'void'"),
        never(
            "a retraction is not kept", .hub, "INSERT ON evidence",
            when: "new.kind = 'retraction'"),
        never("a mark is not kept", .hub, "INSERT ON evidence", when: "new.kind = 'mark'"),
        evidence("a scan is a minute late", when: "new.kind = 'scan'", "moment = moment + 60000"),
        evidence("all is numbered 1", "revision = 1"),
        evidence("a number is left out", "revision = revision + 1"),
        evidence("a mark has seen nothing", when: "new.kind = 'mark'", "seen = 0"),
        evidence("a mark says absent", when: "new.status IS NOT NULL", "status = 'absent'"),
        evidence("a scan is somebody else's", when: "new.kind = 'scan'", "user_id = 1"),
        never("an occurrence is not numbered on", .hub, "UPDATE OF revision ON occurrence"),
        never("a record is not made", .hub, "INSERT ON record"),
        never("a record is not changed", .hub, "UPDATE ON record"),
        after(
            "a record's time is another", .hub, "INSERT ON record",
            "UPDATE record SET checkin_time = checkin_time + 1000 WHERE id = new.id"),
        never(
            "a closing is not kept", .hub, "INSERT ON session_event", when: "new.kind = 'closed'"),
        never(
            "an opening is not kept", .hub, "INSERT ON session_event",
            when: "new.kind = 'opened'"),
        after(
            "an event is at another time", .hub, "INSERT ON session_event",
            "UPDATE session_event SET moment = moment + 5000 WHERE id = new.id"),
        never("an interval is not kept", .hub, "INSERT ON checkin_interval"),
        after(
            "a journal is further than it is", .hub, "UPDATE OF high_water ON door_journal",
            "UPDATE door_journal SET high_water = new.high_water + 2 WHERE id = new.id"),
        never("a journal does not get on", .hub, "UPDATE OF high_water ON door_journal"),
        after(
            "a line is not known again", .hub, "INSERT ON received",
            "UPDATE received SET hash = zeroblob(16) WHERE journal_id = new.journal_id"),
        never(
            "rooms are not told of evidence", .hub, "INSERT ON feed_item",
            when: "new.kind = 'evidence'"),
        never(
            "rooms are not told of sessions", .hub, "INSERT ON feed_item",
            when: "new.kind = 'session'"),
        never("what changes is not told", .hub, "UPDATE ON feed_item"),
        never(
            "rooms are not told who is enrolled", .hub, "INSERT ON feed_item",
            when: "new.kind = 'enrolment'"),
        after(
            "what was told changes without a revision", .hub, "UPDATE OF body ON feed_item",
            "UPDATE feed_item SET revision = old.revision WHERE scope_id = new.scope_id "
                + "AND kind = new.kind AND key = new.key"),
    ]

    static let atDoors: [SimMutant] = [
        never("a line is not written", .doors, "INSERT ON journal", when: "new.seq % 4 = 0"),
        after(
            "a line is the one before", .doors, "INSERT ON journal", when: "new.seq % 4 = 0",
            "UPDATE journal SET line = coalesce((SELECT line FROM journal WHERE seq = new.seq - 1),"
                + " line) WHERE seq = new.seq"),
        after(
            "what is not confirmed goes", .doors, "UPDATE OF acked ON hub_link",
            "UPDATE hub_link SET acked = newest; DELETE FROM journal WHERE seq % 2 = 0"),
        never("nothing is confirmed", .doors, "UPDATE OF acked ON hub_link"),
        never("the counter stands", .doors, "UPDATE OF newest ON hub_link"),
        never(
            "what the hub numbers is not taken", .doors, "UPDATE OF revision ON evidence"),
        never(
            "what the hub says is not kept", .doors, "INSERT ON evidence",
            when: "new.revision IS NOT NULL"),
        never("a record is not settled again", .doors, "UPDATE ON record"),
        never("who is enrolled is not kept", .doors, "INSERT ON enrolment"),
        after(
            "a page is taken for the next", .doors, "UPDATE OF roster ON hub_link",
            when: "new.roster % 3 = 0", "UPDATE hub_link SET roster = new.roster + 1"),
    ]
}
