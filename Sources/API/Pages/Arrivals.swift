import Attendance

/// How many were there when, as the points of a line in a box of 100 by 30.
struct Arrivals {
    let points: String

    private static let before: Int64 = 600
    private static let box = (width: 100.0, height: 30.0)

    /// From ten minutes before the start until now; nil where nobody has come yet.
    init?(_ times: [Moment], of expected: Int, from start: Moment, at now: Moment) {
        let sorted = times.map(\.wholeSeconds).sorted()
        guard let first = sorted.first, expected > 0 else { return nil }
        let begin = min(first, start.wholeSeconds - Self.before)
        let end = max(now.wholeSeconds, begin + 1)
        func point(_ second: Int64, _ count: Int) -> String {
            let across = Double(second - begin) / Double(end - begin) * Self.box.width
            let up = Double(count) / Double(max(expected, count)) * Self.box.height
            return Self.rounded(across) + "," + Self.rounded(Self.box.height - up)
        }
        var points = [point(begin, 0)]
        for (count, second) in sorted.enumerated() where second <= end {
            points += [point(second, count), point(second, count + 1)]
        }
        points.append(point(end, sorted.count))
        self.points = points.joined(separator: " ")
    }

    private static func rounded(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
