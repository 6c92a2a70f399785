import Attendance

/// What the hub says to lines of a journal.
package struct SyncAnswer: Equatable, Sendable {
    package static let mostBytes = 1 << 20
    package static let longestReason = 200
    static let mostBackoffMilliseconds: Int64 = 86_400_000

    package enum Disposition: String, CaseIterable, Sendable {
        case new, duplicate
        /// Kept, and not applied: the reason is for staff.
        case quarantined
        /// The hub has another line under that number.
        case fork
    }

    package struct Result: Equatable, Sendable {
        package var seq: Int64
        package var disposition: Disposition
        package var reason: String?

        package init(seq: Int64, disposition: Disposition, reason: String? = nil) {
            self.seq = seq
            self.disposition = disposition
            self.reason = reason
        }
    }

    package var hubEpoch: UniqueID
    package var nonce: String
    /// The hub has all of the journal's lines up to this one.
    package var highWater: Int64
    /// Ascending by seq, no seq twice.
    package var results: [Result]
    package var hubTime: Moment
    /// For how long the hub wants to be left alone.
    package var backoffMilliseconds: Int64?

    package init(
        hubEpoch: UniqueID, nonce: String, highWater: Int64, results: [Result], hubTime: Moment,
        backoffMilliseconds: Int64? = nil
    ) {
        self.hubEpoch = hubEpoch
        self.nonce = nonce
        self.highWater = highWater
        self.results = results
        self.hubTime = hubTime
        self.backoffMilliseconds = backoffMilliseconds
    }

    package init(parsing bytes: [UInt8]) throws(SyncFault) {
        let data = try SyncFields(parsing: bytes, mostBytes: Self.mostBytes).fields("data")
        var results: [Result] = []
        for result in try data.list("results", most: SyncRequest.mostLines) {
            let seq = try result.whole("seq", in: 1...SyncFields.largest)
            if let last = results.last, seq <= last.seq {
                throw result.fault("seq", "must be higher than the one before")
            }
            results.append(
                Result(
                    seq: seq, disposition: try result.value("disposition"),
                    reason: try result.textIf("reason", most: Self.longestReason)))
        }
        self.init(
            hubEpoch: try data.id("hub_epoch"),
            nonce: try data.text("nonce", most: SyncRequest.longestNonce),
            highWater: try data.whole("high_water"), results: results,
            hubTime: try data.moment("hub_time"),
            backoffMilliseconds: try data.wholeIf(
                "backoff_ms", in: 0...Self.mostBackoffMilliseconds))
    }

    /// The envelope's `data`.
    package var data: JSON {
        .present([
            ("hub_epoch", JSON(hubEpoch)), ("nonce", .string(nonce)),
            ("high_water", .int(highWater)),
            (
                "results",
                .array(
                    results.map {
                        .present([
                            ("seq", .int($0.seq)),
                            ("disposition", .string($0.disposition.rawValue)),
                            ("reason", JSON($0.reason)),
                        ])
                    })
            ),
            ("hub_time", JSON(hubTime)), ("backoff_ms", JSON(backoffMilliseconds)),
        ])
    }
}
