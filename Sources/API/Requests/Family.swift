import HubSync
import Wire

/// The two APIs and the pages. Each has paths of its own, ways of sending a token, and words for
/// what goes wrong.
enum Family: Sendable {
    case checkin
    case attendance
    case pages

    /// What stands first in the paths of the attendance API; the first is its own, the others are
    /// known to clients in the field.
    private static let versions: Set<Substring> = ["v2p1", "v2", "v2p0", "v2p2", "v2p3"]
    static let attendancePath = "/v2p1"
    /// The largest body of the attendance API: a term's rows of a year group.
    static let attendanceBody = 1 << 20

    /// Whose a request target is.
    init(_ target: some StringProtocol) {
        let first = Substring(target).dropFirst().prefix { $0 != "/" && $0 != "?" }
        if Self.versions.contains(first) {
            self = .attendance
        } else {
            self = PagePlace.allFirstWords.contains(first.lowercased()) ? .pages : .checkin
        }
    }

    /// A path as the table of endpoints has it.
    static func canonical(_ path: some StringProtocol) -> Substring {
        let path = Substring(path)
        switch Family(path) {
        case .checkin: return path
        case .attendance: return attendancePath + path.dropFirst().drop { $0 != "/" }
        // A QR is smaller in large letters.
        case .pages: return Substring(path.lowercased())
        }
    }

    /// The largest body of a request.
    static func bodyBytes(_ method: String, _ target: String) -> Int {
        if target == HubPath.entries, method == "POST" { return SyncRequest.mostBytes }
        return Family(target) == .attendance && method == "PUT" ? attendanceBody : 65_536
    }

    func reply(_ problem: Problem, requestID: String, asProblemJSON: Bool = false) -> Reply {
        switch self {
        case .checkin: Reply(problem, requestID: requestID, asProblemJSON: asProblemJSON)
        case .attendance: Reply(attendance: problem)
        case .pages: .bare(problem)
        }
    }
}

extension Reply {
    /// A problem as the attendance API says it: `{"error": text}`, or for several fields
    /// `{"errors": {field: [text]}}`.
    fileprivate init(attendance problem: Problem) {
        let body: JSON
        if problem.errors.isEmpty {
            let text =
                switch problem.status {
                case 401: "Access Denied"
                default:
                    problem.code == Problem.ownWords
                        ? problem.message : Self.title(of: problem.status)
                }
            body = ["error": .string(text)]
        } else {
            body = ["errors": Self.byField(problem.errors)]
        }
        self.init(status: problem.status, contentType: Self.json, body: body.bytes)
        fields = problem.fields
    }

    static func byField(_ errors: [(pointer: String, detail: String)]) -> JSON {
        var fields: [(String, JSON)] = []
        for (field, detail) in errors {
            if let place = fields.firstIndex(where: { $0.0 == field }) {
                if case .array(let known) = fields[place].1 {
                    fields[place].1 = .array(known + [.string(detail)])
                }
            } else {
                fields.append((field, .array([.string(detail)])))
            }
        }
        return .object(fields)
    }
}

/// The attendance API's own refusals.
extension Problem {
    /// The code of a problem whose message is the attendance API's: it has no codes.
    static let ownWords: Int64 = 0

    /// `Couldn't find Student with 'id'=9`, with the id as it was given.
    static func missing(_ model: String, _ id: String) -> Problem {
        Problem(404, ownWords, "Couldn't find \(model) with 'id'=\(id.prefix(64))")
    }

    static func attendance(_ status: Int, _ message: String) -> Problem {
        Problem(status, ownWords, message)
    }

    static let wrongStructure = Problem(400, ownWords, "Invalid payload data structure.")

    static func fields(_ errors: [(pointer: String, detail: String)]) -> Problem {
        var problem = Problem(422, ownWords, "Some fields cannot be taken.")
        problem.errors = errors
        return problem
    }
}
