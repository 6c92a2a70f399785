import Attendance
import Testing

/// Which of its meanings a token has.
@Suite struct ReadingTests {
    let holder = Lookups.Holder(user: UserID(1), role: .student, isOnRoster: true)
    let friend = Lookups.Holder(user: UserID(2), role: .student, isOnRoster: false)

    func read(
        _ text: String, fromReader: Bool = false, given: Lookups, room: RoomDay = DecideTests.room()
    ) -> Reading {
        Reading(
            UserCode(text)!, isFromReader: fromReader, room: room, at: at(5), given: given)
    }

    @Test func aSessionOpenHereComesFirst() {
        let given = Lookups(holder: holder, longestCode: 10)
        #expect(read("ABC123", given: given) == .session(CheckinSessionID(9)))
        let closed = DecideTests.room(DecideTests.session(closed: 3))
        #expect(read("ABC123", given: given, room: closed) == .person(holder))
    }

    @Test func aUserCodeComesBeforeACardNumberAndATail() {
        let given = Lookups(
            holder: holder, aliasHolder: friend, isAliasBlocked: true,
            sameLast4: [DecideTests.john], longestCode: 10)
        #expect(read("3456", given: given) == .person(holder))
    }

    @Test func aBlockedCardNumberIsNoPerson() {
        let given = Lookups(aliasHolder: friend, isAliasBlocked: true, longestCode: 10)
        #expect(read("0040856634", given: given) == .blockedCard)
    }

    @Test func aTailMatchesExactlyWhatWasTyped() {
        let given = Lookups(sameLast4: [DecideTests.john, DecideTests.twin], longestCode: 10)
        #expect(
            read("3456", given: given) == .tail([DecideTests.john, DecideTests.twin], length: 4))
        #expect(read("4123456", given: given) == .tail([DecideTests.john], length: 7))
        #expect(read("9123456", given: given) == .tail([], length: 7))
    }

    @Test func aReaderSendsWholeCodesOnly() {
        let given = Lookups(sameLast4: [DecideTests.john], longestCode: 10)
        #expect(read("3456", fromReader: true, given: given) == .unknownCode)
    }

    @Test func lessThanFourOrAsLongAsACodeIsNoTail() {
        let given = Lookups(sameLast4: [DecideTests.john], longestCode: 10)
        #expect(read("456", given: given) == .unknownCode)
        #expect(read("9924123456", given: given) == .unknownCode)
    }

    @Test func tailsAreFoldedInCase() {
        let entry = Lookups.RosterEntry(user: UserID(4), code: UserCode("202412345x")!)
        let given = Lookups(sameLast4: [entry], longestCode: 10)
        #expect(read("345X", given: given) == .tail([entry], length: 4))
    }
}
