import Attendance
import Testing

@Suite struct BrakeTests {
    private func second(_ seconds: Int) -> Moment { Moment(seconds: 1_000_000 + Int64(seconds)) }

    private func brake(_ seconds: [Int]) -> Brake { Brake(failures: seconds.map(second)) }

    @Test func fiveFailuresAreFree() {
        #expect(brake([0, 1, 2, 3, 4]).wait(at: second(4)) == 0)
    }

    @Test(arguments: [(6, 2), (7, 4), (8, 8), (9, 10), (12, 10)])
    func theNextOnesWait(_ failures: Int, _ seconds: Int) {
        let braked = brake(Array(0..<failures))
        #expect(braked.wait(at: second(failures - 1)) == seconds)
        #expect(braked.wait(at: second(failures - 1 + seconds)) == 0)
    }

    @Test func twentySecondsForgetOneFailure() {
        #expect(brake([0, 1, 2, 3, 4, 24]).wait(at: second(24)) == 0, "the level is 5 again")
        #expect(brake([0, 1, 2, 3, 4, 23]).wait(at: second(23)) == 2, "19 seconds forget nothing")
    }

    @Test func theLevelNeverFallsUnderNothing() {
        #expect(brake([0, 1_000, 1_001, 1_002, 1_003, 1_004]).wait(at: second(1_004)) == 0)
    }

    @Test func theOrderOfFailuresDoesNotMatter() {
        #expect(brake([5, 3, 1, 4, 2, 0]) == brake([0, 1, 2, 3, 4, 5]))
    }
}
