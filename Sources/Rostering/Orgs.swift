extension OneRosterReading {
    private static let kinds: [(String, Bool)] = [
        ("school", true), ("department", false), ("district", false), ("local", false),
        ("state", false), ("national", false),
    ]

    /// Reads `orgs.csv`; the first school in it, else the first row, names the school.
    mutating func readOrgs() {
        var register = SourceRegister()
        var school: String?
        var first: String?
        var parents: [(SheetRow<OrgColumn>, String)] = []
        let isComplete = forEachRow(of: OrgColumn.self) { row in
            guard row.enter(into: &register) != nil else { return }
            let name = row.name(.name)
            let isSchool = row.word(.type, among: Self.kinds) ?? false
            if isSchool { school = school ?? name }
            first = first ?? name
            let parent = row.text(.parentSourcedId)
            if !parent.isEmpty { parents.append((row, parent)) }
        }
        register.isComplete = register.isComplete && isComplete
        for (row, parent) in parents {
            _ = row.checkOptional(.parentSourcedId, parent, in: register, .unknownOrg)
        }
        orgs = register
        roster.schoolName = school ?? first
    }
}
