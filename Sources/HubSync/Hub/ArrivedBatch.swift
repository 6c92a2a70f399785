import Attendance
import Crypto
import Wire

/// What a door sent up, read before anybody writes: a head, and lines that follow each other.
package struct ArrivedBatch: Sendable {
    package struct Line: Sendable {
        package var bytes: [UInt8]
        /// The first half of SHA-256 over the bytes.
        package var hash: [UInt8]
        /// What is wrong with it, where it cannot be read.
        package var content: Result<JournalLine, SyncFault>
    }

    package var head: SyncRequest
    package var lines: [Line]

    /// The request's body: lines that each end with a newline, the last with or without one.
    package init(parsing body: [UInt8]) throws(SyncFault) {
        var lines = body.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        if lines.last?.isEmpty == true { lines = lines.dropLast() }
        guard let first = lines.popFirst() else {
            throw .field("/", needs: "must begin with a line that says what follows")
        }
        head = try SyncRequest(parsing: Array(first))
        if lines.count > SyncRequest.mostLines {
            throw .field("/", needs: "must be at most \(SyncRequest.mostLines) lines of a journal")
        }
        self.lines = []
        for (place, line) in lines.enumerated() {
            self.lines.append(Line(Array(line), seq: head.after + 1 + Int64(place)))
        }
    }
}

extension ArrivedBatch.Line {
    init(_ bytes: [UInt8], seq: Int64) {
        self.bytes = bytes
        hash = Array(SHA256.hash(data: bytes).prefix(16))
        do {
            let line = try JournalLine(parsing: bytes)
            content =
                line.seq == seq
                ? .success(line)
                : .failure(.field("/seq", needs: "must be \(seq), by its place"))
        } catch {
            content = .failure(error)
        }
    }
}
