import Glibc

/// One answer, as it came over the wire.
package struct RawResponse: Equatable {
    package let status: Int
    package let fields: [(name: String, value: String)]
    package let body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of the first field of this name.
    package subscript(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    package static func == (one: RawResponse, other: RawResponse) -> Bool {
        one.status == other.status && one.body == other.body
    }
}

/// Why a client could not go on.
package enum RawFault: Error, Equatable {
    case connect(Int32)
    case timeout
    case reset
    case broken(Int32)
    case garbage(String)
}

/// A client that sends whatever bytes it is told to, and waits for whatever comes back. It blocks:
/// use it on a thread of its own.
package final class RawConnection {
    private let socket: Int32
    private var isOpen = true
    private var buffer: [UInt8] = []

    package init(port: Int, receiveBuffer: Int32? = nil, timeout: Int = 60) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var on: Int32 = 1
        setsockopt(
            socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0 { throw RawFault.connect(errno) }
    }

    deinit { close() }

    package func close() {
        if isOpen { Glibc.close(socket) }
        isOpen = false
    }

    /// Ends without a goodbye: the other side learns of it at once.
    package func breakOff() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Says that nothing more will be sent.
    package func endOutput() { shutdown(socket, Int32(SHUT_WR)) }

    package func send(_ text: String) throws { try send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { throw errno == ECONNRESET ? RawFault.reset : .broken(errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// The next answer; nil if the server closed instead.
    package func response(toHead: Bool = false) throws -> RawResponse? {
        guard let plain = try headIf() else { return nil }
        let status = plain.status
        if toHead || status < 200 || status == 204 || status == 304 { return plain }
        return RawResponse(status: status, fields: plain.fields, body: try body(of: plain))
    }

    /// Only the head of the next answer; its body is then read by `chunk`.
    package func head() throws -> RawResponse {
        guard let head = try headIf() else { throw RawFault.garbage("closed without an answer") }
        return head
    }

    private func headIf() throws -> RawResponse? {
        guard let head = try line(endingIn: [13, 10, 13, 10]) else { return nil }
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else {
            throw RawFault.garbage(String(decoding: head, as: UTF8.self))
        }
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (
                name: String(parts[0]),
                value: parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
            )
        }
        return RawResponse(status: status, fields: fields, body: [])
    }

    /// Everything until the server closes.
    package func readToEnd() throws -> [UInt8] {
        while try fill() {}
        defer { buffer = [] }
        return buffer
    }

    /// Some bytes, as they come.
    package func read(_ count: Int) throws -> [UInt8]? {
        while buffer.count < count { if !(try fill()) { return nil } }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private func body(of head: RawResponse) throws -> [UInt8] {
        if let length = head["content-length"].flatMap({ Int($0) }) {
            guard let bytes = try read(length) else { throw RawFault.garbage("short body") }
            return bytes
        }
        guard head["transfer-encoding"] == "chunked" else { return try readToEnd() }
        var body: [UInt8] = []
        while let chunk = try chunk() { body += chunk }
        return body
    }

    /// The next chunk of a body that is sent in chunks; nil after the last.
    package func chunk() throws -> [UInt8]? {
        guard let line = try line(endingIn: [13, 10]),
            let size = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16),
            let chunk = try read(size + 2)
        else { throw RawFault.garbage("bad chunk") }
        return size == 0 ? nil : Array(chunk.dropLast(2))
    }

    private func line(endingIn end: [UInt8]) throws -> [UInt8]? {
        var start = 0
        while true {
            while start + end.count <= buffer.count {
                if buffer[start..<start + end.count].elementsEqual(end) {
                    return try read(start + end.count)
                }
                start += 1
            }
            if !(try fill()) {
                if buffer.isEmpty { return nil }
                throw RawFault.garbage(String(decoding: buffer, as: UTF8.self))
            }
        }
    }

    private func fill() throws -> Bool {
        var part = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &part, part.count, 0)
        if count > 0 { buffer += part[0..<count] }
        if count >= 0 { return count > 0 }
        switch errno {
        case EAGAIN: throw RawFault.timeout
        case ECONNRESET: throw RawFault.reset
        default: throw RawFault.broken(errno)
        }
    }
}

extension RawConnection {
    /// A port of this machine that nobody listens at; where the kernel gives it out again only
    /// after all the others.
    package static func freePort() throws -> Int {
        let listener = try Listener(port: 0)
        defer { listener.close() }
        return listener.port
    }

    /// Somebody who has a port and answers nobody.
    package final class Listener {
        private let socket: Int32
        package let port: Int

        package init(port: Int) throws {
            socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let socket = socket
            let isBound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket, $0, size) == 0 && listen(socket, 1) == 0
                        && getsockname(socket, $0, &size) == 0
                }
            }
            if !isBound { throw RawFault.connect(errno) }
            self.port = Int(in_port_t(bigEndian: address.sin_port))
        }

        package func close() { Glibc.close(socket) }
    }
}
