import Attendance
import Desk

/// People of a roster, and the numbers and families that are theirs.
extension RosterImport {
    private static let userTable = RosterTable(
        "user",
        [
            ("code", .text), ("code_key", .text), ("tail_key", .text), ("code_length", .integer),
            ("given_name", .text), ("family_name", .text), ("full_name", .text), ("role", .text),
            ("student_class", .text), ("email", .text), ("year_group_id", .integer),
            ("archived_at", .integer),
        ], isTimed: true)

    mutating func keepPeople(
        of roster: SchoolRoster, _ progress: (Int, Int) -> Void
    ) throws {
        let groups = try yearGroups(of: roster.people)
        var place = 0
        let ids = try upsert(roster.people, Self.userTable, \.users) { person in
            progress(place, roster.rows)
            place += 1
            guard let code = UserCode(person.code) else {
                throw LedgerFault(.failed, "\(person.id) has no usable code")
            }
            return ImportedRow(
                id: person.id,
                values: [
                    code.text.sqlValue, code.key.sqlValue, code.tailKey.sqlValue,
                    code.length.sqlValue, person.givenName.sqlValue, person.familyName.sqlValue,
                    person.fullName.sqlValue, person.role.rawValue.sqlValue,
                    person.grades.joined(separator: ", ").sqlValue, person.email.sqlValue,
                    person.yearGroup.flatMap { groups[$0] }.sqlValue, .null,
                ])
        }
        for (person, id) in zip(roster.people, ids) { users[person.id] = id }
        try keepLinks(of: roster.people)
    }

    /// Frees the codes that the roster gives to others than those who have them: a row made by hand
    /// becomes the roster's own, an archived one keeps its past under a code nobody can present,
    /// and one whose code the roster changes gives it up first. A code of somebody active in
    /// another source stays there, as does that of somebody whom
    /// files of changes do not name, and the roster is refused.
    func makeWay(for roster: SchoolRoster) throws {
        var taken: [String] = []
        let isPartial = roster.partial.contains(.people)
        let named = isPartial ? Set(roster.people.map(\.id)) : []
        let holders = try holders(of: roster.people.compactMap { UserCode($0.code)?.key })
        for person in roster.people {
            guard let code = UserCode(person.code) else { continue }
            let holder = holders[code.key]
            guard let holder, holder.source != source || holder.sourceID != person.id else {
                continue
            }
            let isSamePerson = holder.isArchived && holder.name == person.fullName
            if holder.source == nil || isSamePerson {
                try transaction.run(
                    "UPDATE user SET source = ?, source_id = ? WHERE id = ?",
                    [source, person.id, holder.id])
            } else if holder.isArchived
                || holder.source == source && (!isPartial || named.contains(holder.sourceID ?? ""))
            {
                try transaction.run(
                    "UPDATE user SET code_key = code_key || ' ' || id WHERE id = ?", [holder.id])
            } else {
                taken.append(code.text)
            }
        }
        if !taken.isEmpty { throw DeskRefusal.codesTaken(taken.sorted()) }
    }

    private struct Holder {
        let id: Int64
        let source: String?
        let sourceID: String?
        let isArchived: Bool
        let name: String
    }

    /// By the codes that they have.
    private func holders(of codes: [String]) throws -> [String: Holder] {
        var holders: [String: Holder] = [:]
        try transaction.forEach(
            of: codes.map(\.sqlValue),
            "SELECT code_key, id, source, source_id, archived_at, full_name FROM user "
                + "WHERE code_key IN (:ids)"
        ) { columns in
            holders[try columns.take()] = Holder(
                id: try columns.take(), source: columns.takeIf(), sourceID: columns.takeIf(),
                isArchived: columns.takeIf(Int64.self) != nil, name: try columns.take())
        }
        return holders
    }

    private static let aliasRows = BulkInsert(
        "alias",
        [("number_key", .text), ("number", .text), ("user_id", .integer), ("source", .text)],
        "ON CONFLICT (number_key) DO NOTHING")

    private mutating func keepLinks(of people: [SchoolRoster.Person]) throws {
        var aliases: [SQLArguments] = []
        for person in people {
            guard let id = users[person.id] else { continue }
            for number in person.aliases.compactMap({ UserCode($0) }) {
                aliases.append([number.key, number.text, id, source])
            }
            for agent in person.agents.compactMap({ users[$0] }) {
                links.insert(person.role == .parent ? [id, agent] : [agent, id])
            }
        }
        try transaction.insert(aliases, Self.aliasRows)
    }
}

extension SchoolRoster.Person {
    /// The grade whose year group they are in.
    var yearGroup: String? { role == .student ? grades.first : nil }

    /// Family name first where the script puts it there; one name alone is all of it.
    var fullName: String {
        let isHan = (givenName + familyName).unicodeScalars.contains {
            (0x3040...0x9FFF).contains($0.value) || (0xAC00...0xD7AF).contains($0.value)
        }
        if isHan { return familyName + givenName }
        return [givenName, familyName].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
