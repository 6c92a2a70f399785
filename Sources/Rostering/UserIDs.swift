/// Reads the numbers of cards out of `userIds`: `{RFID:0040856634},{LIB:21234000012344}`.
struct UserIDs {
    /// The longest number that is kept, in characters.
    static let maximumLength = 64

    /// The numbers whose type stands for a card, each once, as written.
    private(set) var cards: [String] = []
    /// The first part that is not of the form `{type:id}`, or whose number no card can have.
    private(set) var firstBad: String?

    init(_ text: String, cardTypes: Set<String>) {
        for part in commaSeparated(text) {
            guard part.first == "{", part.last == "}", let colon = part.firstIndex(of: ":") else {
                firstBad = firstBad ?? part
                continue
            }
            let type = part[part.index(after: part.startIndex)..<colon]
            guard cardTypes.contains(type.uppercased()) else { continue }
            let number = String(part[part.index(after: colon)...].dropLast())
            guard (1...Self.maximumLength).contains(number.utf8.count),
                number.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else {
                firstBad = firstBad ?? part
                continue
            }
            if !cards.contains(number) { cards.append(number) }
        }
    }
}
