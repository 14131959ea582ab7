internal import CQrencode

/// A QR code (ISO/IEC 18004) as the path of a drawing, for phones that point their camera at the desk.
package struct QRCode: Sendable {
    /// Modules on a side, with the quiet zone of four on each.
    package let side: Int
    /// The dark modules as the `d` of an SVG path in a box of `side`.
    package let path: String

    private static let quiet = 4

    /// Nil for a text that is longer than a code holds (about 2,300 bytes).
    package init?(_ text: String) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                let start = column
                // The lowest bit says whether the module is dark.
                while column < width, code.pointee.data[row * width + column] & 1 == 1 { column += 1 }
                if column > start {
                    path += "M\(start + Self.quiet) \(row + Self.quiet)h\(column - start)v1h-\(column - start)z"
                }
                column += 1
            }
        }
        side = width + 2 * Self.quiet
        self.path = path
    }
}
