import Attendance

/// `json=on,gs1=off,prefix=~`: which rules for readers are not as they usually are.
enum ReaderSetting {
    /// Nil where the text is one; else what it should be.
    static func complaint(_ text: String) -> String? {
        rules(text) == nil
            ? "must be rules with on or off, such as json=on,layout_fr=on,prefix=~; there are: "
                + ReaderRule.allCases.map(\.rawValue).joined(separator: ", ")
            : nil
    }

    static func rules(_ text: String) -> ReaderRules? {
        var rules = ReaderRules.usual
        for part in text.split(separator: ",") {
            let halves = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard halves.count == 2, let rule = ReaderRule(rawValue: halves[0]) else { return nil }
            switch (rule, halves[1]) {
            case (.prefix, let prefix): rules.prefix = prefix
            case (_, "on"): rules.on.insert(rule)
            case (_, "off"): rules.on.remove(rule)
            default: return nil
            }
        }
        rules.layouts = KeyboardLayout.allCases.filter { rules.on.contains($0.rule) }
        return rules
    }
}

extension Settings {
    var readers: ReaderRules { ReaderSetting.rules(text("readers")) ?? .usual }
}
