import Desk

/// The browser's token, as a cookie: no script reads it, and no other site's page sends it.
enum Cookie {
    private static let name = "kiosk"

    /// As `Set-Cookie` has it; over plain HTTP it cannot be kept to TLS.
    static func field(_ token: String, isSecure: Bool) -> (String, String) {
        set(token, seconds: Desk.secondsSignedIn, isSecure)
    }

    /// Takes it away.
    static func cleared(isSecure: Bool) -> (String, String) { set("", seconds: 0, isSecure) }

    private static func set(_ value: String, seconds: Int64, _ isSecure: Bool) -> (String, String) {
        (
            "Set-Cookie",
            "\(name)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict"
                + (isSecure ? "; Secure" : "")
        )
    }

    /// The token in a `Cookie` field.
    static func token(in field: String?) -> Substring? {
        (field ?? "").split(separator: ";").lazy
            .map { $0.drop { $0 == " " } }
            .first { $0.hasPrefix(name + "=") }?.dropFirst(name.count + 1)
    }
}

extension Service {
    var isSecure: Bool { publicURL.hasPrefix("https://") }

    static func digest(ofPage head: Head, _ endpoint: Endpoint?) -> TokenDigest? {
        if endpoint?.way == .link {
            return head.path.split(separator: "/").last.flatMap { TokenDigest(ofLink: $0) }
        }
        return Cookie.token(in: head.cookie).flatMap { TokenDigest(of: $0) }
    }

    /// Throws `Problem` where a form was sent from a page that is not ours.
    func requireOwnOrigin(_ head: Head, _ endpoint: Endpoint) throws {
        guard endpoint.method != .get else { return }
        let parts = (head.origin ?? "").split(separator: "/", omittingEmptySubsequences: false)
        let isHere = parts.count == 3 && parts[2] == head.host ?? "?"
        if !isHere, head.origin != publicURL { throw Problem.forbidden }
    }
}
