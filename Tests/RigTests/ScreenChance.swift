import Terminal
import TestKit

/// Screens, sizes and looks by chance.
struct ScreenChance {
    private var dice: SeededDice

    init(seed: UInt64) { dice = SeededDice(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }

    mutating func flip() -> Bool { Bool.random(using: &dice) }

    private mutating func text() -> String { HostileText.text(&dice) }

    private mutating func one<Value>(of values: [Value]) -> Value {
        values[number(0...values.count - 1)]
    }

    /// 1 x 1 to 300 x 100; most are no larger than what stands at doors, some are tiny.
    mutating func size() -> Size {
        switch number(0...19) {
        case 0: Size(columns: number(1...300), rows: number(1...100))
        case 1...3: Size(columns: number(1...24), rows: number(1...8))
        case 4...8: one(of: [(80, 25), (80, 24), (40, 12), (120, 33), (100, 30)].map(Size.init))
        default: Size(columns: number(1...110), rows: number(1...36))
        }
    }

    mutating func look() -> Look {
        Look(
            colours: one(of: Colours.allCases), halfBlocks: number(0...3) > 0,
            charset: number(0...3) > 0 ? .unicode : one(of: Charset.allCases),
            drift: Drift(x: number(0...1), y: number(0...1)))
    }

    mutating func screen() -> Screen {
        Screen(
            room: text(), clock: flip() ? "08:05" : text(), date: flip() ? "Mon 9 March" : text(),
            body: body(), entry: flip() ? "" : text(), result: flip() ? nil : result(),
            banner: flip() ? nil : text(), hint: text())
    }

    /// What changes between two frames at a door: seldom all of it.
    mutating func change(_ screen: inout Screen) {
        switch number(0...7) {
        case 0: screen = self.screen()
        case 1: screen.body = body()
        case 2: screen.entry = text()
        case 3: screen.banner = flip() ? nil : text()
        case 4: screen.clock = "08:0\(number(0...9))"
        default: screen.result = number(0...3) == 0 ? nil : result()
        }
    }

    private mutating func result() -> ResultPanel {
        ResultPanel(
            kind: one(of: ResultPanel.Kind.allCases), word: flip() ? "CHECKED IN" : text(),
            detail: text() + " · 08:05", next: flip() ? "" : text())
    }

    private mutating func body() -> Screen.Body {
        switch number(0...3) {
        case 0: return .waiting(WaitingPanel(title: text(), next: text(), detail: text()))
        case 1:
            let rows = (0..<number(0...12)).map { _ in
                SchedulePanel.Row(time: "08:00-09:40", course: text(), room: text(), status: text())
            }
            return .schedule(SchedulePanel(title: text(), date: text(), rows: rows))
        default:
            return .session(
                SessionPanel(
                    qrText: flip() ? "ABC123" : text(), code: flip() ? "ABC123" : text(),
                    course: text(), courseCode: text(), className: text(), teacher: text(),
                    time: "08:00-09:40", sections: "1-2", present: number(0...999),
                    expected: number(0...999), countsLine: text(), lateLine: text()))
        }
    }
}
