import Attendance

/// The first line of what a door sends up; so many journal lines follow it, one after another.
package struct SyncRequest: Equatable, Sendable {
    package static let contentType = "application/x-ndjson"
    /// Journal lines in one request, and bytes of all of it.
    package static let mostLines = 500
    package static let mostBytes = 1 << 20
    static let mostHeadBytes = 16_384
    static let longestNonce = 64

    /// Which of the door's journals this is.
    package var epoch: UniqueID
    /// Any word; the answer repeats it.
    package var nonce: String
    /// The lines that follow are those after this one.
    package var after: Int64
    /// The oldest line that the journal still has: what was before it has gone by age.
    package var oldest: Int64
    /// The last line of the journal: what is after those that follow still waits.
    package var newest: Int64
    package var fixes: ClockFixes

    package init(
        epoch: UniqueID, nonce: String, after: Int64, oldest: Int64, newest: Int64,
        fixes: ClockFixes
    ) {
        self.epoch = epoch
        self.nonce = nonce
        self.after = after
        self.oldest = oldest
        self.newest = newest
        self.fixes = fixes
    }

    package init(parsing bytes: [UInt8]) throws(SyncFault) {
        let fields = try SyncFields(parsing: bytes, mostBytes: Self.mostHeadBytes)
        self.init(
            epoch: try fields.id("epoch"),
            nonce: try fields.text("nonce", most: Self.longestNonce),
            after: try fields.whole("after"), oldest: try fields.whole("oldest"),
            newest: try fields.whole("newest"),
            fixes: try ClockFixes(fields))
    }

    /// On one line, without its end.
    package var bytes: [UInt8] {
        let head: JSON = [
            "epoch": JSON(epoch), "nonce": .string(nonce), "after": .int(after),
            "oldest": .int(oldest), "newest": .int(newest), "fixes": fixes.json,
        ]
        return head.bytes
    }
}
