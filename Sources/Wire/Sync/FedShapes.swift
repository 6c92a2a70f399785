import Attendance

/// Evidence as the hub gives it back: numbered, by its time where that is known.
package struct FedEvidence: Equatable, Sendable {
    package var id: UniqueID
    package var moment: Moment
    /// The door that it was made at.
    package var device: UniqueID
    package var seq: Int64
    package var revision: Int64
    package var hasHubTime: Bool
    package var evidence: JournalEvidence

    package init(
        id: UniqueID, moment: Moment, device: UniqueID, seq: Int64, revision: Int64,
        hasHubTime: Bool, evidence: JournalEvidence
    ) {
        self.id = id
        self.moment = moment
        self.device = device
        self.seq = seq
        self.revision = revision
        self.hasHubTime = hasHubTime
        self.evidence = evidence
    }

    package init(_ body: JSON) throws(SyncFault) {
        let fields = try SyncFields(body)
        let kind = try fields.text("kind", most: FeedItem.mostBytes)
        self.init(
            id: try fields.id("id"), moment: try fields.moment("moment"),
            device: try fields.id("device"), seq: try fields.whole("seq"),
            revision: try fields.whole("revision", in: 1...SyncFields.largest),
            hasHubTime: try fields.flag("hub_time"), evidence: try JournalEvidence(fields, kind))
    }

    package var body: JSON {
        let head: [(String, JSON)] = [
            ("kind", .string(evidence.kind.name)), ("id", JSON(id)), ("moment", JSON(moment)),
            ("device", JSON(device)), ("seq", .int(seq)), ("revision", .int(revision)),
            ("hub_time", .bool(hasHubTime)),
        ]
        return .present(head + evidence.members)
    }
}

/// A session as the hub gives it: every event of it.
package struct FedSession: Equatable, Sendable {
    package static let mostEvents = 256

    package var occurrence: UniqueID
    package var events: [SessionEvent]

    package init(occurrence: UniqueID, events: [SessionEvent]) {
        self.occurrence = occurrence
        self.events = events
    }

    package init(_ body: JSON) throws(SyncFault) {
        let fields = try SyncFields(body)
        var events: [SessionEvent] = []
        for event in try fields.list("events", most: Self.mostEvents) {
            events.append(
                SessionEvent(
                    id: try event.id("id"), moment: try event.moment("moment"),
                    kind: try SessionEvent.Kind(event),
                    saw: Set(try event.ids("saw", most: SessionEvent.mostSeen)),
                    hasHubTime: try event.flag("hub_time")))
        }
        if Set(events.map(\.id)).count < events.count {
            throw fields.fault("events", "names one twice")
        }
        self.init(occurrence: try fields.id("occurrence"), events: events)
    }

    package var body: JSON {
        let events = events.map { event -> JSON in
            .object(
                [("id", JSON(event.id)), ("moment", JSON(event.moment))] + event.kind.members
                    + [("saw", JSON(event.saw.sorted())), ("hub_time", .bool(event.hasHubTime))])
        }
        return ["occurrence": JSON(occurrence), "events": .array(events)]
    }
}
