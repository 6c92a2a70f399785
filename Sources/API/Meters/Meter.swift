import CoreMetrics
import Synchronization

/// One series of numbers.
final class Meter: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler,
    TimerHandler, Sendable
{
    enum Kind: String {
        case counter, gauge, histogram
    }

    private struct Value {
        var sum = 0.0
        var count = 0
        /// How many fell under each bound.
        var under = [Int](repeating: 0, count: PrometheusMeters.buckets.count)
    }

    let kind: Kind
    private let value = Mutex(Value())

    init(_ kind: Kind) {
        self.kind = kind
    }

    func increment(by amount: Int64) { increment(by: Double(amount)) }
    func increment(by amount: Double) { value.withLock { $0.sum += amount } }
    func decrement(by amount: Double) { increment(by: -amount) }
    func set(_ number: Int64) { set(Double(number)) }
    func set(_ number: Double) { value.withLock { $0.sum = number } }
    func reset() { value.withLock { $0 = Value() } }
    func recordNanoseconds(_ nanoseconds: Int64) { record(Double(nanoseconds) / 1e9) }
    func record(_ number: Int64) { record(Double(number)) }

    func record(_ number: Double) {
        if kind == .gauge { return set(number) }
        value.withLock { value in
            value.sum += number
            value.count += 1
            for (position, bound) in PrometheusMeters.buckets.enumerated() where number <= bound {
                value.under[position] += 1
            }
        }
    }

    func lines(_ series: PrometheusMeters.Series) -> [String] {
        let value = value.withLock { $0 }
        func line(_ suffix: String, _ more: String?, _ number: String) -> String {
            let labels = [series.labels, more ?? ""].filter { !$0.isEmpty }.joined(separator: ",")
            return series.name + suffix + (labels.isEmpty ? "" : "{\(labels)}") + " " + number
        }
        guard kind == .histogram else {
            let whole = Int64(exactly: value.sum).map { String($0) }
            return [line("", nil, whole ?? String(value.sum))]
        }
        let bounded = zip(PrometheusMeters.buckets, value.under).map { bound, count in
            line("_bucket", "le=\"\(bound)\"", String(count))
        }
        return bounded + [
            line("_bucket", "le=\"+Inf\"", String(value.count)),
            line("_sum", nil, String(value.sum)), line("_count", nil, String(value.count)),
        ]
    }
}
