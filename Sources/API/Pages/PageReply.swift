import Wire

extension Reply {
    /// To another of our pages, with GET.
    static func go(to path: String) -> Reply {
        var reply = Reply(status: 303, contentType: "text/html; charset=utf-8", body: [])
        reply.fields = [("Location", path), ("Referrer-Policy", "same-origin")]
        return reply
    }

    /// What went wrong before anybody knew which page was asked for.
    static func bare(_ problem: Problem) -> Reply {
        let title = title(of: problem.status)
        var reply = Reply(
            status: problem.status, contentType: "text/html; charset=utf-8",
            body: Array("<!doctype html><title>\(title)</title><h1>\(title)</h1>".utf8))
        reply.fields = problem.fields
        return reply
    }
}

extension Service {
    /// What went wrong, as a page.
    func page(_ problem: Problem, _ head: Head) -> Reply {
        let language = language(accepted: head.acceptLanguage)
        let place = PagePlace(head.path)
        if problem.status == 401, head.method == "GET" {
            // It comes again from a page of ours, with its cookie.
            // Two slashes begin the address of another host.
            let isOurs = place != .front || head.path == "/"
            if head.isFromElsewhere, isOurs { return again(head, in: language) }
            if place == .front, Cookie.phone.token(in: head.cookie) != nil { return .go(to: "/me") }
        }
        let names: (String, String) =
            switch problem.status {
            case 401: place.signedOutWords
            case 403: ("forbidden", "forbidden_how")
            case 404: ("not_found", "not_found_how")
            case 429: ("too_many", "too_many_how")
            default: ("failed", "failed_how")
            }
        // What the desk refuses has words of its own.
        let isRefusal = [409, 422].contains(problem.status)
        var reply = pages.reply(
            "problem",
            [
                "title": pages.word(names.0, in: language),
                "message": isRefusal
                    ? problem.message : pages.word(names.1, in: language),
                "back": problem.status == 401 ? place.otherHome(head.cookie) : place.home,
            ], in: language, status: problem.status)
        reply.fields += problem.fields.filter { $0.0 != "WWW-Authenticate" }
        return reply
    }

    private func again(_ head: Head, in language: String) -> Reply {
        let path = "\(head.path)" + (head.query.map { "?" + $0 } ?? "")
        return pages.reply("again", ["path": path], in: language)
    }

    func language(accepted field: String?) -> String {
        PageWords.language(accepted: field, standard: voice.words(.language))
    }
}
