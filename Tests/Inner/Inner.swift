import Foundation
import Glibc

/// `inner` prints each part's name and its least way, in words; `inner NAME ours|least COUNT FOLDER`
/// does it so many times, with what it keeps in a folder, and prints the nanoseconds of processor
/// time that they took.
///
/// NB: not async. What then waits for signals hands a constant to the kernel, and valgrind, which
/// counts instructions, writes into it and ends.
@main enum Inner {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        let folder = URL(fileURLWithPath: words.last ?? "")
        guard words.count == 4 else {
            for part in try parts(in: nil) { print("\(part.name)\t\(part.least)") }
            return
        }
        guard let part = try parts(in: folder).first(where: { $0.name == words[1] }),
            let way = Part.Way(rawValue: words[2]), let count = Int(words[3])
        else {
            FileHandle.standardError.write(Data("inner [NAME ours|least COUNT FOLDER]\n".utf8))
            exit(64)
        }
        // What is made once is made before.
        try part.run(way, times: 1)
        let before = cpuNanoseconds()
        try part.run(way, times: count)
        print(cpuNanoseconds() - before)
    }

    /// Those that need a folder are only named without one.
    static func parts(in folder: URL?) throws -> [Part] {
        try [settling(), reading(), rosterJSON(), encoding(), drawing(), changing()]
            + [hashing(), lookingUp(in: folder)]
    }

    static func cpuNanoseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
