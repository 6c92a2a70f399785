/// Text that came through the wrong keyboard layout, as it was sent.
extension KeyboardLayout {
    /// A session's link is known by its form.
    func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        guard let sent = sent(line), let code = ScanText.sessionLink(sent) else { return }
        line.decide(.sessionLink(code), by: rule)
    }

    /// What the line would have been at once: the other rules apply to it too.
    func offer(_ line: ReaderLine, _ rules: ReaderRules) -> [String] {
        guard let sent = sent(line) else { return [] }
        var others = rules
        others.layouts = []
        others.on.subtract([.layoutFR, .layoutDE, .layoutUK, .rfid])
        return Scan(parsing: Array(sent.utf8), under: others).candidates.map(\.token.text)
    }

    /// Nil where the layout changes nothing.
    private func sent(_ line: ReaderLine) -> String? {
        guard line.isText else { return nil }
        let text = line.trimmed
        let keys = keys
        // A key gives one scalar, so letters need not be put together of several.
        let sent = String(
            String.UnicodeScalarView(text.unicodeScalars.map { keys[$0] ?? $0 }))
        return sent == text ? nil : sent
    }

    /// What was meant by each character that another key gives.
    private var keys: [Unicode.Scalar: Unicode.Scalar] {
        switch self {
        case .fr: Self.french
        case .de: Self.german
        case .uk: Self.british
        }
    }

    private static let french = table(
        shown: "&é\"'(-è_çà" + "qazwQAZW" + "m,;:!ù)$*^²" + "1234567890" + "°¨£µM%?./§",
        sent: "1234567890" + "aqwzAQWZ" + ";m,./'-]\\[`" + "!@#$%^&*()" + "_{}|:\"M<>?")

    private static let german = table(
        shown: "yzYZ" + "ß´ü+#öä^-" + "\"§&/()=?`Ü*'ÖÄ;:_°",
        sent: "zyZY" + "-=[]\\;'`/" + "@#^&*()_+{}|:\"<>?~")

    private static let british = table(shown: "\"@£#~¬", sent: "@\"#\\|~")

    private static func table(shown: String, sent: String) -> [Unicode.Scalar: Unicode.Scalar] {
        Dictionary(zip(shown.unicodeScalars, sent.unicodeScalars)) { first, _ in first }
    }
}
