import Attendance
import Desk
import Wire

/// One request, once it is known what is asked and by whom. It lives in the transaction that
/// answers it: who asks, what they may do and what they get are one snapshot.
struct Call {
    let service: Service
    let asked: Asked
    let digest: TokenDigest
    let token: Token
    let query: Query

    var desk: Desk { service.desk }
    var shapes: Shapes { service.shapes }

    /// What a request brings, before anyone looks at it.
    struct Asked: Sendable {
        /// The path's parameters in their order.
        var parameters: [String]
        var query: String?
        var body: [UInt8]
        var ifMatch: String?
        var lastEventID: String?
        var cookie: String?
        var acceptLanguage: String?
        var moment: Moment
    }

    /// The path's id, or another of its ids; what is no positive 63-bit integer names nothing.
    func id<Entity>(at place: Int = 0) throws -> ID<Entity> {
        guard let text = asked.parameters.dropFirst(place).first,
            text.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int64(text), number > 0
        else { throw Problem.notFound }
        return ID(number)
    }

    /// Whether the token has been neither revoked nor run out since the call began, and its bearer
    /// is who they were.
    func stillHolds(_ ledger: any LedgerReading) throws -> Bool {
        try desk.token(digest, in: ledger)?.holder == token.holder
    }

    func body() throws -> Body { try Body(asked.body) }

    /// Throws `Problem` unless the caller may do this to what stands to them like `object`.
    func require(_ action: Action, _ object: Ownership) throws {
        switch allows(token.caller, action, object) {
        case .allowed: return
        case .notFound: throw Problem.notFound
        case .forbidden: throw Problem.forbidden
        }
    }

    /// The session that the path names, if the caller may do `action` to it.
    func session(
        for action: Action, _ ledger: any LedgerReading, _ id: CheckinSessionID? = nil
    ) throws -> SessionDetail {
        let detail = try ledger.session(try id ?? self.id())
        try require(action, try ownership(of: detail?.occurrence, session: detail, ledger))
        guard let detail else { throw Problem.notFound }
        return detail
    }

    /// How an occurrence stands to the caller.
    func ownership(
        of occurrence: Occurrence?, session: SessionDetail? = nil, _ ledger: any LedgerReading
    ) throws -> Ownership {
        guard let occurrence else { return .missing }
        let isOwn: Bool
        switch token.holder {
        // All is theirs alike: nothing need be looked up.
        case .user(_, let role) where role.isOffice: isOwn = false
        case .user(let user, _):
            isOwn = try ledger.teaches(user, occurrence.id, on: desk.today)
        case .device(let door, _): isOwn = occurrence.classroom?.id == door.classroom
        case .projector(let id): isOwn = session?.session.id == id
        case .integration, .calendar, .roomCalendar: isOwn = false
        }
        return isOwn ? .own : .anothers
    }

    func ownership(of record: RecordDetail?, _ ledger: any LedgerReading) throws -> Ownership {
        guard let record else { return .missing }
        if record.student.id == token.user { return .own }
        return try ownership(of: try ledger.occurrence(record.occurrence), ledger)
    }

    /// Whose courses lists are of: a teacher's own, or everybody's.
    var teacher: Teacher? {
        guard case .user(let user, .teacher) = token.holder else { return nil }
        return Teacher(user: user, today: desk.today)
    }

    /// The room that lists are of: a door's own, or every one.
    var room: ClassroomID? {
        guard case .device(let door, _) = token.holder else { return nil }
        return door.classroom
    }

    /// The one who asks, as a student.
    func student(_ ledger: any LedgerReading) throws -> User {
        guard let id = token.user, let user = try ledger.user(id) else { throw Problem.noToken }
        return user
    }

    static func meta<Item>(_ page: Page<Item>, _ request: PageRequest) -> JSON {
        [
            "current_page": JSON(request.number), "per_page": JSON(request.perPage),
            "total_count": JSON(page.total),
            "total_pages": JSON((page.total + request.perPage - 1) / request.perPage),
        ]
    }
}
