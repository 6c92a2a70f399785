import Testing
import Wire

/// JSON at the edge of what it can hold.
@Suite struct JSONTests {
    @Test(
        "A number beyond every number that can be held is refused, not infinite",
        arguments: ["1e999", "-1e999", "[1E400]"])
    func numbersWithoutEnd(_ text: String) {
        #expect(throws: JSONFault.self) { try JSON(parsing: text.utf8) }
    }

    @Test("What is as large as a number gets is read", arguments: ["1e308", "-1e308"])
    func largeNumbers(_ text: String) throws {
        let value = try JSON(parsing: text.utf8)
        #expect(try JSON(parsing: value.bytes) == value)
    }
}
