import Attendance
import Testing
import Wire

/// Moments as text, to the ends of what can be written.
@Suite struct StampTests {
    @Test(
        "A moment before 1970 is written as it was read",
        arguments: [
            "1969-12-31T23:59:59.500Z", "0001-01-01T00:00:00.000Z", "1900-02-28T12:00:00.001Z",
        ])
    func beforeNineteenSeventy(_ text: String) {
        #expect(Moment(stamp: text)?.utcStamp == text)
    }

    @Test(
        "A moment that cannot be written in every zone of the years 1 to 9999 is none",
        arguments: [
            "9999-12-31T23:59:59-00:01", "9999-12-30T23:59:59-00:01", "0001-01-01T00:00:00+00:01",
        ])
    func outsideTheYears(_ text: String) {
        #expect(Moment(stamp: text) == nil)
    }
}
