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
    package var fixes: ClockFixes

    package init(
        epoch: UniqueID, nonce: String, after: Int64, oldest: Int64, fixes: ClockFixes
    ) {
        self.epoch = epoch
        self.nonce = nonce
        self.after = after
        self.oldest = oldest
        self.fixes = fixes
    }

    package init(parsing bytes: [UInt8]) throws(SyncFault) {
        let fields = try SyncFields(parsing: bytes, mostBytes: Self.mostHeadBytes)
        var fixes: [ClockFix] = []
        for fix in try fields.list("fixes", most: ClockFixes.most) {
            fixes.append(
                ClockFix(
                    at: try BootTime(fix), hubTime: try fix.moment("hub_time"),
                    within: try fix.whole("within_ms", in: SyncFields.moments)))
        }
        self.init(
            epoch: try fields.id("epoch"),
            nonce: try fields.text("nonce", most: Self.longestNonce),
            after: try fields.whole("after"), oldest: try fields.whole("oldest"),
            fixes: ClockFixes(fixes))
    }

    /// On one line, without its end.
    package var bytes: [UInt8] {
        let fixes = fixes.fixes.map { fix -> JSON in
            [
                "boot": JSON(fix.at.boot), "boot_ms": .int(fix.at.milliseconds),
                "hub_time": JSON(fix.hubTime), "within_ms": .int(fix.within),
            ]
        }
        let head: JSON = [
            "epoch": JSON(epoch), "nonce": .string(nonce), "after": .int(after),
            "oldest": .int(oldest), "fixes": .array(fixes),
        ]
        return head.bytes
    }
}
