import Attendance

/// A row of `users.csv` that waits for the enrolments, which may decide its role.
struct UserDraft {
    let row: SheetRow<UserColumn>
    /// With the role `student` for the time being where `listed` has none to give.
    var person: SchoolRoster.Person
    let listed: ListedRole
    let agents: [SchoolRoster.SourceID]
}

extension OneRosterReading {
    /// Reads `users.csv` into drafts. Passwords, telephone numbers and the like are left unread.
    mutating func readUsers() {
        var register = SourceRegister()
        var codes = UserCodes(options.userCodeFrom)
        var found: [UserDraft] = []
        let prepare = { (sheet: Sheet<UserColumn>) in codes.find(in: sheet) }
        let isComplete = forEachRow(of: UserColumn.self, prepare: prepare) { row in
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
        users = register
        drafts = found
        self.codes = codes
        dropSharedCards(codes)
    }

    private func draft(
        _ id: String, code: String, _ row: SheetRow<UserColumn>
    ) -> UserDraft? {
        row.checkOrgs(.orgSourcedIds, in: orgs)
        let listed = row.word(.role, among: ListedRole.words)
        var person = SchoolRoster.Person(
            id: id, code: code, givenName: row.name(.givenName, preferring: .preferredGivenName),
            familyName: row.name(.familyName, preferring: .preferredFamilyName), role: .student)
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
        guard let listed else { return nil }
        return UserDraft(
            row: row, person: person, listed: listed, agents: row.list(.agentSourcedIds))
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
    fileprivate func name(_ column: UserColumn, preferring preferred: UserColumn) -> String {
        let chosen = name(preferred)
        return chosen.isEmpty ? name(column) : chosen
    }
}
