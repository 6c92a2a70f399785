import Foundation
import Testing

@testable import Terminal

@Suite struct DoorMailboxTests {
    /// Of a signal that nobody holds for anything but a change of size.
    @Test func aSignalThatComesAtOnceIsAnEvent() {
        let events = DoorMailbox()
        let sources = events.watch([SIGWINCH])
        kill(getpid(), SIGWINCH)
        var waiting = pollfd(fd: events.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&waiting, 1, 10_000) == 1)
        for source in sources { source.cancel() }
    }
}
