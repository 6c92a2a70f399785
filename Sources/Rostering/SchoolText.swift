extension Unicode.Scalar {
    /// Control, direction and invisible characters, which have no business in a name. The joiners
    /// U+200C and U+200D stay: Persian and Indian scripts are spelt with them.
    fileprivate var isHidden: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF: true
        case 0x2028...0x202E, 0x2060...0x206F, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F: true
        default: false
        }
    }

    fileprivate var isLineBreakOrTab: Bool {
        (0x09...0x0D).contains(value) || value == 0x85 || value == 0x2028 || value == 0x2029
    }
}

/// The text without control and direction characters; line breaks and tabs become one space.
/// Nil where there was nothing to take away.
func withoutHiddenCharacters(_ text: String) -> String? {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return nil }
    guard text.unicodeScalars.contains(where: \.isHidden) else { return nil }
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if scalar.isLineBreakOrTab {
            if let last = kept.last, last != " " { kept.append(" ") }
        } else if !scalar.isHidden {
            kept.append(scalar)
        }
    }
    while kept.last == " " { kept.removeLast() }
    while kept.first == " " { kept.removeFirst() }
    return String(kept)
}

/// Text from a file as a message quotes it: in quotation marks, cleaned, at most 40 characters.
func quoted(_ text: String) -> String {
    let clean = withoutHiddenCharacters(text) ?? text
    let scalars = clean.unicodeScalars
    guard scalars.count > 40 else { return "“\(clean)”" }
    return "“\(String(String.UnicodeScalarView(scalars.prefix(39))))…”"
}

/// The parts of a cell that holds several values separated by commas, blank ones left off.
func commaSeparated(_ text: String) -> [String] {
    text.split(separator: ",").compactMap { part in
        let start = part.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(start[...last])
    }
}
