import Desk
import Wire

extension Call {
    var language: String { service.language(accepted: asked.acceptLanguage) }

    /// What a door says, in the reader's language.
    var voice: Voice { service.voices[language] ?? service.voice }

    func word(_ name: String, _ values: [String: String] = [:]) -> String {
        service.pages.word(name, values, in: language)
    }

    /// `live` is where the stream of the page is; nil where it does not change.
    func page(_ name: String, _ values: [String: Any], live: String? = nil) -> Reply {
        var values = values
        values["live"] = live
        return service.pages.reply(name, values, in: language)
    }

    /// What a form sent, by the names that are asked for.
    func form(_ names: Set<String>) -> Query {
        Query(lenient: String(decoding: asked.body, as: UTF8.self), known: names)
    }
}
