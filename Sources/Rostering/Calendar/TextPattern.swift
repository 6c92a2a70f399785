/// A text with `*` for any letters. Upper and lower case are alike.
struct TextPattern {
    private let letters: [UInt8]

    init(_ text: String) {
        letters = Array(text.lowercased().utf8)
    }

    /// Whether it is the whole text, in small letters.
    func fits(_ text: [UInt8]) -> Bool {
        var (place, mine) = (0, 0)
        // Where the last star stood, and how far it reached.
        var star: (mine: Int, place: Int)?
        while place < text.count {
            if mine < letters.count, letters[mine] == UInt8(ascii: "*") {
                star = (mine, place)
                mine += 1
            } else if mine < letters.count, letters[mine] == text[place] {
                mine += 1
                place += 1
            } else if let last = star {
                star = (last.mine, last.place + 1)
                mine = last.mine + 1
                place = last.place + 1
            } else {
                return false
            }
        }
        return letters[mine...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
