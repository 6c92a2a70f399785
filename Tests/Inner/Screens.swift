import CQRencode
import QR
import Terminal

extension Inner {
    private static let address = "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123.7K2MQ9"

    static func encoding() -> Part {
        Part(
            "QR code", ours: { keep(try QRCode(address)) }, least: "libqrencode alone",
            by: { QRcode_free(QRcode_encodeString(address, 0, QR_ECLEVEL_M, QR_MODE_8, 1)) })
    }

    private static let look = Look()

    private static func shown(present: Int, result: ResultPanel? = nil) -> Frame {
        let panel = SessionPanel(
            qrText: address, code: "ABC123", course: "Calculus and Analytic Geometry",
            courseCode: "MATH101", className: "Class 5", teacher: "Teacher",
            time: "08:00-09:40", sections: "Sections 1-2", present: present, expected: 60,
            countsLine: "\(present) of 60 present", lateLine: "Late in 4:31")
        let screen = Screen(
            room: "5A C317", clock: "08:05", date: "Mon 9 March", body: .session(panel),
            result: result, hint: "Hold your card to the reader.")
        return draw(screen, size: Size(columns: 120, rows: 40), look: look)
    }

    /// From nothing.
    static func drawing() -> Part {
        let cells = shown(present: 31).cells
        return Part(
            "screen of 120 x 40",
            ours: { keep(shown(present: 31).escapes(after: nil, colours: look.colours)) },
            least: "a copy of its cells", by: { keep(cells.map { $0 }) })
    }

    /// What a scan changes of it.
    static func changing() -> Part {
        let before = shown(present: 31)
        let result = ResultPanel(
            kind: .checkedIn, word: "CHECKED IN", detail: "Given F.", next: "Receipt K7M2.")
        return Part(
            "screen after a scan",
            ours: {
                let after = shown(present: 32, result: result)
                keep(after.escapes(after: before, colours: look.colours))
            }, least: "a copy of its cells", by: { keep(before.cells.map { $0 }) })
    }
}
