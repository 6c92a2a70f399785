/// Which reference to a parent closes a circle, as rows are taken in their order.
///
/// A row is taken once. However long the chains are, all of them take time in proportion to their
/// rows: whoever is asked about is remembered with the top of the chain, as far as it is known.
struct ParentCircles {
    private var above: [String: String] = [:]

    /// Puts a row under its parent. False, and nothing is changed, where the parent lies below the
    /// row or is the row itself.
    mutating func put(_ row: String, under parent: String) -> Bool {
        let top = top(of: parent)
        if top == row { return false }
        above[row] = top
        return true
    }

    private mutating func top(of row: String) -> String {
        var top = row
        while let next = above[top] { top = next }
        var place = row
        while let next = above.updateValue(top, forKey: place), next != top { place = next }
        above[top] = nil
        return top
    }
}
