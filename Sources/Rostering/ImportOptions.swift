import Attendance

/// What an operator decides about a OneRoster import.
package struct ImportOptions: Sendable {
    /// Where a person's code, the number on the ID card, is found in `users.csv`.
    package enum UserCodeSource: Equatable, Sendable {
        /// The column `identifier`; where it is blank `username`, and last `sourcedId`.
        case identifier
        /// The named column alone, in any letter case; `metadata.` columns too. A blank cell in it
        /// is an error.
        case column(String)
    }

    package var userCodeFrom: UserCodeSource
    /// Whether `users.csv` may make people secretaries, assistants and superadmins. Without it the
    /// roles student, teacher and parent are granted; anybody else is a teacher where enrolled as
    /// one, and otherwise left out with a warning.
    package var grantRoles: Bool
    /// What the same source brought before; without it files of changes are refused.
    package var known: SchoolRoster.Known?
    /// The types in `userIds` that stand for a number on a card, in capitals. Other ids there,
    /// those of directories for example, are not kept.
    package var cardTypes: Set<String>
    /// Told which file is being read, how many of its rows so far, and about how many it has.
    package var progress: @Sendable (String, Int, Int) -> Void = { _, _, _ in }

    package init(
        userCodeFrom: UserCodeSource = .identifier, grantRoles: Bool = false,
        cardTypes: Set<String> = Self.usualCardTypes
    ) {
        self.userCodeFrom = userCodeFrom
        self.grantRoles = grantRoles
        self.cardTypes = cardTypes
    }

    package static let usualCardTypes: Set<String> = [
        "RFID", "NFC", "UID", "CARD", "BADGE", "PROX", "MIFARE", "LIB", "LIBRARY", "BARCODE",
    ]
}
