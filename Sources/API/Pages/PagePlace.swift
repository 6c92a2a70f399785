import Desk

/// Which of the pages a path is one of, by its first word: whose they are, and what shows who asks.
enum PagePlace: CaseIterable {
    /// Links that are exchanged for a cookie.
    case signIn
    case teacher
    case office
    /// A student's paired telephone.
    case phone
    case projector
    /// Files that all of them need.
    case files
    /// The bare address: to the page of whoever is signed in.
    case front

    /// Of a canonical path.
    init(_ path: some StringProtocol) {
        let first = path.dropFirst().prefix { $0 != "/" && $0 != "?" }.lowercased()
        self = Self.allCases.first { $0.firstWords.contains(first) } ?? .files
    }

    private var firstWords: [String] {
        switch self {
        case .signIn: ["s"]
        case .teacher: ["teach", "sign-out"]
        case .office: ["office"]
        case .phone: ["c", "me"]
        case .projector: ["show"]
        case .files: ["pages"]
        case .front: [""]
        }
    }

    static let allFirstWords = Set(allCases.flatMap(\.firstWords))

    /// How the token of these pages was shown first.
    var way: Token.Way {
        switch self {
        case .signIn: .link
        case .teacher, .office, .files, .front: .browser
        case .phone: .phone
        case .projector: .program
        }
    }

    /// A projector in a teacher's browser must not sign the teacher out.
    var cookie: Cookie {
        switch self {
        case .phone: .phone
        case .projector: .projector
        case .signIn, .teacher, .office, .files, .front: .staff
        }
    }

    /// Where somebody goes on after something went wrong; empty for nowhere. Who may not see the
    /// office's pages goes by the bare address, which knows whose page is theirs.
    var home: String {
        switch self {
        case .teacher: "/teach"
        case .office, .files: "/"
        case .phone: "/me"
        case .signIn, .projector, .front: ""
        }
    }

    /// Where whoever is not signed in to these pages goes on who is to others, by their cookies.
    func otherHome(_ cookies: String?) -> String {
        let other = self == .phone ? Cookie.staff : .phone
        if other.token(in: cookies) == nil { return "" }
        return self == .phone ? "/" : "/me"
    }

    /// What is said to whoever shows no token, as a title and a message.
    var signedOutWords: (String, String) {
        self == .phone ? ("not_paired", "pair_how") : ("not_signed_in", "sign_in_how")
    }
}
