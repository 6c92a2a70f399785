/// An instant: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Comparisons with a boundary (open, late, closed) are made in whole seconds, rounded down, so
/// that what is printed is what was compared; `<` on the moments themselves orders evidence.
package struct Moment: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(seconds: Int64) {
        milliseconds = seconds * 1_000
    }

    /// Whole seconds since 1970, rounded down.
    package var wholeSeconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1_000 : -((999 - milliseconds) / 1_000)
    }

    package static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package func adding(seconds: Int64) -> Moment {
        Moment(milliseconds: milliseconds + seconds * 1_000)
    }

    package func adding(milliseconds shift: Int64) -> Moment {
        Moment(milliseconds: milliseconds + shift)
    }

    /// How far a door's clock may be ahead, and how long it may have waited for a network.
    private static let credible = (ahead: Int64(60), behind: Int64(7 * 86_400))

    /// Whether a door elsewhere may say that somebody stood there at this moment.
    package func isCredible(at now: Moment) -> Bool {
        let age = now.wholeSeconds - wholeSeconds
        return (-Self.credible.ahead...Self.credible.behind).contains(age)
    }

    /// True from the second that `boundary` falls in.
    package func isAtOrAfter(_ boundary: Moment) -> Bool {
        wholeSeconds >= boundary.wholeSeconds
    }

    /// True up to and within the second that `boundary` falls in.
    package func isAtOrBefore(_ boundary: Moment) -> Bool {
        wholeSeconds <= boundary.wholeSeconds
    }
}
