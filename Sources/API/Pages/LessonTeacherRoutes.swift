import Attendance
import Desk
import Wire

/// `/teach/lessons/{id}/teachers`: who teaches a lesson, and who stands in.
enum LessonTeacherRoutes {
    private static let path = "/teach/lessons/{id}/teachers"

    static let all: [Endpoint] = [
        .get(path, .changeOccurrence, query: ["q"], isLong: true, show),
        .post(path, .changeOccurrence, change),
    ]

    private static let mostFound = 20
    private static let longestSearch = 100

    private static func show(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let lesson = try Lesson(call, for: .changeOccurrence, ledger)
        let text = String((call.query["q"] ?? "").prefix(longestSearch))
        let found =
            try NameSearch(text).map { try colleagues($0, for: lesson, call, ledger) } ?? []
        let named = try ledger.teachers(on: lesson.held.id)
        return call.page(
            "teach-teachers",
            [
                "teacher": lesson.held.course.teacherName ?? "", "q": text,
                "isAsked": !text.isEmpty, "isFound": !found.isEmpty,
                "named": named.map { about($0, call) }, "isNobody": named.isEmpty,
                "found": found.prefix(mostFound).map { about($0, call) },
                "more": found.count > mostFound
                    ? call.word("more_found", ["count": "\(found.count - mostFound)"]) : "",
            ], of: lesson)
    }

    /// Staff whom a search finds, and who do not teach the lesson yet.
    private static func colleagues(
        _ search: NameSearch, for lesson: Lesson, _ call: Call, _ ledger: any LedgerReading
    ) throws -> [User] {
        try Role.allCases.filter(\.isStaff)
            .flatMap { try ledger.users(role: $0, matching: search) }
            .filter { try !ledger.teaches($0.id, lesson.held.id, on: call.desk.today) }
            .sorted { ($0.fullName, $0.code.key) < ($1.fullName, $1.code.key) }
    }

    private static func about(_ user: User, _ call: Call) -> [String: Any] {
        [
            "id": "\(user.id.number)", "name": user.fullName,
            "role": call.word("role_\(user.role.rawValue)"),
        ]
    }

    private static func change(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let lesson = try Lesson(call, for: .changeOccurrence, ledger)
        let back = lesson.path + "/teachers"
        let form = call.form(["add", "remove"])
        let actor = call.token.actor
        let result: Desk.OccurrenceResult
        if let user: UserID = id(form["add"]) {
            result = try call.desk.teach(lesson.held.id, by: user, as: actor, in: ledger)
        } else if let user: UserID = id(form["remove"]) {
            result = try call.desk.stopTeaching(lesson.held.id, by: user, as: actor, in: ledger)
        } else {
            return call.refused("refused_nobody", back: back)
        }
        switch result {
        case .success: break
        case .failure(.alreadyThere): return call.refused("refused_teaches", back: back)
        case .failure(.notStaff): return call.refused("refused_not_staff", back: back)
        case .failure(.notFound): return call.refused("refused_nobody", back: back)
        case .failure(let refusal): return call.refused(refusal, back: back)
        }
        // Whoever took themselves off sees it no more.
        let own = try call.ownership(of: lesson.held, ledger)
        let isLeft = allows(call.token.caller, .changeOccurrence, own) == .allowed
        return .go(to: isLeft ? back : "/teach?date=\(lesson.held.date)")
    }

    private static func id(_ text: String?) -> UserID? {
        text.flatMap { Int64($0) }.flatMap { $0 > 0 ? UserID($0) : nil }
    }
}
