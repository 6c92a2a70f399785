import Attendance

extension RosterReading {
    /// The longest label, in characters.
    static let maximumLabelLength = 40
    /// The most days that one row adds or takes.
    static let maximumAdjustmentDays = 400

    /// What tells one adjustment from another.
    private struct Key: Hashable {
        let person: SchoolRoster.SourceID
        let term: SchoolRoster.SourceID
        let label: String
    }

    /// Reads `adjustments.csv`, where the school has one: days that are added to a student's
    /// homeroom count of a term, or taken off.
    mutating func readAdjustments() {
        guard files.holds(.adjustments) else { return }
        let roles = Dictionary(roster.people.map { ($0.id, $0.role) }) { first, _ in first }
        var lines: [Key: Int] = [:]
        var found: [SchoolRoster.Adjustment] = []
        _ = forEachRow(in: SheetForm<AdjustmentColumn>()) { row in
            let person = student(row, roles)
            let term = row.text(.term)
            let hasTerm = row.refers(.term, to: term, in: terms, .unknownTerm)
            let label = row.label()
            let days = row.days()
            guard let person, hasTerm, let label, let days, row.isSound else { return }
            let key = Key(person: person, term: term, label: label)
            if let earlier = lines[key] {
                row.error(
                    .duplicateAdjustment, .label,
                    """
                    Line \(earlier) has \(quoted(label)) for this student and term already. \
                    Delete one of the two lines, or give one another label.
                    """)
                return
            }
            lines[key] = row.line
            found.append(
                SchoolRoster.Adjustment(person: person, term: term, label: label, days: days))
        }
        roster.adjustments = found
    }

    /// The student whose code or id stands in the row; nil, with the reason reported, where it is
    /// that of nobody, of somebody else, of a user who was left out, or of two.
    private func student(
        _ row: SheetRow<AdjustmentColumn>, _ roles: [SchoolRoster.SourceID: Role]
    ) -> SchoolRoster.SourceID? {
        let text = row.text(.userIdentifier)
        let owner = codes.owner(of: text)
        if let owner, owner != text, users.holds(owner), users.holds(text) {
            row.error(
                .ambiguousUser, .userIdentifier,
                """
                \(quoted(text)) is the code of one user and the sourcedId of another. Write the \
                other one of the user who is meant.
                """)
            return nil
        }
        if owner == nil, !codes.isComplete, users.standing(of: text) == .unknown { return nil }
        let id = owner.map { users.holds(text) ? text : $0 } ?? text
        guard row.refers(.userIdentifier, to: id, in: users, .unknownUser) else { return nil }
        if let role = roles[id], role != .student {
            row.error(
                .roleMismatch, .userIdentifier,
                """
                \(quoted(text)) is a \(role.rawValue), and only students have homeroom days. \
                Correct the row, or delete it.
                """)
        }
        return id
    }
}

extension SheetRow<AdjustmentColumn> {
    fileprivate func label() -> String? {
        let label = name(.label)
        if label.unicodeScalars.count > RosterReading.maximumLabelLength {
            error(
                .badValue, .label,
                """
                \(quoted(label)) is longer than \(RosterReading.maximumLabelLength) \
                characters. Shorten the label.
                """)
        }
        return label.isEmpty ? nil : label
    }

    fileprivate func days() -> Int? {
        let text = text(.days)
        if text.isEmpty { return nil }
        let most = RosterReading.maximumAdjustmentDays
        guard let days = Int(text), days != 0, (-most...most).contains(days) else {
            error(
                .badValue, .days,
                """
                \(quoted(text)) is no number of days. Write a whole number from -\(most) to \
                \(most) that is not 0.
                """)
            return nil
        }
        return days
    }
}
