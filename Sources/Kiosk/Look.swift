import Foundation
import Terminal

extension Look {
    /// What this terminal can show, from `TERM`, `NO_COLOR` and the locale.
    ///
    /// A terminal whose locale says nothing is taken to know UTF-8; the Linux console's font is
    /// asked whether it has half blocks, as most have none.
    static func ofTerminal(cells: String) -> Look {
        let environment = ProcessInfo.processInfo.environment
        let term = environment["TERM"] ?? "dumb"
        let isPlain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || term == "dumb"
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty } ?? ""
        let names8Bit = locale.contains(".") && !locale.uppercased().contains("UTF")
        let isUnicode = term != "linux" && !names8Bit
        return Look(
            colours: isPlain ? .none : term == "linux" ? .ansi8 : .ansi256,
            halfBlocks: cells == "half"
                || (cells == "auto" && (isUnicode || (term == "linux" && consoleHasHalfBlocks()))),
            charset: isUnicode ? .unicode : .ascii)
    }
}
