import CPostgres

/// What the server has prepared for one connection, so that it plans each statement once and not
/// for every row.
///
/// NB: a pooler that lends a server for one transaction would lose them; then there are none.
struct PreparedStatements {
    private struct Key: Hashable {
        var sql: String
        var types: [Oid]
    }

    /// Statements are made of a few parts; whoever passes this many has one that is not.
    static let most = 500
    /// A plan for tables that were small then is no good for long, nor after much was written.
    static let plansHold = Duration.seconds(5)
    static let writesPlanned = 128

    private var names: [Key: String] = [:]
    private var plansSince = ContinuousClock.now
    private var writes = 0
    /// The server at the other end is this connection's own as long as it lasts.
    private let isOwn: Bool

    init(isOwn: Bool) {
        self.isOwn = isOwn
    }

    enum Known {
        case never
        case prepared(name: String)
        case new(name: String)
    }

    func known(_ sql: String, _ types: [Oid]) -> Known {
        if !isOwn { return .never }
        if let name = names[Key(sql: sql, types: types)] { return .prepared(name: name) }
        return names.count < Self.most ? .new(name: "kiosk\(names.count)") : .never
    }

    mutating func note(_ name: String, for sql: String, _ types: [Oid]) {
        names[Key(sql: sql, types: types)] = name
    }

    /// Whether all is to be planned anew, now that a transaction begins.
    mutating func areStale(at now: ContinuousClock.Instant, isWriting: Bool) -> Bool {
        if isWriting { writes += 1 }
        if now - plansSince < Self.plansHold, writes < Self.writesPlanned { return false }
        (plansSince, writes) = (now, 0)
        return true
    }
}
