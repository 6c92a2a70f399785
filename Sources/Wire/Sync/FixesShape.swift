import Attendance

extension ClockFixes {
    init(_ fields: SyncFields) throws(SyncFault) {
        var fixes: [ClockFix] = []
        for fix in try fields.list("fixes", most: ClockFixes.most) {
            fixes.append(
                ClockFix(
                    at: try BootTime(fix), hubTime: try fix.moment("hub_time"),
                    within: try fix.whole("within_ms", in: SyncFields.moments)))
        }
        self.init(fixes)
    }

    var json: JSON {
        .array(
            fixes.map { fix in
                [
                    "boot": JSON(fix.at.boot), "boot_ms": .int(fix.at.milliseconds),
                    "hub_time": JSON(fix.hubTime), "within_ms": .int(fix.within),
                ]
            })
    }

    /// As a door keeps them; nil where that is none of it.
    package init?(kept text: String) {
        let bytes = Array(text.utf8)
        do {
            try self.init(SyncFields(parsing: bytes, mostBytes: bytes.count))
        } catch {
            return nil
        }
    }

    package var kept: String {
        String(decoding: (["fixes": json] as JSON).bytes, as: UTF8.self)
    }
}
