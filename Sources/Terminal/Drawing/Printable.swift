import Foundation

/// Text that may stand on a terminal: the only way for names, titles and all other outside text to
/// get there. It holds no control, no escape sequence, no bidi control and no invisible scalar, and
/// its width is known, cell by cell, before it is drawn.
package struct Printable: Equatable, Sendable {
    /// What shares a cell: a scalar that takes columns and the marks on it.
    struct Cluster: Equatable, Sendable {
        var text: String
        var marks: Int
        let columns: Int
    }

    /// The most marks kept on one base, so that no text climbs out of its row.
    static let mostMarks = 3

    let clusters: [Cluster]
    let charset: Charset

    /// Cells the text takes in one row.
    package let columns: Int

    /// The text as it will be shown.
    package var text: String { clusters.map(\.text).joined() }

    /// Makes `outside` fit for a terminal whose font has `charset`; what the font lacks becomes its
    /// nearest plain letter or `?`.
    package init(_ outside: String, charset: Charset = .unicode) {
        if let plain = Printable.plain(outside) {
            self.init(plain, charset)
            return
        }
        var clusters: [Cluster] = []
        for scalar in PrintableFilter.scalars(of: outside.precomposedStringWithCanonicalMapping) {
            let width = ColumnWidth.of(scalar)
            if width == 0 {
                // Hangul's vowels and finals that make no syllable are letters, and disputed ones.
                guard scalar.properties.generalCategory != .otherLetter else { continue }
                guard charset == .unicode, let base = clusters.indices.last else { continue }
                // A skin tone or a mark; beyond the limit it is dropped.
                guard clusters[base].marks < Printable.mostMarks else { continue }
                clusters[base].text.unicodeScalars.append(scalar)
                clusters[base].marks += 1
            } else if scalar.properties.isEmojiModifier, !clusters.isEmpty {
                // NB: terminals disagree whether a skin tone joins the emoji before it.
                continue
            } else if let width, charset.has(scalar) {
                clusters.append(Cluster(text: String(scalar), marks: 0, columns: width))
            } else {
                for letter in Charset.plain(scalar) {
                    clusters.append(Cluster(text: String(letter), marks: 0, columns: 1))
                }
            }
        }
        self.init(clusters, charset)
    }

    /// The characters of a text that every terminal shows as they stand, a column each, as most
    /// texts are; nil for any other.
    private static func plain(_ text: String) -> [Cluster]? {
        let bytes = text.utf8
        guard bytes.count <= PrintableFilter.longestText,
            bytes.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return nil }
        return bytes.map { Cluster(text: String(UnicodeScalar($0)), marks: 0, columns: 1) }
    }

    private init(_ clusters: [Cluster], _ charset: Charset) {
        self.clusters = clusters
        self.charset = charset
        columns = clusters.reduce(0) { $0 + $1.columns }
    }

    /// The text if it fits in `limit` columns, else as much of it as fits before an ellipsis.
    package func fitted(to limit: Int) -> Printable {
        if columns <= limit { return self }
        let ellipsis = Printable(charset == .ascii ? "..." : "…", charset: charset)
        let room = limit - ellipsis.columns
        guard room > 0 else { return prefix(limit) }
        var kept = prefix(room).clusters
        while kept.last?.text == " " { kept.removeLast() }
        return Printable(kept + ellipsis.clusters, charset)
    }

    /// Whether the text ends in the ellipsis that says more was to come.
    var endsCut: Bool {
        charset == .ascii
            ? clusters.suffix(3).map(\.text) == [".", ".", "."] : clusters.last?.text == "…"
    }

    /// As many whole clusters as fit in `limit` columns.
    private func prefix(_ limit: Int) -> Printable {
        var used = 0
        let kept = clusters.prefix { cluster in
            used += cluster.columns
            return used <= limit
        }
        return Printable(Array(kept), charset)
    }

    /// As many whole clusters from the end as fit in `limit` columns.
    func suffix(_ limit: Int) -> Printable {
        var used = 0
        let dropped = clusters.reversed().drop { cluster in
            used += cluster.columns
            return used <= limit
        }
        return Printable(Array(clusters.dropFirst(dropped.count)), charset)
    }

    /// The text broken at blanks into at most `lines` lines of `limit` columns; the last one ends
    /// in an ellipsis if more was to come.
    func wrapped(to limit: Int, lines: Int) -> [Printable] {
        guard lines > 0, limit > 0 else { return [] }
        guard lines > 1, columns > limit else { return [fitted(to: limit)] }
        let head = clusters.prefix(prefix(limit).clusters.count + 1)
        guard let blank = head.lastIndex(where: { $0.text == " " }), blank > 0 else {
            return [fitted(to: limit)]
        }
        let rest = Printable(Array(clusters[(blank + 1)...]), charset)
        return [Printable(Array(clusters[..<blank]), charset)]
            + rest.wrapped(to: limit, lines: lines - 1)
    }
}
