import Attendance

/// A row of `users.csv` that waits for the enrolments, which may decide its role.
struct UserDraft {
    let row: SheetRow<UserColumn>
    /// With the role `student` for the time being where `listed` has none to give.
    var person: SchoolRoster.Person
    var listed: ListedRole
    /// The role as the files spell it.
    var role: String
    /// A parent's role is among those listed.
    var isParent: Bool
    var agents: [SchoolRoster.SourceID]
}

extension RosterReading {
    /// Reads `users.csv` into drafts. Passwords, telephone numbers and the like are left unread.
    mutating func readUsers() {
        var register = users
        var codes = UserCodes(options.userCodeFrom)
        var found: [UserDraft] = []
        for form in dialect.users {
            let prepare = { (sheet: Sheet<UserColumn>) in codes.find(in: sheet) }
            let isComplete = forEachRow(in: form, prepare: prepare) { row in
                guard let id = row.enter(into: &register) else {
                    codes.passOver(row)
                    return
                }
                let code = codes.code(of: row)
                let draft = draft(id, code: code, row)
                guard let draft, row.isSound else { return }
                found.append(draft)
            }
            register.isComplete = register.isComplete && isComplete
        }
        codes.reportMissingColumn(in: dialect.users.map(\.file), findings)
        users = register
        drafts = found
        self.codes = codes
        dropSharedCards(codes)
    }

    private func draft(
        _ id: String, code: String, _ row: SheetRow<UserColumn>
    ) -> UserDraft? {
        row.checkOrgs(.orgSourcedIds, in: orgs)
        row.checkOrgs(.primaryOrgSourcedId, in: orgs)
        let name = row.personName()
        var person = SchoolRoster.Person(
            id: id, code: code, givenName: name.given, familyName: name.family, role: .student)
        let email = row.name(.email)
        person.email = email.isEmpty ? nil : email
        person.grades = commaSeparated(row.name(.grades))
        person.enabled = row.flag(.enabledUser, blank: true)
        let ids = UserIDs(row.text(.userIds), cardTypes: options.cardTypes)
        person.aliases = ids.cards
        if let bad = ids.firstBad {
            row.warn(
                .badUserID, .userIds,
                """
                \(quoted(bad)) is not of the form {type:number} and was ignored. Correct it if it \
                is the number of a card.
                """)
        }
        guard let listed = listedRole(row) else { return nil }
        var isParent = false
        if case .granted(.parent) = listed { isParent = true }
        return UserDraft(
            row: row, person: person, listed: listed, role: row.text(.role), isParent: isParent,
            agents: row.list(.agentSourcedIds))
    }

    /// Nil where the cell has an error.
    private func listedRole(_ row: SheetRow<UserColumn>) -> ListedRole? {
        if dialect.roles != nil { return .open }
        let listed = row.word(.role, among: row.form.isLenient ? ListedRole.wide : ListedRole.words)
        return row.form.isLenient ? listed ?? .open : listed
    }

    /// A number that could mean two people means neither: the later one loses it, with a warning.
    private mutating func dropSharedCards(_ codes: UserCodes) {
        var lines: [String: Int] = [:]
        for index in drafts.indices {
            let row = drafts[index].row
            drafts[index].person.aliases.removeAll { card in
                let owner = codes.line(of: card) ?? lines[card.lowercased()]
                guard let owner else {
                    lines[card.lowercased()] = row.line
                    return false
                }
                if owner != row.line {
                    row.warn(
                        .duplicateAlias, .userIds,
                        """
                        The card number \(quoted(card)) belongs to line \(owner) already and was \
                        ignored here. Correct one of the two.
                        """)
                }
                return true
            }
        }
    }
}

extension SheetRow<UserColumn> {
    /// Given and family name; what the row has instead where a dialect can do without them.
    fileprivate func personName() -> PersonName {
        let given = name(.givenName, preferring: .preferredGivenName)
        let family = name(.familyName, preferring: .preferredFamilyName)
        if !given.isEmpty || !family.isEmpty || form.required.contains(.familyName) {
            return PersonName(given: given, family: family)
        }
        let full = name(.fullName)
        if !full.isEmpty { return PersonName(full) }
        if findings.isNews("no name \(form.file)") {
            warn(
                .noName, nil,
                "There is no name, here and in other rows; the username stands in its place.")
        }
        return PersonName(given: name(.username), family: "")
    }

    fileprivate func name(_ column: UserColumn, preferring preferred: UserColumn) -> String {
        let chosen = name(preferred)
        return chosen.isEmpty ? name(column) : chosen
    }
}
