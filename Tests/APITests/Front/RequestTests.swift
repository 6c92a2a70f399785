import TestKit
import Testing

@testable import API

@Suite("Requests at the front")
struct RequestTests {
    @Test("Each raw request has its answer", arguments: RequestCase.all)
    func table(_ request: RequestCase) async throws {
        let (answer, rest) = try await withServer { server in
            try await onThread {
                let client = try RawConnection(port: server.port)
                try client.send(request.bytes)
                let answer = try client.response()
                let isRefusal = answer?["connection"] == "close"
                return (answer, isRefusal ? try client.readToEnd() : [])
            }
        }
        #expect(answer?.status == request.status)
        #expect(rest.isEmpty)
        if request.status >= 400, request.status != 404 {
            #expect(answer?.text == "{\"status\":\(request.status)}")
            #expect(answer?["content-type"] == "application/json")
        }
    }

    @Test(
        "A request in any two parts is scanned like the whole",
        arguments: [
            "GET /hello HTTP/1.1\r\nHost: a\r\nX-A: b\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;x=y\r\nhello\r\nA\r\n0123456789\r\n0\r\nX-T: u\r\n\r\n",
        ])
    func everySplit(_ text: String) {
        let bytes = Array((text + text).utf8)
        let whole = scan([bytes])
        #expect(whole.heads == 2 && whole.refusal == nil && whole.isBetween)
        for position in 1..<bytes.count {
            let halves = scan([Array(bytes[..<position]), Array(bytes[position...])])
            #expect(halves == whole, "split at \(position)")
        }
        #expect(scan(bytes.map { [$0] }) == whole)
    }

    @Test("A refusal is the same however the bytes come", arguments: RequestCase.all)
    func everyByte(_ request: RequestCase) {
        let whole = scan([request.bytes])
        #expect(scan(request.bytes.map { [$0] }).refusal == whole.refusal)
    }

    private struct Scan: Equatable {
        var heads = 0
        var body = 0
        var isBetween = true
        var refusal: Refusal?
    }

    /// Feeds a scanner as the guard does.
    private func scan(_ parts: [[UInt8]]) -> Scan {
        var scanner = RequestScanner(limits: ConnectionLimits())
        var result = Scan()
        var held: [UInt8] = []
        for part in parts {
            held += part
            var isMore = false
            while !isMore, result.refusal == nil {
                switch held.withUnsafeBytes({ scanner.next($0) }) {
                case .more: isMore = true
                case .head(let count, let head):
                    held.removeFirst(count)
                    result.heads += 1
                    result.isBetween = head.body == .none
                case .body(let count, let isEnd):
                    held.removeFirst(count)
                    result.body += count
                    result.isBetween = isEnd
                case .refuse(let refusal): result.refusal = refusal
                }
            }
        }
        return result
    }
}
