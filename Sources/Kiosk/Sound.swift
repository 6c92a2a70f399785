import Foundation
import Terminal

/// How answers are made heard.
enum SoundSetting: String, CaseIterable {
    /// By `aplay` where it is installed, else by the terminal's bell.
    case auto
    case player, bell, off
}

extension Settings {
    func chimes() -> Chimes {
        let quiet = QuietTimes(text("quiet")) ?? QuietTimes("")!
        switch SoundSetting(rawValue: text("sound")) ?? .auto {
        case .off: return Chimes(.off, quiet: quiet)
        case .bell: return Chimes(.bell, quiet: quiet)
        case .auto, .player: return Chimes(Self.player() ?? .bell, quiet: quiet)
        }
    }

    /// Nil where no player or no tones are installed.
    static func player() -> Chimes.Way? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let found = path.split(separator: ":").map { $0 + "/aplay" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else { return nil }
        do {
            let sounds = try Assets.folder("sounds").path
            return .player(name: found) { file in
                // A tone that cannot be made changes nothing about what was recorded.
                _ = try? RunningProgram(found, ["-q", sounds + "/" + file]).awaitEnd()
            }
        } catch {
            // Without its tones a door has the bell.
            return nil
        }
    }
}
