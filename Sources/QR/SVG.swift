extension QRCode {
    /// An SVG of the code with its quiet zone: one white square, one black path, one unit a module,
    /// shown at `scale` pixels a module (1 to `largestScale`). It carries no text of the payload.
    package func svg(scale: Int = 8) -> String {
        let scale = min(max(scale, 1), QRCode.largestScale)
        let side = sizeWithQuietZone
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(side * scale)" \
            height="\(side * scale)" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">
            <path fill="#fff" d="M0 0h\(side)v\(side)H0z"/>
            <path fill="#000" d="\(path)"/>
            </svg>

            """
    }

    /// The dark modules as the data of one path, one unit a module, within the quiet zone.
    package var path: String {
        var path = ""
        for y in 0..<size {
            for run in darkRuns(inRow: y) {
                let x = run.lowerBound + QRCode.quietZone
                path += "M\(x) \(y + QRCode.quietZone)h\(run.count)v1h-\(run.count)z"
            }
        }
        return path
    }

    private func darkRuns(inRow y: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var x = 0
        while x < size {
            let start = x
            while x < size, self[x, y] { x += 1 }
            if x > start { runs.append(start..<x) }
            x += 1
        }
        return runs
    }
}
