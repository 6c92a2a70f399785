import Testing

/// A page's tags, as far as a test looks at them: what is written in text, or in an attribute's
/// value, is none of them.
struct Markup {
    struct Tag {
        let name: String
        let attributes: [String: String]
        /// What stands up to the next tag.
        var text: String
    }

    private(set) var tags: [Tag] = []

    init(_ page: String) {
        let html = page.firstRange(of: "<body>").map { page[$0.lowerBound...] } ?? page[...]
        // An attribute is a name, and a value in double quotes: pages write no other.
        // As a browser does, which sees a quotation mark also where an accent stands upon it.
        let tag = #/<(\/?[a-z][a-z0-9]*)((?:\s[^<>"]*(?:"[^"]*")?)*)>([^<]*)/#
            .matchingSemantics(.unicodeScalar)
        let attribute = #/([^\s="]+)(?:="([^"]*)")?/#.matchingSemantics(.unicodeScalar)
        for match in html.matches(of: tag) {
            var attributes: [String: String] = [:]
            for pair in match.2.matches(of: attribute) {
                attributes[String(pair.1)] = String(pair.2 ?? "")
            }
            tags.append(
                Tag(name: String(match.1), attributes: attributes, text: String(match.3)))
        }
    }

    var ids: [String] { tags.compactMap { $0.attributes["id"] } }

    func all(_ names: String...) -> [Tag] { tags.filter { names.contains($0.name) } }
}
