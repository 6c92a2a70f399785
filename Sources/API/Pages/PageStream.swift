import Attendance
import Desk
import Hummingbird
import NIOCore
import Wire

/// A page as it changes, as server-sent events: what stands within its `<main>`, at once and then
/// whenever it differs.
struct PageStream: EventStream {
    typealias Work = @Sendable (Call, any LedgerReading) throws -> Reply

    private static let secondsBetweenComments: Int64 = 15
    private static let mainTag = Array("<main".utf8)
    private static let mainEnd = Array("</main>".utf8)
    private static let lineEnds = Array("\r\n".utf8)

    let call: Call
    /// However often it changes, so long passes between two events.
    let pause: Duration
    /// It is looked at that often although nothing changed in the ledger; nil for never.
    let ticks: Duration?
    let work: Work

    func write(
        to writer: inout any ResponseBodyWriter, until gone: EventLoopFuture<Void>
    ) async throws {
        let bell = call.service.bell
        let rings =
            ticks.map { bell.listen(until: gone, atLeastEvery: $0) } ?? bell.listen(until: gone)
        bell.ring()
        var sent: [UInt8] = []
        var spoke = ContinuousClock.now
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        for await _ in rings {
            guard let page = try await page() else { break }
            let isSilent = spoke.duration(to: .now) >= .seconds(Self.secondsBetweenComments)
            if page == sent, !isSilent { continue }
            let text = page == sent ? Array(": still here\n\n".utf8) : Self.event(page)
            try await writer.write(ByteBuffer(bytes: text))
            sent = page
            spoke = .now
            try await Task.sleep(for: pause)
        }
        try await writer.finish(nil)
    }

    /// Nil where the client may no longer see it.
    private func page() async throws -> [UInt8]? {
        var asked = call.asked
        asked.moment = call.desk.now()
        let now = Call(
            service: call.service, asked: asked, digest: call.digest, token: call.token,
            query: call.query)
        do {
            return try await call.desk.ledger.read { ledger in
                guard try now.stillHolds(ledger) else { return nil }
                return Self.main(of: try work(now, ledger).body)
            }
        } catch is Problem {
            return nil
        } catch {
            // The answer has begun: nobody else will say it.
            call.service.log("A page's stream ended: \(error)")
            throw error
        }
    }

    /// What stands between the tags.
    private static func main(of page: [UInt8]) -> [UInt8] {
        guard let tag = page.firstRange(of: mainTag),
            let begin = page[tag.upperBound...].firstIndex(of: UInt8(ascii: ">")),
            let end = page[begin...].firstRange(of: mainEnd)
        else { return page }
        return Array(page[(begin + 1)..<end.lowerBound])
    }

    private static func event(_ page: [UInt8]) -> [UInt8] {
        var text = Array("event: page\n".utf8)
        // A carriage return ends a line of a stream as well, and a remark may hold one. Blank lines
        // are sent too: a page that is the same must be the same to the last blank, else what has
        // focus may be replaced.
        let lines = page.indices.filter { place in
            page[place] != 0x0D || place + 1 == page.count || page[place + 1] != 0x0A
        }.map { page[$0] }.split(
            omittingEmptySubsequences: false, whereSeparator: lineEnds.contains)
        for line in lines {
            text += Array("data: ".utf8) + line + [UInt8(ascii: "\n")]
        }
        return text + [UInt8(ascii: "\n")]
    }
}

extension Endpoint {
    /// A page, and beside it, at `…/live`, the stream of it. `check` throws `Problem` for whoever
    /// may not see it, before the stream begins.
    static func live(
        _ path: String, _ action: Action, query: Set<String> = [],
        pause: Duration = .milliseconds(300), ticks: Duration? = nil, isLong: Bool = false,
        check: @escaping @Sendable (Call, any LedgerReading) throws -> Void = { _, _ in },
        _ work: @escaping PageStream.Work
    ) -> [Endpoint] {
        [
            .get(path, action, query: query, isLong: isLong, work),
            Endpoint(
                method: .get, path: path + "/live", action: action, query: query,
                work: .streaming { call, ledger in
                    try check(call, ledger)
                    return PageStream(call: call, pause: pause, ticks: ticks, work: work)
                }),
        ]
    }
}
