extension RosterReading {
    private static let kinds: [(String, Bool)] = [
        ("school", true), ("department", false), ("district", false), ("local", false),
        ("state", false), ("national", false),
    ]

    /// Reads `orgs.csv`; the first school in it, else the first row, names the school.
    mutating func readOrgs() {
        var register = orgs
        var school: String?
        var first: String?
        var parents: [(SheetRow<OrgColumn>, id: String, parent: String)] = []
        let isComplete = forEachRow(in: dialect.orgs) { row in
            guard let id = row.enter(into: &register) else { return }
            let name = row.name(.name)
            let isSchool = row.word(.type, among: Self.kinds) ?? false
            if isSchool { school = school ?? name }
            first = first ?? name
            let parent = row.text(.parentSourcedId)
            if !parent.isEmpty { parents.append((row, id, parent)) }
        }
        // Schools are not kept, so changes to them cannot be told from what was there.
        let isWhole = dialect.orgs.map { !manifest.isPartial($0.file) } ?? true
        register.isComplete = register.isComplete && isComplete && isWhole
        var circles = ParentCircles()
        for (row, id, parent) in parents
        where row.checkOptional(.parentSourcedId, parent, in: register, .unknownOrg) {
            row.checkCircle(.parentSourcedId, circles.put(id, under: parent))
        }
        orgs = register
        roster.schoolName = school ?? first
    }
}
