import CPostgres

/// How often a server has warned of something.
final class PostgresWarnings {
    private(set) var number = 0

    /// For as long as this is there.
    func count(on connection: OpaquePointer) {
        // Given back as `self` at each notice; the connection ends before it does.
        let place = Unmanaged.passUnretained(self).toOpaque()
        PQsetNoticeReceiver(
            connection,
            { place, notice in
                // PG_DIAG_SEVERITY_NONLOCALIZED
                let severity = notice.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "V"))) }
                guard let place, let severity, String(cString: severity) == "WARNING" else {
                    return
                }
                Unmanaged<PostgresWarnings>.fromOpaque(place).takeUnretainedValue().number += 1
            }, place)
    }
}
