import Attendance

/// The rows of contactless tags: the same number in the ways of several readers.
extension ReaderRow {
    /// Where any card number is kept, `rfid` is on.
    private static let withTags = ten(and: .rfid)

    /// 0x6F6C3A is 7302202; 0x6F is 111, 0x6C3A is 27706.
    private static let short = ["07302202", "111,27706"]
    /// 0x026F6C3A is 40856634, backwards 0x3A6C6F02 is 980184834; 0x026F is 623.
    private static let middle =
        ["026F6C3A", "0040856634", "3A6C6F02", "0980184834", "00623,27706"] + short
    private static let whole = ["01026F6C3A", "004335823930", "3A6C6F0201"] + middle
    /// 0x1C78F2BF is 477688511, backwards 0xBFF2781C is 3220338716; 0x78F2BF is 7926463, 0x78 is
    /// 120, 0xF2BF is 62143, 0x1C78 is 7288.
    private static let forward = [
        "1C78F2BF", "0477688511", "BFF2781C", "3220338716", "07288,62143", "07926463",
        "120,62143",
    ]
    /// The same from the other end: 0xF2781C is 15890460, 0xF2 is 242, 0x781C is 30748, 0xBFF2
    /// is 49138.
    private static let backward = [
        "BFF2781C", "3220338716", "1C78F2BF", "0477688511", "49138,30748", "15890460",
        "242,30748",
    ]

    static let tags: [ReaderRow] = [
        tag(33, "0040856634", middle),
        tag(33, "01026F6C3A", whole),
        tag(33, "004335823930", whole),
        tag(33, "07302202", short),
        tag(33, "111,27706", short),
        tag(33, "00623,27706", middle),
        tag(34, "1c78f2bf", forward),
        tag(34, "1C:78:F2:BF", forward),
        tag(34, "3220338716", backward),
        tag(34, "0477688511", forward),
        // 0x8804C43B is 2282013755, backwards 0x3BC40488 is 1002701960.
        tag(
            35, "04C43BC21C2680",
            [
                "04C43BC21C2680", "80261CC23BC404", "8804C43B", "2282013755", "3BC40488",
                "1002701960",
            ]),
        // 0x3BC4 is 15300, 0x0488 is 1160, 0xC40488 is 12846216, 0xC4 is 196.
        tag(
            35, "1002701960",
            [
                "3BC40488", "1002701960", "8804C43B", "2282013755", "15300,01160", "12846216",
                "196,01160",
            ]),
        row(36, "08A1B2C3", "08:A1:B2:C3", rules: withTags, says: .rejected(.randomNumber)),
    ]

    /// The line itself comes first, then the other writings in the order of the renderings.
    private static func tag(_ number: Int, _ line: String, _ all: [String]) -> ReaderRow {
        let others = all.filter { $0 != line.uppercased() }.map { ($0, ReaderRule?.some(.rfid)) }
        return row(number, line, rules: withTags, says: .codes([(line, nil)] + others))
    }
}
