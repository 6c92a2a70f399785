/// Magnetic stripes, as keyboard text: `%track 1?`, `;track 2?`, `+track 3?`.
enum Stripe {
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        let text = line.trimmed
        guard let tracks = tracks(of: text) else {
            if isUnfinished(text) { line.reject(.badSwipe) }
            return
        }
        line.isFromReader = true
        let numbers = ";%+".compactMap { sentinel in
            tracks.first { $0.first == sentinel && number(of: $0) != nil }.flatMap(number)
        }
        if rules.has(.payment), numbers.contains(where: { Payment.isHeld(in: $0, rules) }) {
            line.reject(.payment)
        } else if let number = numbers.first {
            line.replace(with: number, by: .magstripe)
        } else {
            line.reject(.badSwipe)
        }
    }

    /// The tracks with their start and without their end; nil where it is no stripe.
    static func tracks(of text: String) -> [Substring]? {
        guard let first = text.first, "%;+".contains(first), text.contains("?") else { return nil }
        var pieces = text.split(separator: "?").map { $0.drop { $0 == " " } }
        // After the last end one character may stand: the track's own check.
        if text.last != "?", let last = pieces.last, last.count == 1 { pieces.removeLast() }
        guard text.last == "?" || pieces.count == text.split(separator: "?").count - 1,
            pieces.allSatisfy({ isTrack($0) })
        else { return nil }
        return pieces
    }

    private static func isTrack(_ piece: Substring) -> Bool {
        let data = piece.dropFirst()
        return switch piece.first {
        case "%": true
        case ";", "+":
            data.uppercased() == "E" || data.allSatisfy { $0.isASCII && $0.isNumber || $0 == "=" }
        default: false
        }
    }

    /// A name stands in the middle of track 1.
    private static func isUnfinished(_ text: String) -> Bool {
        text.first == "%" && text.contains("^")
    }

    /// The number at the start of a track; nil after an error.
    private static func number(of track: Substring) -> String? {
        var data = track.dropFirst()
        if data.isEmpty || data.uppercased() == "E" { return nil }
        if track.first == "%", data.contains("^"), data.first == "B" || data.first == "b" {
            data = data.dropFirst()
        }
        return UserCode(data.prefix { $0 != "^" && $0 != "=" })?.text
    }
}

/// A badge that holds JSON. Only texts and numbers without escapes are read.
enum JSONBadge {
    private static let names = ["user_code", "student_id", "id", "code"]

    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        let text = line.trimmed
        guard text.first == "{", text.last == "}", !text.contains("\\") else { return }
        for name in names {
            if let value = value(of: name, in: text) {
                return line.replace(with: value, by: .json)
            }
        }
    }

    private static func value(of name: String, in text: String) -> String? {
        guard let found = text.range(of: Array("\"\(name)\"")) else { return nil }
        let rest = text[found...].drop { $0 == " " }
        guard rest.first == ":" else { return nil }
        let value = rest.dropFirst().drop { $0 == " " }
        let end = value.first == "\"" ? "\"" : ",} "
        let inside = (value.first == "\"" ? value.dropFirst() : value).prefix {
            !end.contains($0)
        }
        return inside.isEmpty ? nil : String(inside)
    }
}

extension String {
    /// Where what is looked for ends, if it is there.
    fileprivate func range(of sought: [Character]) -> Index? {
        indices.first { self[$0...].starts(with: sought) }.map {
            index($0, offsetBy: sought.count)
        }
    }
}

enum SessionURL {
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        if let code = ScanText.sessionLink(line.trimmed) {
            line.decide(.sessionLink(code), by: .sessionURL)
        }
    }
}
