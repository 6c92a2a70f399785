import Attendance
import Desk
import Foundation
import Terminal
import TestKit
import Wire

@testable import API
@testable import Rostering

// The parsers of one short text each.

extension FuzzTarget {
    /// What a reader sends, through the reader and the parser.
    static let lines = FuzzTarget(
        name: "line", share: 2_600_000,
        make: { FuzzedLine.line(&$0) },
        complaint: { bytes in
            var property = Property()
            var reader = LineReader()
            // The rules are of the input as well, so that it can be replayed from its bytes.
            var dice = SeededDice(seed: UInt64(bytes.count) &+ UInt64(bytes.first ?? 0) << 8)
            let rules = FuzzedLine.rules(&dice)
            for case .text(let line) in reader.feed(bytes + [0x0D]) {
                let scan = Scan(parsing: line, under: rules, isFromReader: line.count % 2 == 0)
                property.require(scan.byteCount <= line.count, "more bytes than there are")
                guard case .token(let token) = scan.content else { continue }
                property.require(scan.candidates.first?.token == token, "the first is another")
                for candidate in scan.candidates {
                    let text = candidate.token.text
                    property.require(UserCode(text)?.text == text, "\(text) is no code")
                }
            }
            return property.complaint
        })

    /// Dates, times, moments and the short notations of timetables.
    static let dates = FuzzTarget(
        name: "date", share: 2_000_000,
        make: { FuzzedDate.text(&$0) },
        complaint: { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            var property = Property()
            if let date = SchoolDate(text) {
                property.require(date.description == text, "\(text) is written \(date)")
                property.require(SchoolDate(days: date.days).civil == date.civil, "other days")
            }
            if let time = TimeOfDay(text) {
                property.require(TimeOfDay(time.description) == time, "\(text) is not \(time)")
            }
            if let moment = Moment(stamp: text) {
                property.require(Moment(stamp: moment.utcStamp) == moment, moment.utcStamp)
                for zone in FuzzedDate.zones where moment >= FuzzedDate.sinceMinutesAreWhole {
                    let stamp = zone.stamp(moment)
                    property.require(
                        Moment(stamp: stamp)?.wholeSeconds == moment.wholeSeconds, stamp)
                }
            }
            if let weeks = TimetableGrammar.weeks(text) {
                property.require(!weeks.isEmpty && weeks.allSatisfy { (1...60).contains($0) }, text)
            }
            if let sections = TimetableGrammar.sections(text) {
                property.require(Set(sections).count == sections.count, "one section twice")
                property.require(sections == sections.sorted(), "sections in another order")
            }
            if let day = TimetableGrammar.rotationDay(text) {
                property.require((1...20).contains(day), "day \(day)")
            }
            if let quiet = QuietTimes(text) { _ = quiet.contains(TimeOfDay(minutes: 720)!) }
            return property.complaint
        })

    /// Session and user codes, ids, tokens, proofs, links, cookies and queries.
    static let tokens = FuzzTarget(
        name: "token", share: 1_600_000,
        make: { FuzzedToken.text(&$0) },
        complaint: { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            var property = Property()
            if let code = SessionCode(text) {
                property.require(SessionCode(code.text.lowercased()) == code, code.text)
                let link = Array("HTTPS://H.EXAMPLE/C/\(code.text)".utf8)
                property.require(
                    Scan(parsing: link).content == .sessionLink(code), "no link: \(code.text)")
            }
            if let code = UserCode(text) {
                property.require(UserCode(code.key) == code, "\(text) is not its key")
                property.require(code.tail(4) == code.tailKey, "two tails of \(text)")
            }
            if let id = UniqueID(text) {
                property.require(UniqueID(id.description) == id, "\(text) is not \(id)")
            }
            if let digest = TokenDigest(of: text) {
                property.require(digest.bytes.count == 32, "a digest of another size")
                property.require(TokenDigest(of: text + " ") == nil, "a token and a blank")
            }
            _ = TokenDigest(ofLink: text)
            if let token = Cookie.staff.token(in: text) {
                property.require(text.contains("kiosk=" + token), "a token from elsewhere")
            }
            _ = PagePlace(text)
            let known: Set = ["date", "page", "student_ids"]
            let lenient = Query(lenient: text, known: known)
            // What is refused is a `Problem`, with a sentence.
            if let strict = try? Query(text, known: known) {
                for name in known {
                    property.require(strict[name] == lenient[name], "two readings of \(name)")
                }
            }
            let proof = Proof.text(mac: bytes)
            property.require(SessionCode(proof)?.text == proof, "no proof: \(proof)")
            return property.complaint
        })
}
