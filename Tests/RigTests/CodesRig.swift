import Foundation
import QR
import Terminal
import TestKit
import Testing

/// Two decoders read our codes and qrencode's, from the same terminals, under the same spoilings.
@Suite(
    .serialized,
    .enabled(
        if: Rig.codes.isWhole
            || (Helper.has("pyte, numpy, PIL, zbar, zxingcpp") && isInstalled("qrencode")),
        "what paints and decodes is not installed"))
struct CodesRig {
    /// One code of ours on a terminal; the helper puts qrencode's on another of the same size.
    struct Place: Encodable {
        let name: String
        let columns: Int
        let rows: Int
        let payload: String
        let bytes: [UInt8]
    }

    struct Request: Encodable {
        let places: [Place]
        let themes: [String]
        let gaps: [Int]
        /// Of each spoiling, from faint to strong.
        let strengths: Int
        /// Of each strength, a little elsewhere each time.
        let tries: Int
    }

    /// How many of the same pictures a decoder read, by who drew the code.
    struct Row: Decodable {
        struct Count: Decodable {
            let read: Int
            /// Where it was read and ours not, and the other way round.
            let alone, missed: Int
        }

        let place, theme, spoiling, decoder: String
        let gap, of: Int
        var makers: [String: Count]

        var ours: Int { makers["ours"]?.read ?? 0 }
    }

    static let payloads = [
        "ABC123", "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123",
        "CK1:101:ABC123:8F3K2Q/KIOSK.EXAMPLE.EDU/5A",
    ]

    /// The code alone on a terminal just as large.
    static func alone(_ form: QRCells.Form, scale: Int, payload: String) throws -> Place {
        let code = try QRCode(payload)
        let size = QRCells(code, form: form, scale: scale).size
        let bytes = try QRText.bytes(code, form: form, scale: scale, size: size)
        return Place(
            name: "\(form) x \(scale)", columns: size.columns, rows: size.rows, payload: payload,
            bytes: bytes.dropLast().flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })
    }

    /// The door's screen, with all that stands on it beside the code.
    static func door(_ columns: Int, _ rows: Int, look: Look, payload: String) -> Place {
        let panel = SessionPanel(
            qrText: payload, code: "ABC123", course: "Calculus", courseCode: "MATH101",
            className: "Class 5", teacher: "Ms Rivera", time: "08:00-09:40",
            sections: "Sections 1-2", present: 31, expected: 60,
            countsLine: "31 of 60 present · 2 late", lateLine: "Late in 4:31")
        let screen = Screen(
            room: "5A C317", clock: "08:05", date: "Mon 9 March", body: .session(panel),
            hint: "Hold your card to the reader, or type the last 4 digits of your number.")
        let size = Size(columns: columns, rows: rows)
        let frame = draw(screen, size: size, look: look)
        let style = look == Look() ? "" : " \(look.colours)"
        return Place(
            name: "\(columns) x \(rows)\(style)", columns: columns, rows: rows, payload: payload,
            bytes: frame.escapes(after: nil, colours: look.colours))
    }

    static func request(whole: Bool) throws -> Request {
        var places: [Place] = []
        for payload in whole ? payloads : Array(payloads.prefix(2)) {
            places.append(try alone(.half, scale: 1, payload: payload))
            places.append(door(80, 25, look: Look(), payload: payload))
            if !whole { continue }
            places.append(try alone(.block, scale: 1, payload: payload))
            places.append(try alone(.half, scale: 3, payload: payload))
            places.append(door(80, 25, look: Look(colours: .none), payload: payload))
            places.append(door(120, 40, look: Look(), payload: payload))
            places.append(door(200, 60, look: Look(), payload: payload))
        }
        return Request(
            places: places, themes: whole ? ["dark", "light", "solarized"] : ["dark", "light"],
            gaps: whole ? [0, 2] : [0], strengths: whole ? 4 : 2,
            tries: whole ? 2 : 1)
    }

    @Test func oursAreReadAtLeastAsOftenInEveryCell() throws {
        let rows: [Row] = try Helper("codes.py").ask(
            json: Self.request(whole: Rig.codes.isWhole))
        let table = RateTable(rows)
        print(table.text)
        let ahead = rows.filter { !$0.ahead.isEmpty }
        let behind = rows.filter { $0.isBehind(rarity: 20, cells: rows.count) }
        for row in ahead { print("fewer of ours: \(row.name) \(row.makers)") }
        Rig.codes.say(
            "ours \(table.total("ours")) %, qrencode -t UTF8 \(table.total("UTF8")) %, "
                + "ANSIUTF8 \(table.total("ANSIUTF8")) %, of \(rows.reduce(0) { $0 + $1.of }) "
                + "readings each; fewer of ours in \(ahead.count) of \(rows.count) cells, by more "
                + "than chance in \(behind.count)", goal: "0 by more than chance")
        #expect(behind.map(\.name) == [])
        #expect(table.total("ours") > max(table.total("UTF8"), table.total("ANSIUTF8")))
        // A decoder that read nothing, or everything, would make the comparison empty.
        #expect((5...95).contains(table.total("UTF8")))
        let perfect = rows.filter { $0.spoiling == "none" }
        #expect(perfect.allSatisfy { $0.ours == $0.of }, "unspoilt, all are read")
    }

    @Test("A cell in which qrencode's code is read more often is noticed")
    func control() {
        func row(alone: Int, missed: Int) -> Row {
            let other = Row.Count(read: alone, alone: alone, missed: missed)
            let ours = Row.Count(read: missed, alone: 0, missed: 0)
            return Row(
                place: "80 x 25", theme: "dark", spoiling: "blur", decoder: "zbar", gap: 0, of: 48,
                makers: ["ours": ours, "UTF8": other])
        }
        #expect(row(alone: 30, missed: 2).isBehind(rarity: 20, cells: 500))
        #expect(!row(alone: 3, missed: 1).isBehind(rarity: 20, cells: 500))
        #expect(!row(alone: 2, missed: 30).isBehind(rarity: 20, cells: 500))
        #expect(row(alone: 3, missed: 1).ahead == ["UTF8"])
    }
}
