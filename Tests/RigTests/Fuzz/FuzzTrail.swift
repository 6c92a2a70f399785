import Foundation
import Glibc
import Synchronization

/// The input under way, in a file that outlives the process: written before each call, so that a
/// crash leaves what crashed it.
final class FuzzTrail: Sendable {
    static let mostBytes = 1 << 20
    private static let headBytes = 256

    let path: String
    private nonisolated(unsafe) let memory: UnsafeMutableRawPointer
    /// When the input under way was begun, in nanoseconds of the steady clock; 0 between two.
    private let began = Atomic<UInt64>(0)

    init(_ path: String) throws {
        self.path = path
        let size = Self.headBytes + Self.mostBytes
        let file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0, ftruncate(file, off_t(size)) == 0,
            let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
            memory != MAP_FAILED
        else { throw FuzzFailure("no trail at \(path): \(String(cString: strerror(errno)))") }
        close(file)
        self.memory = memory
    }

    deinit { munmap(memory, Self.headBytes + Self.mostBytes) }

    /// Notes the input, has it parsed, and notes that it was.
    func parse<Result>(
        _ input: [UInt8], of target: FuzzTarget, seed: UInt64, number: Int, _ body: () -> Result
    ) -> Result {
        precondition(input.count <= Self.mostBytes, "an input has a limit")
        let head = Array("\(target.name) \(seed) \(number) \(input.count)\n".utf8)
        head.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress!, byteCount: head.count) }
        input.withUnsafeBytes {
            guard let bytes = $0.baseAddress else { return }
            (memory + Self.headBytes).copyMemory(from: bytes, byteCount: input.count)
        }
        began.store(DispatchTime.now().uptimeNanoseconds, ordering: .releasing)
        defer { began.store(0, ordering: .releasing) }
        return body()
    }

    /// How long the input under way has taken.
    var seconds: Double {
        let began = began.load(ordering: .acquiring)
        let now = DispatchTime.now().uptimeNanoseconds
        return began == 0 || now < began ? 0 : Double(now - began) / 1e9
    }

    /// What a trail holds: which target, seed and number, and the input.
    struct Step: Equatable {
        var target: String
        var seed: UInt64
        var number: Int
        var input: [UInt8]
    }

    static func step(at path: String) throws -> Step {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let head = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
        let words = head.split(separator: " ")
        guard words.count == 4, let seed = UInt64(words[1]), let number = Int(words[2]),
            let count = Int(words[3]), bytes.count >= headBytes + count
        else { throw FuzzFailure("\(path) is no trail") }
        return Step(
            target: String(words[0]), seed: seed, number: number,
            input: Array(bytes[headBytes..<headBytes + count]))
    }
}

struct FuzzFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Looks at trails while they are walked, and tells of the one whose input takes too long.
final class FuzzWatchdog: Sendable {
    private let isOver = Atomic(false)

    /// `bark` is called once, on a thread of its own.
    init(
        _ trails: [FuzzTrail], limitSeconds: Double,
        bark: @escaping @Sendable (FuzzTrail) -> Void
    ) {
        Thread.detachNewThread { [self] in
            while !isOver.load(ordering: .acquiring) {
                if let slow = trails.first(where: { $0.seconds > limitSeconds }) {
                    bark(slow)
                    return
                }
                usleep(20_000)
            }
        }
    }

    func end() { isOver.store(true, ordering: .releasing) }
}
