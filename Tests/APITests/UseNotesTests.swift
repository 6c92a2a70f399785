import Attendance
import Desk
import Testing

@testable import API

@Suite struct UseNotesTests {
    private let notes = UseNotes()
    private let noon = Moment(seconds: 1_800_000_000)

    private func note(_ token: UInt8, _ seconds: Int64 = 0) -> Bool {
        let digest = TokenDigest(bytes: [UInt8](repeating: token, count: 32))
        return notes.note(digest, of: TokenID(Int64(token)), at: noon.adding(seconds: seconds))
    }

    @Test func whatIsNotedWaitsForTheFirstToBeWritten() {
        #expect(note(1))
        #expect(!note(2, 1))
        #expect(!note(1, 2), "once a minute")
        #expect(notes.take() == [TokenID(1): noon, TokenID(2): noon.adding(seconds: 1)])
        #expect(notes.take().isEmpty)
        #expect(note(1, 60))
        #expect(notes.take() == [TokenID(1): noon.adding(seconds: 60)])
    }
}
