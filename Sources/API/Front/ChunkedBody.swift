/// A chunked body, scanned as it comes. What it is given starts where it left off.
struct ChunkedBody {
    private enum Place {
        case size
        case data(left: Int)
        case dataEnd
        case trailers
        case end
    }

    /// The longest line before a chunk, its extensions counted.
    static let sizeLineBytes = 256

    private var place = Place.size
    private var lines = LineFinder()
    private var total = 0
    private var trailers = 0
    private var trailerBytes = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// How many bytes are understood, and whether the body ends with them.
    mutating func next(
        _ bytes: Bytes, limits: ConnectionLimits
    ) throws(Refusal) -> (count: Int, isEnd: Bool) {
        var done = 0
        while true {
            let before = done
            done += try step(bytes.part(done..<bytes.count), limits: limits)
            if case .end = place { return (done, true) }
            if done == before { return (done, false) }
        }
    }

    private mutating func step(_ bytes: Bytes, limits: ConnectionLimits) throws(Refusal) -> Int {
        switch place {
        case .size:
            guard let line = try lines.next(in: bytes, most: Self.sizeLineBytes) else { return 0 }
            let size = try Self.size(line)
            total += size
            if total > limit { throw .bodyTooLarge }
            place = size == 0 ? .trailers : .data(left: size)
            return line.count + 2
        case .data(let left):
            let count = min(left, bytes.count)
            place = count == left ? .dataEnd : .data(left: left - count)
            return count
        case .dataEnd:
            if let first = bytes.first, first != 0x0d { throw .malformed }
            guard bytes.count >= 2 else { return 0 }
            if bytes[1] != 0x0a { throw .malformed }
            place = .size
            return 2
        case .trailers: return try trailer(bytes, limits: limits)
        case .end: return 0
        }
    }

    private mutating func trailer(
        _ bytes: Bytes, limits: ConnectionLimits
    ) throws(Refusal) -> Int {
        guard let line = try lines.next(in: bytes, most: limits.fieldBytes) else { return 0 }
        if line.isEmpty {
            place = .end
            return 2
        }
        trailers += 1
        trailerBytes += line.count + 2
        if trailers > limits.fields || trailerBytes > limits.fieldBytes { throw .fieldsTooLarge }
        if try FieldLine(line).isForbiddenInTrailers { throw .malformed }
        return line.count + 2
    }

    /// The size in a line like `1f;name=value`.
    private static func size(_ line: Bytes) throws(Refusal) -> Int {
        var (size, digits) = (0, 0)
        while digits < line.count, let digit = Characters.hex(line[digits]) {
            if digits == 15 { throw .malformed }
            size = size * 16 + digit
            digits += 1
        }
        guard digits > 0, areExtensions(line.part(digits..<line.count)) else { throw .malformed }
        return size
    }

    /// Only words: quoted values are where two readers of one body come to differ.
    private static func areExtensions(_ bytes: Bytes) -> Bool {
        if bytes.isEmpty { return true }
        guard bytes[0] == UInt8(ascii: ";") else { return false }
        let parts = bytes.dropFirst()
            .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            let sides = part.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
            return sides.count <= 2
                && sides.allSatisfy { !$0.isEmpty && $0.allSatisfy(Characters.isToken) }
        }
    }
}

/// Finds the next line that ends as it should, looking at no byte twice.
struct LineFinder {
    private var searched = 0

    /// The line without its end; nil if the end is yet to come.
    mutating func next(in bytes: Bytes, most: Int) throws(Refusal) -> Bytes? {
        while searched < bytes.count, bytes[searched] != 0x0a { searched += 1 }
        if searched > most + 1 { throw .malformed }
        guard searched < bytes.count else { return nil }
        let end = searched
        guard end > 0, bytes[end - 1] == 0x0d else { throw .malformed }
        searched = 0
        return bytes.part(0..<end - 1)
    }
}
