internal import CBrotli

/// Brotli (RFC 7932) at a quality that its body's size can afford.
enum Brotli {
    /// Nil when the encoder refuses, which it does for want of memory only.
    static func compress(_ body: [UInt8], effort: Compressed.Effort) -> [UInt8]? {
        let room = BrotliEncoderMaxCompressedSize(body.count)
        guard room > 0 else { return nil }
        let quality = quality(of: body.count, effort: effort)
        var window: Int32 = 16
        while window < 22, 1 << Int(window) < body.count { window += 1 }
        var size = room
        var isWhole = false
        let output = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            body.withUnsafeBufferPointer { source in
                isWhole =
                    BrotliEncoderCompress(
                        quality, window, BROTLI_MODE_TEXT, source.count, source.baseAddress, &size,
                        buffer.baseAddress) == BROTLI_TRUE
            }
            count = isWhole ? size : 0
        }
        return isWhole ? output : nil
    }

    /// 11 takes some 2 ms for each kilobyte; 9 a thirtieth of that and is 4 % larger.
    private static func quality(of size: Int, effort: Compressed.Effort) -> Int32 {
        switch effort {
        case .asset: size <= 1_000_000 ? 11 : 9
        case .page: size <= 4_000 ? 11 : 9
        }
    }
}
