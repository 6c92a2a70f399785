/// SplitMix64: the same damage in every run.
struct Chance {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, limit)))
    }

    /// Bytes flipped, cut off, doubled, or put in from elsewhere.
    mutating func damage(_ bytes: inout [UInt8]) {
        for _ in 0...below(3) where !bytes.isEmpty {
            let place = below(bytes.count)
            let length = min(1 + below(40), bytes.count - place)
            switch below(6) {
            case 0: bytes[place] ^= UInt8(1 << below(8))
            case 1: bytes.removeSubrange(place..<(place + length))
            case 2: bytes.insert(contentsOf: bytes[place..<(place + length)], at: place)
            case 3: bytes.removeSubrange(place...)
            case 4:
                bytes.insert(contentsOf: [[0xEF, 0xBB, 0xBF], [0], [0xFF]][below(3)], at: place)
            default:
                let signs = [UInt8]("\",;\r\n-/ .09aZ".utf8)
                bytes[place] = signs[below(signs.count)]
            }
        }
    }
}
