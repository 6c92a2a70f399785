import Foundation

/// What the system's terminfo says of terminals (term(5), compiled format).
package enum Terminfo {
    private static let coloursNumber = 13

    /// The colours of the terminal named `term`, 0 for none; nil where no folder knows it.
    package static func colours(of term: String, in folders: [String]) -> Int? {
        guard let first = term.first, first != ".", !term.contains("/") else { return nil }
        for folder in folders {
            let file = FileManager.default.contents(atPath: "\(folder)/\(first)/\(term)")
            if let colours = file.flatMap({ colours(in: [UInt8]($0)) }) { return colours }
        }
        return nil
    }

    /// Nil where the bytes are no terminfo.
    static func colours(in bytes: [UInt8]) -> Int? {
        func number(at place: Int, bytes count: Int = 2) -> Int? {
            guard place + count <= bytes.count else { return nil }
            return bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard let magic = number(at: 0), let names = number(at: 2), let flags = number(at: 4),
            let numbers = number(at: 6)
        else { return nil }
        let width: Int
        switch magic {
        case 0o432: width = 2
        case 0o1036: width = 4
        default: return nil
        }
        guard coloursNumber < numbers else { return 0 }
        let header = 12
        let start = (header + names + flags + 1) / 2 * 2
        guard let colours = number(at: start + coloursNumber * width, bytes: width) else {
            return nil
        }
        // Those that are absent are negative.
        return colours >> (width * 8 - 1) == 1 ? 0 : colours
    }
}
