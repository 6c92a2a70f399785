import Attendance
import Foundation
import Testing

@testable import Wire

/// Journal lines, out and in.
@Suite struct JournalLineTests {
    @Test func whatIsWrittenIsReadAsTheSame() throws {
        var kinds: Set<String> = []
        for seed in 0..<2_000 {
            var random = RandomJournal(seed: seed)
            let line = random.line()
            let bytes = line.bytes
            #expect(try JournalLine(parsing: bytes) == line, "line \(seed)")
            #expect(bytes == line.bytes && !bytes.contains(0x0A))
            let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
            kinds.insert(try #require(object?["kind"] as? String))
            #expect(object?["seq"] as? Int64 == line.seq, "as another reader has it")
        }
        #expect(kinds.count == 9)
    }

    @Test func theLongestLineThatCanBeMadeIsNotTooLong() {
        var random = RandomJournal(seed: 1)
        let remark = String(repeating: "\u{85}👩", count: JournalEvidence.longestRemark / 2)
        let mark = EvidenceEntry.Mark(value: .number(.custom4), period: 99, remark: remark)
        for kind in [
            EvidenceEntry.Kind.mark(mark),
            .verdict(
                .clockUncertain, accepted: false,
                scans: random.ids(JournalEvidence.mostTargets...JournalEvidence.mostTargets)),
        ] {
            var line = random.line()
            var evidence = random.evidence()
            evidence.kind = kind
            line.deed = .evidence(evidence)
            #expect(line.bytes.count <= JournalLine.mostBytes)
        }
    }

    static let scan = """
        {"kind":"scan","id":"0195f3a0-0000-7000-8000-000000000001","seq":1,"moment":1773014700000,\
        "boot":"0195f3a0-0000-7000-8000-000000000002","boot_ms":90000,"roster":4,\
        "user":"0195f3a0-0000-7000-8000-000000000003",\
        "occurrence":"0195f3a0-0000-7000-8000-000000000004","seen":7,"method":"card",\
        "origin":"door:1"}
        """

    @Test func aScanIsAsItIsDescribed() throws {
        let line = try JournalLine(parsing: Array(Self.scan.utf8))
        #expect(line.moment == Moment(milliseconds: 1_773_014_700_000) && line.seq == 1)
        guard case .evidence(let evidence) = line.deed else {
            Issue.record("it is no evidence")
            return
        }
        #expect(evidence.kind == .scan(.init(method: .card)) && evidence.seen == 7)
        #expect(String(decoding: line.bytes, as: UTF8.self) == Self.scan)
    }

    /// One change to the scan above, and what is said of it.
    @Test(arguments: [
        (#""kind":"scan""#, #""kind":"leap""#, #""leap" is not known here: bring this program"#),
        (#""kind":"scan","#, "", "/kind is missing"),
        (#""seq":1"#, #""seq":0"#, "/seq must be a whole number from 1 to 9007199254740991"),
        (#""seq":1"#, #""seq":1.5"#, "/seq must be a whole number"),
        (#""seq":1"#, #""seq":9007199254740992"#, "/seq must be a whole number"),
        (#""moment":1773014700000"#, #""moment":-1"#, "/moment must be a whole number from 0"),
        (#""moment":1773014700000"#, #""moment":"now""#, "/moment must be a whole number"),
        (#""boot_ms":90000"#, #""boot_ms":null"#, "/boot_ms is missing"),
        ("000000000003", "00000000000", "/user must be a UUID"),
        ("000000000003", "000000000003\\u0000", "/user must be a UUID"),
        (#""method":"card""#, #""method":"nose""#, "/method is not known here"),
        (#""method":"card""#, #""method":7"#, "/method must be a text"),
        (#""seen":7"#, #""seen":7,"seen":8"#, "it is no JSON: a name stands twice"),
        (#""seen":7"#, #""seen":7,"doubts":["typed_burst",1]"#, "/doubts holds a flag"),
        (#""seen":7"#, #""seen":7,"held_for":"fun""#, "/held_for is not known here"),
        (#""origin":"door:1""#, #""origin":"\u001b[2J""#, "/origin must not hold control"),
        (#""origin":"door:1""#, #""origin":"\#(String(repeating: "x", count: 65))""#, "/origin"),
        (#""origin":"door:1""#, #""actor":"me","origin":"x""#, "/actor must be a UUID"),
        ("{", #"{"x":"\#(String(repeating: "x", count: 16_384))","#, "it is longer than 16384"),
        ("{", "[{", "it is no JSON"), ("{", "", "it is no JSON"),
        (#""method":"card""#, #""kind":"scan""#, "it is no JSON: a name stands twice"),
    ])
    func whatIsWrongIsSaid(_ good: String, _ bad: String, _ words: String) throws {
        let text = Self.scan.replacing(good, with: bad, maxReplacements: 1)
        try #require(text != Self.scan)
        let fault = #expect(throws: SyncFault.self) { try JournalLine(parsing: Array(text.utf8)) }
        #expect(fault?.description.hasPrefix(words) == true, "\(fault?.description ?? "")")
    }

    @Test func membersThatNobodyAsksForArePassedOver() throws {
        let text = Self.scan.replacing("{", with: #"{"later":{"x":[1]},"#, maxReplacements: 1)
        #expect(
            try JournalLine(parsing: Array(text.utf8))
                == JournalLine(parsing: Array(Self.scan.utf8)))
    }

    @Test func aLongKindIsNotRepeatedWhole() {
        let kind = String(repeating: "k", count: 5_000)
        let text = Self.scan.replacing(#""scan""#, with: "\"\(kind)\"")
        let fault = #expect(throws: SyncFault.self) { try JournalLine(parsing: Array(text.utf8)) }
        #expect(fault == .unknownKind(String(repeating: "k", count: 40)))
    }
}
