import Attendance
import TestKit
import Wire

extension FuzzTarget {
    /// What a door and its hub send each other: journal lines, heads, answers, pages.
    static let journal = FuzzTarget(
        name: "journal", share: 600_000,
        make: { FuzzedJournal.text(&$0) },
        complaint: { bytes in
            var property = Property()
            // What is read is written as what is read as the same.
            func holds<Value: Equatable>(
                _ name: String, _ read: ([UInt8]) throws(SyncFault) -> Value,
                _ written: (Value) -> [UInt8]
            ) {
                do throws(SyncFault) {
                    let value = try read(bytes)
                    let again = written(value)
                    do throws(SyncFault) {
                        let same = try read(again)
                        property.require(same == value, "another \(name) the second time")
                    } catch {
                        property.require(false, "\(name) as it was written: \(error)")
                    }
                } catch {
                    let words = error.description
                    property.require(!words.isEmpty && words.utf8.count < 1_000, "\(words)")
                }
            }
            func enveloped(_ data: JSON) -> [UInt8] { JSON.object([("data", data)]).bytes }
            holds("line", JournalLine.init(parsing:)) { $0.bytes }
            holds("head", SyncRequest.init(parsing:)) { $0.bytes }
            holds("snapshot", SnapshotHead.init(parsing:)) { $0.bytes }
            holds("answer", SyncAnswer.init(parsing:)) { enveloped($0.data) }
            holds("page", FeedPage.init(parsing:)) { enveloped($0.data) }
            if let json = try? JSON(parsing: bytes) { Self.readBodies(json, &property) }
            return property.complaint
        })

    /// The bodies of a feed's items, and what a session comes to.
    private static func readBodies(_ json: JSON, _ property: inout Property) {
        // What cannot be read is said; only what can is held against anything.
        if let evidence = try? FedEvidence(json) {
            let again = try? FedEvidence(evidence.body)
            property.require(again == evidence, "other evidence the second time")
        }
        // As above.
        guard let session = try? FedSession(json) else { return }
        property.require(
            SessionHistory(session.events) == SessionHistory(session.events.reversed()),
            "another session in another order")
    }
}

/// What travels between a door and its hub, spoilt.
enum FuzzedJournal {
    private static let one = "0195f3a0-0000-7000-8000-000000000001"
    private static let two = "0195f3a0-0000-7000-8000-000000000002"

    private static func line(_ kind: String, _ members: String) -> String {
        """
        {"kind":"\(kind)","id":"\(one)","seq":12,"moment":1773014700000,"boot":"\(two)",\
        "boot_ms":90000,"roster":4,"user":"\(two)","occurrence":"\(one)","seen":7,\(members),\
        "actor":"\(one)","origin":"door:1"}
        """
    }

    private static let sent: [[UInt8]] = [
        line("scan", #""method":"card","held_for":"wrong_room","doubts":["clock_uncertain"]"#),
        line("mark", #""status":"late","period":2,"remark":"a\nb","method":"manual""#),
        line("mark", #""number":13,"method":"sis""#), line("retraction", #""mark":"\#(two)""#),
        line("void", #""scans":["\#(one)","\#(two)"]"#),
        line("timing", #""scans":["\#(one)"],"shift_ms":-3600000"#),
        line("verdict", #""flag":"late_after_absent","accepted":true,"scans":["\#(two)"]"#),
        line("session", #""event":"opened","code":"ABC123","grace_minutes":10,"saw":["\#(two)"]"#),
        line("session", #""event":"reopened","saw":["\#(one)","\#(two)"]"#),
        line("walk_in", #""later":[1,{}]"#),
        line(
            "attempt",
            #""room":"\#(one)","scan":"token","bytes":10,"from_reader":true,"outcome":"accepted","#
                + #""number":1,"checkin_time":1773014700000,"method":"card","receipt":"7KQ2""#),
        line(
            "attempt",
            #""room":"\#(one)","scan":"token","bytes":4,"outcome":"refused","reason":"wrong_room","#
                + #""elsewhere":{"occurrence":"\#(two)","room":"5A C318","start":1773014700000}"#),
        """
        {"epoch":"\(one)","nonce":"n1","after":500,"oldest":91,"fixes":[{"boot":"\(two)",\
        "boot_ms":5,"hub_time":1773014700000,"within_ms":40}]}
        """,
        """
        {"code":0,"message":"success","data":{"hub_epoch":"\(two)","nonce":"n1","high_water":502,\
        "results":[{"seq":501,"disposition":"new"},{"seq":502,"disposition":"quarantined",\
        "reason":"no such lesson"}],"hub_time":1773014700000,"backoff_ms":0}}
        """,
        """
        {"data":{"items":[{"revision":3,"kind":"user","key":"a","body":{"n":1}},{"revision":5,\
        "kind":"token","key":"b","body":null}],"next":5,"head":9}}
        """,
        """
        {"epoch":"\(one)","revision":9,"count":3,"hash":"\(String(repeating: "0a", count: 32))"}
        """,
        """
        {"occurrence":"\(one)","events":[{"id":"\(one)","moment":5,"event":"opened",\
        "code":"ABC123","grace_minutes":10,"saw":["\(two)"]},{"id":"\(two)","moment":9,\
        "event":"closed","saw":["\(one)"],"hub_time":true}]}
        """,
        #"{"kind":"scan","id":"\#(one)","moment":1,"device":"\#(two)","seq":1,"revision":2,"#
            + #""hub_time":true,"user":"\#(two)","occurrence":"\#(one)","seen":0,"method":"card","#
            + #""origin":"door:1"}"#,
    ].map { Array($0.utf8) }

    static func text(_ dice: inout SeededDice) -> [UInt8] {
        let text = dice.one(of: sent)
        if dice.once(in: 8) { return text }
        if dice.once(in: 4) { return swapped(text, &dice) }
        return Spoiling.spoil(text, &dice)
    }

    /// A value of one message in the place of one of another: sound JSON that means something else.
    private static func swapped(_ text: [UInt8], _ dice: inout SeededDice) -> [UInt8] {
        let comma = UInt8(ascii: ",")
        var parts = text.split(separator: comma).map(Array.init)
        let others = dice.one(of: sent).split(separator: comma).map(Array.init)
        for _ in 0...dice.below(3) { parts[dice.below(parts.count)] = dice.one(of: others) }
        return Array(parts.joined(separator: [comma]))
    }
}
