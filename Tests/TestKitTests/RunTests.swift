import Foundation
import TestKit
import Testing

@Suite struct RunTests {
    @Test("More than a pipe holds goes in and comes out of both streams")
    func large() throws {
        let text = [UInt8](repeating: 0x61, count: 1_000_000)
        let finished = try run("/bin/sh", ["-c", "tee /dev/stderr"], stdin: text)
        #expect(finished.status == 0)
        #expect(finished.stdout == text)
        #expect(finished.stderr == text)
    }

    @Test("A program that does not read its input ends all the same")
    func deaf() throws {
        let text = [UInt8](repeating: 0x61, count: 1_000_000)
        #expect(try run("/bin/sh", ["-c", "exit 3"], stdin: text).status == 3)
        #expect(try run("/bin/sh", ["-c", "kill -9 $$"]).status == 128 + 9)
    }

    @Test("The environment is exactly the one given")
    func environment() throws {
        let finished = try run("/usr/bin/env", environment: ["A": "1"])
        #expect(finished.text == "A=1\n")
    }

    @Test("However many descriptors are open here, a program has its three streams alone")
    func manyDescriptors() throws {
        let opened = (0..<2_000).map { _ in open("/dev/null", O_RDONLY) }
        defer { for descriptor in opened { close(descriptor) } }
        #expect(opened.allSatisfy { $0 > 0 })
        // The last is the folder itself.
        #expect(try run("ls", ["/proc/self/fd"]).text == "0\n1\n2\n3\n")
    }

    @Test("What is missing and what does not end is thrown")
    func failures() {
        #expect(throws: RunFailure.self) { try run("/nowhere/nothing") }
        #expect(throws: RunFailure.self) {
            try run("/bin/sleep", ["60"], deadlineSeconds: 0.2)
        }
    }
}
