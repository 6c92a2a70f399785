/// Why something between a door and its hub cannot be read.
package enum SyncFault: Error, Equatable, Sendable {
    case tooLong(mostBytes: Int)
    case notJSON(JSONFault)
    /// A journal line, or an event in one, of a kind that this program does not know.
    case unknownKind(String)
    /// A member, as `/by/origin`, and what it must be.
    case field(String, needs: String)

    /// How much of an unknown kind is repeated.
    static let longestKind = 40

    static func unknown(_ kind: String) -> SyncFault {
        .unknownKind(String(kind.unicodeScalars.prefix(longestKind)))
    }
}

extension SyncFault: CustomStringConvertible {
    /// One sentence, with the cure where there is one.
    package var description: String {
        switch self {
        case .tooLong(let most):
            "it is longer than \(most) bytes"
        case .notJSON(let fault):
            "it is no JSON: \(fault.reason), at byte \(fault.offset)"
        case .unknownKind(let kind):
            "\"\(kind)\" is not known here: bring this program to the version of the other"
        case .field(let pointer, let needs):
            "\(pointer) \(needs)"
        }
    }
}
