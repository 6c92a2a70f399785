import Desk

/// A page's token, as a cookie: no script reads it, and no other site's page sends it.
struct Cookie {
    let name: String
    let path: String

    static let staff = Cookie(name: "kiosk", path: "/")
    static let phone = Cookie(name: "kiosk-phone", path: "/")
    static let projector = Cookie(name: "kiosk-show", path: "/show")

    /// Of one page: what shows another leaves it alone.
    func of(_ path: String) -> Cookie { Cookie(name: name, path: path) }

    /// As `Set-Cookie` has it; over plain HTTP it cannot be kept to TLS.
    func field(_ token: String, seconds: Int64, isSecure: Bool) -> (String, String) {
        (
            "Set-Cookie",
            "\(name)=\(token); Path=\(path); Max-Age=\(seconds); HttpOnly; SameSite=Strict"
                + (isSecure ? "; Secure" : "")
        )
    }

    /// Takes it away.
    func cleared(isSecure: Bool) -> (String, String) {
        field("", seconds: 0, isSecure: isSecure)
    }

    /// The token in a `Cookie` field.
    func token(in field: String?) -> Substring? {
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
        let place = PagePlace(head.path)
        // A link's token is exchanged for a cookie by whoever opens it.
        if place == .projector, let given = digest(in: head.query, "token=") { return given }
        return place.cookie.token(in: head.cookie).flatMap { TokenDigest(of: $0) }
    }

    /// Throws `Problem` where a form was sent from a page that is not ours.
    func requireOwnOrigin(_ head: Head, _ endpoint: Endpoint) throws {
        guard endpoint.method != .get else { return }
        let parts = (head.origin ?? "").split(separator: "/", omittingEmptySubsequences: false)
        let isHere = parts.count == 3 && parts[2] == head.host ?? "?"
        if !isHere, head.origin != publicURL { throw Problem.forbidden }
    }
}
