import Foundation
import FoundationXML

/// One XML file of a workbook, read as its elements come.
///
/// XML with a DTD is refused before it is parsed, so nothing in it can expand or point elsewhere.
class XMLPart: NSObject, XMLParserDelegate {
    /// Set to end the reading.
    var fault: WorkbookFault?
    private var hasError = false

    func begin(_ element: String, _ attributes: [String: String]) {}
    func end(_ element: String) {}
    func text(_ text: String) {}

    func read(_ bytes: [UInt8]) throws {
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        if isUTF16 || bytes.contains(0) || bytes.holds("<!DOCTYPE") || bytes.holds("<!ENTITY") {
            throw WorkbookFault.entities
        }
        // Foundation's parser traps on names that are no text; a workbook is UTF-8, or UTF-16.
        if String(validating: bytes, as: UTF8.self) == nil { throw WorkbookFault.damaged }
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = self
        parser.shouldResolveExternalEntities = false
        let isWhole = parser.parse()
        if let fault { throw fault }
        if !isWhole || parser.parserError != nil || hasError { throw WorkbookFault.damaged }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        begin(Self.local(name), attributes)
        if fault != nil { parser.abortParsing() }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        end(Self.local(name))
        if fault != nil { parser.abortParsing() }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        text(string)
    }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        hasError = true
    }

    /// The name without its prefix: `x:row` is a row.
    private static func local(_ name: String) -> String {
        name.split(separator: ":").last.map(String.init) ?? name
    }
}

extension [UInt8] {
    fileprivate func holds(_ word: String) -> Bool {
        let word = Array(word.utf8)
        var place = startIndex
        while let next = self[place...].firstIndex(of: word[0]) {
            if self[next...].starts(with: word) { return true }
            place = next + 1
        }
        return false
    }
}
