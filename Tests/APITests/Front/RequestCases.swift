/// A raw request and what has to become of it.
struct RequestCase: CustomStringConvertible, Sendable {
    let description: String
    let bytes: [UInt8]
    let status: Int

    init(_ description: String, _ status: Int, _ text: String) {
        self.description = description
        self.status = status
        bytes = Array(text.utf8)
    }

    init(_ description: String, _ status: Int, bytes: [UInt8]) {
        self.description = description
        self.status = status
        self.bytes = bytes
    }

    static let all = good + lines + fields + lengths + chunks + sizes

    private static let host = "Host: localhost\r\n"

    private static func get(_ fields: String) -> String {
        "GET /hello HTTP/1.1\r\n\(host)\(fields)\r\n"
    }

    private static func post(_ fields: String, _ body: String = "") -> String {
        "POST /echo HTTP/1.1\r\n\(host)\(fields)\r\n\(body)"
    }

    private static func chunked(_ body: String) -> String {
        post("Transfer-Encoding: chunked\r\n", body)
    }

    static let good: [RequestCase] = [
        .init("A plain GET is answered", 200, get("")),
        .init("A GET after one empty line is answered", 200, "\r\n" + get("")),
        .init("A query is fine", 200, "GET /hello?a=b&c=%20 HTTP/1.1\r\n\(host)\r\n"),
        .init("HTTP/1.0 needs no Host", 200, "GET /hello HTTP/1.0\r\n\r\n"),
        .init("A target nobody knows is the router's", 404, "GET /x HTTP/1.1\r\n\(host)\r\n"),
        .init("OPTIONS may ask for *", 200, "OPTIONS * HTTP/1.1\r\n\(host)\r\n"),
        .init("A Host with a port is fine", 200, "GET /hello HTTP/1.1\r\nHost: a.b:80\r\n\r\n"),
        .init("A Host in brackets is fine", 200, "GET /hello HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"),
        .init(
            "An absolute target for the same host is fine", 200,
            "GET http://localhost/hello HTTP/1.1\r\n\(host)\r\n"),
        .init("Blanks around a value are fine", 200, get("X-A: \t b \t\r\n")),
        .init("A value may be empty", 200, get("X-A:\r\n")),
        .init("A value may hold UTF-8", 200, get("X-A: é\r\n")),
        .init("Field names come in any case", 200, "GET /hello HTTP/1.1\r\nhOsT: a\r\n\r\n"),
        .init("A body of known length is echoed", 200, post("Content-Length: 5\r\n", "hello")),
        .init("A body of length nought is fine", 200, post("Content-Length: 0\r\n")),
        .init("A POST without a body is fine", 200, post("")),
        .init("A chunked body is echoed", 200, chunked("5\r\nhello\r\n0\r\n\r\n")),
        .init("Chunk extensions are fine", 200, chunked("5;a=b;c\r\nhello\r\n0\r\n\r\n")),
        .init("Trailers are fine", 200, chunked("5\r\nhello\r\n0\r\nX-A: b\r\n\r\n")),
        .init("Chunk sizes may have noughts before", 200, chunked("005\r\nhello\r\n0\r\n\r\n")),
        .init(
            "The name of a coding comes in any case", 200,
            post("Transfer-Encoding: Chunked\r\n", "0\r\n\r\n")),
        .init(
            "An upgrade is not taken, but answered", 200,
            get("Connection: Upgrade\r\nUpgrade: h2c\r\n")),
    ]

    static let lines: [RequestCase] = [
        .init("Two empty lines first are refused", 400, "\r\n\r\n" + get("")),
        .init("A line without a version is refused", 400, "GET /hello\r\n\r\n"),
        .init("Two blanks before the target are refused", 400, "GET  /hello HTTP/1.1\r\n\r\n"),
        .init("Two blanks after the target are refused", 400, "GET /hello  HTTP/1.1\r\n\r\n"),
        .init("A blank after the version is refused", 400, "GET /hello HTTP/1.1 \r\n\r\n"),
        .init("A blank before the method is refused", 400, " GET /hello HTTP/1.1\r\n\r\n"),
        .init("A tab between the parts is refused", 400, "GET\t/hello\tHTTP/1.1\r\n\r\n"),
        .init("HTTP/2.0 is unknown", 505, "GET /hello HTTP/2.0\r\n\(host)\r\n"),
        .init("HTTP/3.0 is unknown", 505, "GET /hello HTTP/3.0\r\n\(host)\r\n"),
        .init("HTTP/1.2 is unknown", 505, "GET /hello HTTP/1.2\r\n\(host)\r\n"),
        .init("The preface of HTTP/2 is refused", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        .init("HTTP/1 is malformed", 400, "GET /hello HTTP/1\r\n\(host)\r\n"),
        .init("HTTP/1.10 is malformed", 400, "GET /hello HTTP/1.10\r\n\(host)\r\n"),
        .init("http/1.1 in small letters is malformed", 400, "GET /hello http/1.1\r\n\r\n"),
        .init("A slash in the method is refused", 400, "GE/T /hello HTTP/1.1\r\n\(host)\r\n"),
        .init("A method nobody knows is not implemented", 501, "BREW / HTTP/1.1\r\n\(host)\r\n"),
        .init("A small method is another one", 501, "get /hello HTTP/1.1\r\n\(host)\r\n"),
        .init("CONNECT is refused", 400, "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"),
        .init("GET * is refused", 400, "GET * HTTP/1.1\r\n\(host)\r\n"),
        .init("A target without a slash is refused", 400, "GET hello HTTP/1.1\r\n\(host)\r\n"),
        .init("A fragment is refused", 400, "GET /hello#a HTTP/1.1\r\n\(host)\r\n"),
        .init("A target with a NUL is refused", 400, "GET /he\0llo HTTP/1.1\r\n\(host)\r\n"),
        .init("A target in UTF-8 is refused", 400, "GET /é HTTP/1.1\r\n\(host)\r\n"),
        .init(
            "A target of another scheme is refused", 400,
            "GET ftp://localhost/ HTTP/1.1\r\n\(host)\r\n"),
        .init(
            "An absolute target for another host is refused", 400,
            "GET http://other/hello HTTP/1.1\r\n\(host)\r\n"),
        .init(
            "An absolute target with a user is refused", 400,
            "GET http://a@localhost/hello HTTP/1.1\r\n\(host)\r\n"),
        .init(
            "A bare LF after the request line is refused", 400, "GET /hello HTTP/1.1\n\(host)\r\n"),
        .init("TLS on the plain port is refused", 400, bytes: [0x16, 0x03, 0x01, 0x02, 0x00]),
    ]

    static let fields: [RequestCase] = [
        .init("No Host is refused", 400, "GET /hello HTTP/1.1\r\n\r\n"),
        .init("Two Hosts are refused", 400, get(host)),
        .init(
            "Two Hosts in HTTP/1.0 are refused", 400, "GET /hello HTTP/1.0\r\n\(host)\(host)\r\n"),
        .init("An empty Host is refused", 400, "GET /hello HTTP/1.1\r\nHost:\r\n\r\n"),
        .init("A Host with a slash is refused", 400, "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        .init("A Host with a user is refused", 400, "GET /hello HTTP/1.1\r\nHost: a@b\r\n\r\n"),
        .init("A list of Hosts is refused", 400, "GET /hello HTTP/1.1\r\nHost: a, b\r\n\r\n"),
        .init("A Host with a worded port is refused", 400, "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"),
        .init("A folded line is refused", 400, get("X-A: b\r\n c\r\n")),
        .init(
            "A blank before the first field is refused", 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        .init("A blank before the colon is refused", 400, get("X-A : b\r\n")),
        .init("A field without a name is refused", 400, get(": b\r\n")),
        .init("A field without a colon is refused", 400, get("X-A\r\n")),
        .init("A bracket in a field name is refused", 400, get("X(A): b\r\n")),
        .init("UTF-8 in a field name is refused", 400, get("X-é: b\r\n")),
        .init("A NUL in a value is refused", 400, get("X-A: b\0c\r\n")),
        .init("A bell in a value is refused", 400, get("X-A: b\u{7}c\r\n")),
        .init("A DEL in a value is refused", 400, get("X-A: b\u{7f}c\r\n")),
        .init("A bare CR in a value is refused", 400, get("X-A: b\rc\r\n")),
        .init("A bare LF in the fields is refused", 400, get("X-A: b\nX-B: c\r\n")),
        .init("A bare LF at the end is refused", 400, "GET / HTTP/1.1\r\n\(host)\n"),
        .init("Another expectation fails", 417, post("Expect: tea\r\nContent-Length: 5\r\n")),
    ]

    static let lengths: [RequestCase] = [
        .init(
            "Two equal lengths are refused", 400,
            post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")),
        .init(
            "Two lengths are refused", 400,
            post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")),
        .init("A list of lengths is refused", 400, post("Content-Length: 5, 5\r\n", "hello")),
        .init("A length below nought is refused", 400, post("Content-Length: -5\r\n", "hello")),
        .init("A length with a plus is refused", 400, post("Content-Length: +5\r\n", "hello")),
        .init("A length in hexadecimal is refused", 400, post("Content-Length: 0x5\r\n", "hello")),
        .init("An empty length is refused", 400, post("Content-Length:\r\n", "hello")),
        .init(
            "An endless length is refused", 400, post("Content-Length: 18446744073709551621\r\n")),
        .init(
            "A length and chunks are refused", 400,
            post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
        .init(
            "Chunks and a length are refused", 400,
            post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")),
        .init("Another coding is refused", 400, post("Transfer-Encoding: gzip\r\n")),
        .init("Two codings are refused", 400, post("Transfer-Encoding: gzip, chunked\r\n")),
        .init(
            "Chunks twice are refused", 400,
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
        .init(
            "A coding with a blank behind is refused", 400,
            post("Transfer-Encoding: chunked \r\n", "0\r\n\r\n")),
        .init(
            "Chunks in HTTP/1.0 are refused", 400,
            "POST /echo HTTP/1.0\r\n\(host)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ]

    static let chunks: [RequestCase] = [
        .init("A chunk size that is no number is refused", 400, chunked("x\r\nhello\r\n0\r\n\r\n")),
        .init("A chunk size below nought is refused", 400, chunked("-5\r\nhello\r\n0\r\n\r\n")),
        .init("A chunk size like 0x5 is refused", 400, chunked("0x5\r\nhello\r\n0\r\n\r\n")),
        .init("An empty chunk size is refused", 400, chunked("\r\nhello\r\n0\r\n\r\n")),
        .init(
            "A chunk size that overflows is refused", 400,
            chunked("10000000000000005\r\nhello\r\n0\r\n\r\n")),
        .init("A blank after the chunk size is refused", 400, chunked("5 \r\nhello\r\n0\r\n\r\n")),
        .init("A quoted extension is refused", 400, chunked("5;a=\"b\"\r\nhello\r\n0\r\n\r\n")),
        .init("A bare LF after the chunk size is refused", 400, chunked("5\nhello\r\n0\r\n\r\n")),
        .init("A chunk longer than its size is refused", 400, chunked("5\r\nhello!\r\n0\r\n\r\n")),
        .init("A bare LF after a chunk is refused", 400, chunked("5\r\nhello\n0\r\n\r\n")),
        .init("A bad trailer is refused", 400, chunked("0\r\nX A: b\r\n\r\n")),
        .init(
            "A length in the trailers is refused", 400, chunked("0\r\nContent-Length: 5\r\n\r\n")),
        .init("A folded trailer is refused", 400, chunked("0\r\nX-A: b\r\n c\r\n\r\n")),
        .init("A bare LF at the end of trailers is refused", 400, chunked("0\r\n\n")),
    ]

    private static func many(_ count: Int) -> String {
        (0..<count).map { "X-\($0): a\r\n" }.joined()
    }

    static let sizes: [RequestCase] = [
        .init("64 fields are fine", 200, get(many(63))),
        .init("65 fields are too many", 431, get(many(64))),
        .init(
            "Fields of 8 KiB are too large", 431,
            get("X: \(String(repeating: "a", count: 8_192))\r\n")),
        .init(
            "A field without end is too large", 431,
            "GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 9_000))"),
        .init(
            "A target of 8 KiB is fine", 404,
            "GET /\(String(repeating: "a", count: 8_191)) HTTP/1.1\r\n\(host)\r\n"),
        .init(
            "A longer target is too long", 414,
            "GET /\(String(repeating: "a", count: 8_192)) HTTP/1.1\r\n\(host)\r\n"),
        .init(
            "A target without end is too long", 414,
            "GET /\(String(repeating: "a", count: 9_000))"),
        .init(
            "A body of 64 KiB is fine", 200,
            post("Content-Length: 65536\r\n", String(repeating: "a", count: 65_536))),
        .init("A larger body is too large at once", 413, post("Content-Length: 65537\r\n")),
        .init(
            "A larger body gets no Continue", 413,
            post("Expect: 100-continue\r\nContent-Length: 65537\r\n")),
        .init("A larger chunk is too large", 413, chunked("10001\r\n")),
        .init(
            "Chunks that come to more are too large", 413,
            chunked("8000\r\n\(String(repeating: "a", count: 32_768))\r\n8001\r\n")),
    ]
}
