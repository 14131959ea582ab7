internal import CZlib

/// gzip (RFC 1952) by zlib at its smallest.
enum Deflate {
    /// Nil when zlib refuses, which it does for want of memory only.
    static func gzip(_ body: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        // 15 bits of window, and 16 for a gzip header instead of zlib's; it holds no time and no name, so the same body gives the same bytes.
        guard
            deflateInit2_(
                &stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, uLong(body.count)))
        var input = body
        var isWhole = false
        let output = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            input.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = uInt(source.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = uInt(room)
                isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            count = isWhole ? room - Int(stream.avail_out) : 0
        }
        return isWhole ? output : nil
    }
}
