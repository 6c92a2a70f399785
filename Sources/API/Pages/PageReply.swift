import Wire

extension Reply {
    /// Nothing but what we serve is loaded, and nobody frames it.
    private static let safety = [
        (
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
                + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
    ]

    static func page(_ html: String, status: Int = 200) -> Reply {
        var reply = Reply(
            status: status, contentType: "text/html; charset=utf-8", body: Array(html.utf8))
        reply.fields = safety
        return reply
    }

    /// To another of our pages, with GET.
    static func go(to path: String) -> Reply {
        var reply = page("", status: 303)
        reply.fields.append(("Location", path))
        return reply
    }

    /// What went wrong, as a page.
    static func page(_ problem: Problem, in words: Words) -> Reply {
        let isSignedOut = problem.status == 401
        let title = isSignedOut ? words(.pageNotSignedIn) : title(of: problem.status)
        let message = isSignedOut ? words(.pageSignInHow) : problem.message
        var reply = page(
            """
            <!doctype html><html lang="\(words(.language))"><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(escaped(title))</title><link rel="stylesheet" href="/pages/style.css">
            <main><h1>\(escaped(title))</h1><p>\(escaped(message))</p></main></html>
            """, status: problem.status)
        reply.fields += problem.fields.filter { $0.0 != "WWW-Authenticate" }
        return reply
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
