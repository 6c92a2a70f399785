import Attendance

/// What a mark is called where people read it: a letter in a cell, and what the letter stands for.
package struct MarkLegend: Equatable, Sendable {
    private let words: Words
    private let labels: StatusLabels

    package init(words: Words, labels: StatusLabels) {
        self.words = words
        self.labels = labels
    }

    /// One or two letters, which no other number has but `inferred`, which is present.
    package func letter(_ number: AttendanceNumber) -> String {
        guard isPlain(number) else { return number.abbreviation }
        return switch number.status {
        case .present: words(.presentLetter)
        case .late: words(.lateLetter)
        case .absent: words(.absentLetter)
        case .leave: words(.leaveLetter)
        }
    }

    /// Whether a number says no more than one of the four does.
    private func isPlain(_ number: AttendanceNumber) -> Bool {
        number == AttendanceNumber(number.status) || number == .inferred
    }

    /// As the school calls it; where it has no name of its own for one of the four, as the language
    /// does.
    package func label(_ number: AttendanceNumber) -> String {
        isPlain(number) && !labels.isRenamed(number)
            ? words.status(number.status) : labels[number]
    }

    /// The four, and whatever else was used.
    package func entries(
        with used: Set<AttendanceNumber>
    ) -> [(letter: String, label: String, status: CheckinStatus)] {
        let shown = used.union(CheckinStatus.allCases.map { AttendanceNumber($0) })
        return CheckinStatus.allCases.flatMap { status in
            AttendanceNumber.allCases.filter { $0.status == status && shown.contains($0) }
        }
        .filter { $0 != .inferred }
        .map { (letter($0), label($0), $0.status) }
    }
}
