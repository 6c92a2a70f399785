/// Which lines are one presentation of one card.
extension Scan {
    /// True where a line goes on with what `first` began: another track of a stripe, a contact
    /// until its end, a driving licence.
    ///
    /// `first` is the first line, or all lines so far with a line feed between them.
    package static func continues(_ first: [UInt8], with next: [UInt8]) -> Bool {
        let lines = first.split { $0 == 0x0A || $0 == 0x0D }.map { plain($0) }
        guard let opening = lines.first, let latest = lines.last else { return false }
        let line = plain(next[...])
        if Contact.begins(opening) {
            return !Contact.ends(latest) && (line.isEmpty || isProperty(line))
        }
        if Licence.begins(opening) { return line.isEmpty || isLicenceElement(line) }
        return isLaterTrack(line, after: latest)
    }

    private static func plain(_ line: ArraySlice<UInt8>) -> String {
        ReaderLine(ScanText.edited(Array(line))).trimmed
    }

    /// `NAME:` or `NAME;`, but no address of a page.
    private static func isProperty(_ line: String) -> Bool {
        let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-.".contains($0)) }
        let rest = line.dropFirst(name.count)
        return !name.isEmpty && (rest.first == ":" || rest.first == ";")
            && !rest.hasPrefix("://")
    }

    /// The block's head, or an element: three letters of which the first is D or Z.
    private static func isLicenceElement(_ line: String) -> Bool {
        if Licence.begins(line) { return true }
        let text = line.hasPrefix("DL") || line.hasPrefix("ID") ? line.dropFirst(2) : line[...]
        return [text, line[...]].contains { text in
            ["D", "Z"].contains(text.first) && text.prefix(3).count == 3
                && text.prefix(3).allSatisfy { $0.isASCII && $0.isUppercase }
        }
    }

    private static func isLaterTrack(_ line: String, after latest: String) -> Bool {
        let order = Array("%;+")
        guard let before = Stripe.tracks(of: latest)?.last?.first,
            let after = Stripe.tracks(of: line)?.first?.first,
            let one = order.firstIndex(of: before), let other = order.firstIndex(of: after)
        else { return false }
        return one < other
    }
}
