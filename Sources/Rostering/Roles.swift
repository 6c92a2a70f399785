import Attendance

extension RosterReading {
    private static let types: [(String, Bool)] = [("primary", true), ("secondary", false)]

    /// Reads `roles.csv`, where the dialect has roles in a file of their own. Of several roles of
    /// one user the first primary one stands, else the first; whoever has a parent's role beside
    /// it is a parent as well.
    mutating func readRoles() {
        guard let form = dialect.roles else { return }
        var register = SourceRegister()
        var found: [SchoolRoster.SourceID: (listed: ListedRole, isPrimary: Bool, text: String)] =
            [:]
        var parents: Set<SchoolRoster.SourceID> = []
        var grades: [SchoolRoster.SourceID: String] = [:]
        let isComplete = forEachRow(in: form) { row in
            guard row.enter(into: &register) != nil else { return }
            let user = row.text(.userSourcedId)
            let isKnown = row.refers(.userSourcedId, to: user, in: users, .unknownUser)
            row.checkOrgs(.orgSourcedId, in: orgs)
            let isPrimary =
                row.text(.roleType).isEmpty
                ? row.flag(.isPrimary, blank: false)
                : row.word(.roleType, among: Self.types) ?? false
            let words = form.isLenient ? ListedRole.wide : ListedRole.words
            let role = row.word(.role, among: words) ?? .open
            if let begin = row.date(.beginDate), let end = row.date(.endDate), end < begin {
                row.error(
                    .endBeforeStart, .endDate,
                    "The role ends before it begins, on \(begin). Correct one of the two dates.")
            }
            guard isKnown, row.isSound else { return }
            if case .granted(.parent) = role { parents.insert(user) }
            if grades[user] == nil { grades[user] = row.name(.grade) }
            if found[user].map({ isPrimary && !$0.isPrimary }) ?? true {
                found[user] = (role, isPrimary, row.text(.role))
            }
        }
        rolesAreComplete = isComplete
        let changed = Set(drafts.map(\.person.id))
        if roster.partial.contains(.people), found.keys.contains(where: { !changed.contains($0) }) {
            findings.add(
                .warning, .leftOutReference, file: form.file.rawValue,
                "Roles of users who are not in users.csv stay. Export these users with them.")
        }
        for index in drafts.indices {
            let id = drafts[index].person.id
            drafts[index].listed = found[id]?.listed ?? .open
            drafts[index].role = found[id]?.text ?? ""
            drafts[index].isParent = parents.contains(id)
            if drafts[index].person.grades.isEmpty, let grade = grades[id], !grade.isEmpty {
                drafts[index].person.grades = [grade]
            }
        }
    }

    /// Reads `relationships.csv`, where the dialect has one: whose parent somebody is.
    mutating func readRelationships() {
        guard let form = dialect.relationships else { return }
        let places = Dictionary(drafts.indices.map { (drafts[$0].person.id, $0) }) { first, _ in
            first
        }
        var found: [(child: Int, parent: Int)] = []
        _ = forEachRow(in: form) { row in
            let child = row.text(.userSourcedId)
            let parent = row.text(.relationshipUserSourcedId)
            guard row.refers(.userSourcedId, to: child, in: users, .unknownUser),
                row.refers(.relationshipUserSourcedId, to: parent, in: users, .unknownUser),
                case .granted(.parent)? = row.word(.relationshipRole, among: ListedRole.words),
                let here = places[child], let there = places[parent], here != there
            else { return }
            found.append((here, there))
        }
        for (child, parent) in found {
            drafts[child].agents.append(drafts[parent].person.id)
            drafts[parent].isParent = true
        }
    }
}
