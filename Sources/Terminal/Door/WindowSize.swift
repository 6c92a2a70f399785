import CTerminal

extension Size {
    /// The size of the terminal behind a descriptor now; nil if it is none or does not say.
    package init?(terminal descriptor: Int32) {
        var columns: UInt16 = 0
        var rows: UInt16 = 0
        guard terminal_window_size(descriptor, &columns, &rows) == 0, columns > 0, rows > 0 else {
            return nil
        }
        self.init(columns: Int(columns), rows: Int(rows))
    }
}
