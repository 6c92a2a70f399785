import Foundation
import Terminal

extension Look {
    /// What this terminal can show, from `TERM`, `NO_COLOR` and the locale.
    ///
    /// A terminal whose locale says nothing is taken to know UTF-8; the Linux console's font is
    /// asked whether it has half blocks, as most have none.
    static func ofTerminal(cells: String, room: RoomDepth? = nil) -> Look {
        let environment = ProcessInfo.processInfo.environment
        let term = environment["TERM"] ?? "dumb"
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty } ?? ""
        let names8Bit = locale.contains(".") && !locale.uppercased().contains("UTF")
        let isUnicode = term != "linux" && !names8Bit
        return Look(
            colours: colours(term, environment),
            halfBlocks: cells == "half"
                || (cells == "auto" && (isUnicode || (term == "linux" && consoleHasHalfBlocks()))),
            charset: isUnicode ? .unicode : .ascii, room: room)
    }

    private static func colours(_ term: String, _ environment: [String: String]) -> Colours {
        if term == "dumb" { return .none }
        let folders =
            [environment["TERMINFO"], environment["HOME"].map { $0 + "/.terminfo" }]
            .compactMap { $0 } + ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo"]
        let isVideoTerminal = term.hasPrefix("vt") && term.dropFirst(2).first?.isNumber == true
        let count = Terminfo.colours(of: term, in: folders) ?? (isVideoTerminal ? 0 : 8)
        if count < 8 { return .mono }
        if environment["NO_COLOR"].map({ !$0.isEmpty }) ?? false { return .none }
        return term == "linux" ? .ansi8 : .ansi256
    }
}
