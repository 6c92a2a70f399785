import Foundation
import Wire

extension Settings {
    /// What links begin with, and by whose host the events of calendars are named.
    func publicURL(isEncrypted: Bool) -> String {
        let set = text("public_url")
        if !set.isEmpty { return set }
        let listen = ListenAddress(text("listen"))?.text ?? Setting.usualAddress
        return "\(isEncrypted ? "https" : "http")://\(listen)"
    }
}

extension Setting {
    static let usualAddress = "127.0.0.1:8080"

    private static let rateComplaint: @Sendable (String) -> String? = {
        let number = $0.hasSuffix("/s") ? Int($0.dropLast(2)) : nil
        return $0 == "off" || number.map { (1...1_000_000).contains($0) } == true
            ? nil : "must be off, or a number and /s, such as 100/s"
    }

    /// What HTTP is served with.
    static let http = [
        Setting(
            name: "listen", help: "where HTTP is served: host:port, or off",
            builtIn: { usualAddress },
            complaint: {
                $0 == "off" || ListenAddress($0) != nil
                    ? nil : "must be host:port, such as 0.0.0.0:8443, or off"
            }),
        Setting(
            name: "public_url", help: "what links begin with, where not with the address above",
            builtIn: { "" },
            complaint: {
                let isURL = $0.hasPrefix("https://") || $0.hasPrefix("http://")
                return $0.isEmpty || (isURL && !$0.hasSuffix("/"))
                    ? nil : "must begin with https:// and end without a slash"
            }),
        Setting(
            name: "rate_limit", help: "requests a second for each token or address, or off",
            builtIn: { "100/s" }, complaint: rateComplaint),
        Setting(
            name: "attendance_rate_limit",
            help: "as rate_limit, to the attendance API from one address (half of it)",
            builtIn: { "" }, complaint: { $0.isEmpty ? nil : rateComplaint($0) }),
        Setting(
            name: "status_labels",
            help: "the attendance API's labels of the numbers 2 to 18 that are not the usual ones",
            builtIn: { "" },
            complaint: {
                StatusLabels($0) == nil
                    ? "must be numbers with labels, such as 15=Competition,16=Trip" : nil
            }),
        Setting(
            name: "periods_count_from", help: "what the school calls its first period: 0 or 1",
            builtIn: { "1" },
            complaint: { ["0", "1"].contains($0) ? nil : "must be 0 or 1" }),
        Setting(
            name: "connections", help: "connections at once (256 at a door, 8192 for serve)",
            builtIn: { "" },
            complaint: {
                $0.isEmpty || Int($0).map { (1...1_000_000).contains($0) } == true
                    ? nil : "must be a whole number from 1"
            }),
        Setting(
            name: "trusted_proxies",
            help: "addresses that say in X-Forwarded-For for whom they ask, with commas",
            builtIn: { "" }, complaint: { _ in nil }),
        Setting(
            name: "metrics", help: "who may read /metrics: local, or all",
            builtIn: { "local" },
            complaint: { ["local", "all"].contains($0) ? nil : "must be local or all" }),
        Setting(
            name: "tls_certificate", help: "file of the certificate chain, PEM",
            builtIn: { "" }, complaint: { _ in nil }),
        Setting(
            name: "tls_key", help: "file of the certificate's key, PEM", builtIn: { "" },
            complaint: { _ in nil }),
    ]
}
