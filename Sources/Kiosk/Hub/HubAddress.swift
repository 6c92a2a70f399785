import Foundation

/// Where a hub is: `https://hub.school.example`, with a path before its own where a proxy has one.
struct HubAddress {
    let text: String

    /// Throws what is wrong with it. Tokens and names go over the network: in the clear only to
    /// this machine itself, or where that was said.
    init(_ text: String, isInsecure: Bool) throws {
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let parts = URLComponents(string: trimmed), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme, ["http", "https"].contains(scheme),
            parts.query == nil, parts.fragment == nil, parts.user == nil
        else {
            throw Failure(
                .usage, "A hub's address is like https://hub.school.example, and \(text) is not.")
        }
        let isNear = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
        if scheme == "http", !isNear, !isInsecure {
            throw Failure(
                .usage,
                "Over http:// everybody on the way could read names and the door's token: use "
                    + "https://, or say --insecure-http.")
        }
        self.text = trimmed
    }
}
