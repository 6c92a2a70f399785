import Attendance
import Desk
import Foundation

/// What of a roster its page shows: whom, from which place on, and whose remark is open.
struct RosterShown {
    static let names: Set<String> = ["show", "find", "from", "row", "kept"]
    /// A page of so many weighs no more than a page may.
    static let most = 40
    private static let longestFind = 100

    /// Only whoever has nothing yet.
    let isMissing: Bool
    let find: String
    let from: Int
    /// Whose remark is written.
    var row: UserID?
    /// Who stays although something was just put down for them: it can then be undone.
    var kept: UserID?

    init(_ call: Call) {
        isMissing = call.query["show"] == "missing"
        find = String((call.query["find"] ?? "").prefix(Self.longestFind))
        from = max(0, call.query["from"].flatMap(Int.init) ?? 0)
        row = call.query["row"].flatMap(Int64.init).map { UserID($0) }
        kept = call.query["kept"].flatMap(Int64.init).map { UserID($0) }
    }

    /// What stands after a path to show the same; nothing where it is everybody.
    var query: String { query(from: from) }

    func query(from: Int) -> String {
        var parts: [String] = []
        if isMissing { parts.append("show=missing") }
        let found = find.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        if let found, !found.isEmpty { parts.append("find=\(found)") }
        if from > 0 { parts.append("from=\(from)") }
        if let row { parts.append("row=\(row.number)") }
        if let kept { parts.append("kept=\(kept.number)") }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    /// What stands after a path once something was put down for a student.
    func query(after student: UserID) -> String {
        var next = self
        (next.row, next.kept) = (nil, isMissing ? student : nil)
        return next.query + "#s\(student.number)"
    }

    func query(writingOf student: UserID) -> String {
        var next = self
        (next.row, next.kept) = (student, kept)
        return next.query + "#s\(student.number)"
    }

    /// Those of them that are shown, in the order of a class list.
    func chosen(_ rows: [RosterRow]) -> [RosterRow] {
        let search = NameSearch(find)
        let wanted = rows.filter { row in
            let isFound =
                search?.finds(name: row.student.fullName, number: row.student.code.key) ?? true
            let id = row.student.id
            return isFound
                && (!isMissing || row.record?.status == nil || id == kept || id == self.row)
        }
        return wanted.map { (Self.place($0.student), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private static func place(_ student: User) -> (String, String, String) {
        (
            NameSearch.folded(student.familyName), NameSearch.folded(student.givenName),
            student.code.key
        )
    }

    /// The pages of so many, as links.
    func pages(of count: Int, _ call: Call, _ path: String) -> [String: Any] {
        let last = min(from + Self.most, count)
        let before = from > 0 ? path + query(from: max(0, from - Self.most)) : ""
        return [
            "find": find, "isFiltered": isMissing, "isFound": !find.isEmpty,
            "isPaged": count > Self.most || from > 0,
            "isSearched": count > Self.most || from > 0 || !find.isEmpty,
            "range": call.word(
                "roster_range",
                ["first": "\(min(from + 1, last))", "last": "\(last)", "count": "\(count)"]),
            "previous": before, "next": last < count ? path + query(from: last) : "",
        ]
    }
}
