import CoreMetrics
import Synchronization
import Wire

/// Keeps every counter, gauge and timer of the program and writes them as Prometheus reads them:
/// text format 0.0.4.
package final class PrometheusMeters: MetricsFactory, Sendable {
    /// Series kept at once; more are counted nowhere.
    static let mostSeries = 5_000
    /// Of every timer, in seconds.
    static let buckets = [0.001, 0.0025, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

    struct Series: Hashable, Comparable {
        var name: String
        /// `a="b",c="d"`, escaped.
        var labels: String

        static func < (left: Series, right: Series) -> Bool {
            (left.name, left.labels) < (right.name, right.labels)
        }
    }

    private let series = Mutex<[Series: Meter]>([:])

    package init() {}

    private func meter(
        _ label: String, _ dimensions: [(String, String)], _ kind: Meter.Kind
    ) -> Meter {
        let labels = dimensions.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }
        let key = Series(
            name: label.utf8.contains(UInt8(ascii: "."))
                ? label.replacing(".", with: "_") : label, labels: labels.joined(separator: ","))
        return series.withLock { series in
            if let known = series[key] { return known }
            let made = Meter(kind)
            if series.count < Self.mostSeries { series[key] = made }
            return made
        }
    }

    private static func escaped(_ text: String) -> String {
        // Hardly ever is there any, and something is counted at every request.
        if !text.utf8.contains(where: { "\\\"\n".utf8.contains($0) }) { return text }
        return text.replacing(scalar: "\\", with: "\\\\").replacing(scalar: "\"", with: "\\\"")
            .replacing(scalar: "\n", with: "\\n")
    }

    package func makeCounter(
        label: String, dimensions: [(String, String)]
    ) -> any CounterHandler { meter(label, dimensions, .counter) }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler { meter(label, dimensions, .counter) }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        meter(label, dimensions, .gauge)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler { meter(label, dimensions, aggregate ? .histogram : .gauge) }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        meter(label, dimensions, .histogram)
    }

    // What was counted stays: a process ends before its numbers do.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// All of it, by name; each name with its type before it.
    package var text: String {
        var lines: [String] = []
        var before = ""
        for (series, meter) in series.withLock({ $0.sorted { $0.key < $1.key } }) {
            if series.name != before {
                lines.append("# TYPE \(series.name) \(meter.kind.rawValue)")
            }
            before = series.name
            lines += meter.lines(series)
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
