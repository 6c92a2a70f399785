import Foundation

/// The rates in per cent, a line for each place, theme, gap and decoder: ours / UTF8 / ANSIUTF8.
struct RateTable {
    private static let makers = ["ours", "UTF8", "ANSIUTF8"]
    let rows: [CodesRig.Row]

    init(_ rows: [CodesRig.Row]) { self.rows = rows }

    func total(_ maker: String) -> Int {
        percent(
            rows.reduce(0) { $0 + ($1.makers[maker]?.read ?? 0) }, of: rows.reduce(0) { $0 + $1.of }
        )
    }

    var text: String {
        var spoilings: [String] = []
        for row in rows where !spoilings.contains(row.spoiling) { spoilings.append(row.spoiling) }
        var lines = [(["ours / UTF8 / ANSIUTF8, %"] + spoilings).joined(separator: " | ")]
        var names: [String] = []
        for row in rows where !names.contains(name(row)) { names.append(name(row)) }
        for name in names {
            let cells = spoilings.map { spoiling in
                let row = rows.first { self.name($0) == name && $0.spoiling == spoiling }
                return Self.makers.map {
                    "\(percent(row?.makers[$0]?.read ?? 0, of: row?.of ?? 0))"
                }
                .joined(separator: "/")
            }
            lines.append(([name] + cells).joined(separator: " | "))
        }
        return lines.joined(separator: "\n")
    }

    private func name(_ row: CodesRig.Row) -> String {
        "\(row.place), \(row.theme), gap \(row.gap), \(row.decoder)"
    }
}

extension CodesRig.Row {
    var name: String { "\(place), \(theme), gap \(gap), \(decoder), \(spoiling)" }

    /// Who was read in more of the same pictures than ours.
    var ahead: [String] {
        makers.filter { $0.value.read > ours }.map(\.key).sorted()
    }

    /// Who was ahead by more than chance: of the pictures in which one of the two was read and the
    /// other not, so many are theirs as a fair coin gives less than once in `rarity` tables.
    func isBehind(rarity: Double, cells: Int) -> Bool {
        makers.values.contains { count in
            let tosses = count.alone + count.missed
            var ways = 1.0
            var tail = 0.0
            for heads in stride(from: tosses, through: count.alone, by: -1) where tosses > 0 {
                tail += ways
                ways = ways * Double(heads) / Double(tosses - heads + 1)
            }
            return tosses > 0 && tail / pow(2, Double(tosses)) * Double(2 * cells) * rarity < 1
        }
    }
}
