import Synchronization

/// What each API can be asked.
package struct OpenAPIDocuments: Sendable {
    let checkin: OpenAPIDocument
    let attendance: OpenAPIDocument

    package init(checkin: OpenAPIDocument, attendance: OpenAPIDocument) {
        self.checkin = checkin
        self.attendance = attendance
    }
}

/// The document that says what can be asked, as it is served.
package final class OpenAPIDocument: Sendable {
    let yaml: [UInt8]
    private let make: @Sendable ([UInt8]) throws -> [UInt8]
    private let made = Mutex<[UInt8]?>(nil)

    /// `json` makes the same as JSON of what is in YAML.
    package init(yaml: [UInt8], json: @escaping @Sendable ([UInt8]) throws -> [UInt8]) {
        self.yaml = yaml
        make = json
    }

    /// Made when somebody first asks for it: few ever do, and it takes longer than all else that a
    /// service does before it answers.
    func json() throws -> [UInt8] {
        try made.withLock { made in
            let json = try made ?? make(yaml)
            made = json
            return json
        }
    }
}
