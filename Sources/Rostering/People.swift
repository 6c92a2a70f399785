import Attendance

extension OneRosterReading {
    /// Turns the drafts into people, now that it is known who teaches: settles roles, takes out
    /// those whose role was not granted together with their enrolments, and joins parents and
    /// children.
    mutating func settlePeople() {
        let teaching = Set(roster.enrolments.lazy.filter(\.isTeacher).map(\.person))
        var kept: [UserDraft] = []
        for var draft in drafts {
            let isTeaching = teaching.contains(draft.person.id)
            let granted = draft.listed.role(grantRoles: options.grantRoles)
            guard let role = granted ?? (isTeaching ? .teacher : nil) else {
                users.withdraw(draft.person.id)
                roster.untouched.insert(draft.person.id)
                draft.row.warn(
                    .roleNotGranted, .role,
                    """
                    The role \(quoted(draft.row.text(.role))) was not granted, so this user was \
                    left out. Import again with --grant-roles, or add the user by hand.
                    """)
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

    /// Joins parents and children, whichever side names the other: most exports name the parent on
    /// the side of the student only. An agent who is no parent, guardian or relative (a tutor, a
    /// doctor) is linked to nobody, and neither are two parents or two children to each other.
    private mutating func joinAgents(_ kept: [UserDraft], _ places: [String: Int]) {
        for (index, draft) in kept.enumerated() {
            for agent in draft.agents where agent != draft.person.id {
                guard draft.row.checkOptional(.agentSourcedIds, agent, in: users, .unknownUser),
                    let other = places[agent],
                    (draft.person.role == .parent) != (kept[other].person.role == .parent)
                else { continue }
                link(index, to: other)
                link(other, to: index)
            }
        }
    }

    private mutating func link(_ index: Int, to other: Int) {
        let id = roster.people[other].id
        if !roster.people[index].agents.contains(id) { roster.people[index].agents.append(id) }
    }
}
