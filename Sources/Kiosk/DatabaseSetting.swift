import Foundation

extension Setting {
    static let database = Setting(
        name: "database",
        help: "of a hub: postgres://USER@HOST/NAME; where it is empty, a file in data",
        builtIn: { "" }, complaint: { DatabaseAddress.complaint($0) })
}

/// The address of a database on a server, in libpq's form as a URL.
enum DatabaseAddress {
    private static let schemes = ["postgres://", "postgresql://"]

    static func complaint(_ text: String) -> String? {
        if text.isEmpty { return nil }
        guard let scheme = schemes.first(where: { text.hasPrefix($0) }),
            text.count > scheme.count
        else { return "must be postgres://USER@HOST/NAME, or empty" }
        return text.contains("password=")
            ? "must not name the password in its query: put it before the @, or into ~/.pgpass"
            : nil
    }

    /// As it may be shown: without the password.
    static func shown(_ text: String) -> String {
        guard let scheme = schemes.first(where: { text.hasPrefix($0) }) else { return text }
        let rest = text.dropFirst(scheme.count)
        // A slash in a password is written %2F: what stands before the first is who and where.
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let at = authority.lastIndex(of: "@"),
            let colon = authority[..<at].firstIndex(of: ":")
        else { return text }
        return scheme + rest[..<colon] + ":***" + rest[at...]
    }
}
