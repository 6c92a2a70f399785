import Attendance

extension RosterReading {
    /// Turns the drafts into people, now that it is known who teaches: settles roles, takes out
    /// those whose role was not granted together with their enrolments, and joins parents and
    /// children.
    mutating func settlePeople() {
        let teaching = Set(roster.enrolments.lazy.filter(\.isTeacher).map(\.person))
        let learning = Set(roster.enrolments.lazy.filter { !$0.isTeacher }.map(\.person))
        var kept: [UserDraft] = []
        for var draft in drafts {
            let id = draft.person.id
            var role = draft.listed.role(grantRoles: options.grantRoles)
            if role == nil, teaching.contains(id) { role = .teacher }
            if case .open = draft.listed, role == nil {
                role = learning.contains(id) ? .student : draft.isParent ? .parent : nil
            }
            if role == nil, case .open = draft.listed { role = options.known?.roles[id] }
            guard let role else {
                users.withdraw(id)
                roster.untouched.insert(id)
                sayLeftOut(draft)
                continue
            }
            draft.person.role = role
            kept.append(draft)
        }
        let places = Dictionary(kept.indices.map { (kept[$0].person.id, $0) }) { first, _ in first }
        roster.enrolments.removeAll { users.standing(of: $0.person) == .leftOut }
        roster.people = kept.map(\.person)
        joinAgents(kept, places)
        drafts = []
    }

    private func sayLeftOut(_ draft: UserDraft) {
        guard case .open = draft.listed else {
            draft.row.warn(
                .roleNotGranted, dialect.roles == nil ? .role : nil,
                """
                The role \(quoted(draft.role)) was not granted, so this user was \
                left out. Import again with --grant-roles, or add the user by hand.
                """)
            return
        }
        if !rolesAreComplete { return }
        let said = draft.role.isEmpty ? "no role" : "the role \(quoted(draft.role))"
        draft.row.warn(
            .noRole, dialect.roles == nil ? .role : nil,
            """
            The user has \(said) and no course, so they were left out. Enrol them, or add them by \
            hand.
            """)
    }

    /// Joins parents and children, whichever side names the other: most exports name the parent on
    /// the side of the student only. An agent who is no parent, guardian or relative (a tutor, a
    /// doctor) is linked to nobody, and neither are two parents or two children to each other.
    private mutating func joinAgents(_ kept: [UserDraft], _ places: [String: Int]) {
        for (index, draft) in kept.enumerated() {
            for agent in draft.agents where agent != draft.person.id {
                guard draft.row.checkOptional(.agentSourcedIds, agent, in: users, .unknownUser),
                    places[agent] != nil || linkKnown(agent, to: index),
                    let other = places[agent], draft.isParent != kept[other].isParent
                else { continue }
                let (parent, child) = draft.isParent ? (index, other) : (other, index)
                link(child, to: parent)
                // A teacher who is a parent as well is named by the child alone.
                if kept[parent].person.role == .parent { link(parent, to: child) }
            }
        }
    }

    /// Links somebody whom the files of changes do not hold. False: there is no more to link.
    private mutating func linkKnown(_ agent: SchoolRoster.SourceID, to index: Int) -> Bool {
        guard let role = options.known?.roles[agent],
            (role == .parent) != (roster.people[index].role == .parent)
        else { return false }
        roster.people[index].agents.append(agent)
        return false
    }

    private mutating func link(_ index: Int, to other: Int) {
        let id = roster.people[other].id
        if !roster.people[index].agents.contains(id) { roster.people[index].agents.append(id) }
    }
}
