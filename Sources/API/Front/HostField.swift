/// The Host field: a name or an address, and perhaps a port.
enum HostField {
    static func isValid(_ value: Bytes) -> Bool {
        guard let first = value.first else { return false }
        let end: Int
        if first == UInt8(ascii: "[") {
            guard let bracket = value.firstIndex(of: UInt8(ascii: "]")), bracket > 1,
                value.part(1..<bracket).allSatisfy(isInAddress)
            else { return false }
            end = bracket + 1
        } else {
            end = value.firstIndex(of: UInt8(ascii: ":")) ?? value.count
            guard end > 0, value.part(0..<end).allSatisfy(Characters.isHostName)
            else { return false }
        }
        return isPort(value.part(end..<value.count))
    }

    private static func isInAddress(_ byte: UInt8) -> Bool {
        Characters.hex(byte) != nil || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }

    private static func isPort(_ bytes: Bytes) -> Bool {
        if bytes.isEmpty { return true }
        return bytes[0] == UInt8(ascii: ":") && bytes.count <= 6
            && bytes.dropFirst().allSatisfy(Characters.isDigit)
    }
}
