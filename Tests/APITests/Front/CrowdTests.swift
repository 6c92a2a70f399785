import TestKit
import Testing

@testable import API

@Suite("Crowds that have gone")
struct CrowdTests {
    /// How many were there between two looks, how many at the second, and whether memory is given
    /// back then; one look after the other.
    struct Looks: Sendable {
        let most: [Int]
        let now: [Int]
        let gives: [Bool]
    }

    @Test(arguments: [
        Looks(most: [500, 500, 20], now: [500, 20, 20], gives: [false, false, true]),
        Looks(
            most: [64, 0, 0, 0, 0, 0, 0], now: [0, 0, 0, 0, 0, 0, 0],
            gives: [false, true, false, false, false, true, false]),
        Looks(most: [99, 70, 40, 30], now: [70, 40, 30, 30], gives: [false, false, false, true]),
        Looks(most: [64, 0, 0], now: [0, 0, 0], gives: [false, true, false]),
        Looks(most: [63, 40, 30], now: [0, 0, 0], gives: [false, false, false]),
        Looks(
            most: [200, 300, 300, 9], now: [100, 300, 9, 9], gives: [false, true, false, true]),
    ])
    func memory(_ looks: Looks) {
        var crowd = CrowdMemory.Crowd()
        let gives = zip(looks.most, looks.now).map { crowd.hasGone(most: $0, now: $1) }
        #expect(gives == looks.gives)
    }

    @Test("The most at once is what was there since it was asked last")
    func most() {
        let counter = ConnectionCounter(limits: ConnectionLimits())
        let all = (0..<3).map { _ in counter.enter("10.0.0.1") }
        counter.leave("10.0.0.1", as: all[0])
        #expect(counter.takeMost() == 3)
        #expect(counter.takeMost() == 2)
        counter.leave("10.0.0.1", as: all[1])
        counter.leave("10.0.0.1", as: all[2])
        #expect(counter.takeMost() == 2)
        #expect(counter.takeMost() == 0)
    }
}
