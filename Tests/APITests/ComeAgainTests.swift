import Testing

@testable import API

/// Whoever finds no place is told when theirs will be.
@Suite struct ComeAgainTests {
    private let start = ContinuousClock.now

    /// Batches that end one after the other, `pace` apart, while others wait.
    private func paced(_ pace: Duration) -> ComeAgain {
        var again = ComeAgain()
        for number in 1...100 { again.end(at: start + pace * (number - 100), isWaiting: true) }
        return again
    }

    @Test func eachComesAfterTheOneBefore() {
        var again = paced(.milliseconds(200))
        let waits = (0..<100).map { _ in again.place(at: start, behind: 50) }
        let expected = (0..<100).map { Duration.milliseconds(200) * (50 + $0) }
        for (wait, expected) in zip(waits, expected) {
            #expect(abs((wait - expected) / .milliseconds(1)) < 20)
        }
    }

    @Test func nobodyIsSentAwayForLongerThanAMinute() {
        var again = paced(.seconds(5))
        for _ in 0..<1_000 { #expect(again.place(at: start, behind: 66) <= .seconds(60)) }
    }

    @Test func quietTimesAreNoPace() {
        var again = paced(.milliseconds(100))
        again.end(at: start + .milliseconds(100), isWaiting: false)
        again.end(at: start + .seconds(3_600), isWaiting: true)
        let wait = again.place(at: start + .seconds(3_600), behind: 10)
        #expect(abs((wait - .seconds(1)) / .milliseconds(1)) < 20)
    }

    @Test func whoCameBackHoldsNobodyUp() {
        var again = paced(.milliseconds(100))
        for _ in 0..<100 { _ = again.place(at: start, behind: 50) }
        let wait = again.place(at: start + .seconds(600), behind: 50)
        #expect(abs((wait - .seconds(5)) / .milliseconds(1)) < 20)
    }
}
