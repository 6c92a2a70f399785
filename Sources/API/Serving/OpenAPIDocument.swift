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
package struct OpenAPIDocument: Sendable {
    let yaml: [UInt8]
    let json: [UInt8]

    package init(yaml: [UInt8], json: [UInt8]) {
        self.yaml = yaml
        self.json = json
    }
}
