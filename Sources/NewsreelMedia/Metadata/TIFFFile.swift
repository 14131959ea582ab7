import SystemPackage

/// An uncompressed TIFF that vips wrote in a work folder: its size is read here, and the metadata that every
/// rendition carries is put in, so that one stamp reaches JPEG, WebP and AVIF through vips itself.
struct TIFFFile: Sendable {
    let path: String
    let width: Int
    let height: Int
    private let entries: [[UInt8]]
    private let isLittleEndian: Bool

    private enum Tag {
        static let width = 256
        static let height = 257
        static let xmp = 700
        static let iptc = 33_723
    }

    /// Reads the first directory (TIFF 6.0 §2).
    init(path: String) throws(MediaError) {
        self.path = path
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly)
            defer { try? file.close() }
            let header = try Self.read(file, at: 0, count: 8)
            let order = header.first == 0x49
            let start = Self.number(header[4..<8], order)
            let count = Self.number(try Self.read(file, at: start, count: 2)[...], order)
            let table = try Self.read(file, at: start + 2, count: count * 12)
            let found: [[UInt8]] = stride(from: 0, to: table.count, by: 12).map { Array(table[$0..<$0 + 12]) }
            func value(_ tag: Int) -> Int? {
                guard let entry = found.first(where: { Self.number($0[0..<2], order) == tag }) else { return nil }
                let isShort = Self.number(entry[2..<4], order) == 3
                return Self.number(entry[8..<(isShort ? 10 : 12)], order)
            }
            guard let wide = value(Tag.width), let high = value(Tag.height) else { throw Errno.invalidArgument }
            isLittleEndian = order
            entries = found
            width = wide
            height = high
        } catch {
            throw MediaError(.toolFailed, "The picture could not be prepared for work.", detail: "\(path): \(error)")
        }
    }

    /// Writes a second directory behind the pixels, with the metadata in it, and makes it the one that counts.
    func stamp(_ metadata: EmbeddedMetadata) throws(MediaError) {
        guard let xmp = XMPPacket(metadata)?.bytes, let iptc = IPTCBlock(metadata)?.bytes else { return }
        do {
            let file = try FileDescriptor.open(FilePath(path), .readWrite)
            defer { try? file.close() }
            var end = Int(try file.seek(offset: 0, from: .end))
            end += end % 2
            let iptcOffset = end + xmp.count + xmp.count % 2
            let padded: [UInt8] = iptc + [UInt8](repeating: 0, count: (4 - iptc.count % 4) % 4)
            // Type 1 is BYTE; 4, LONG, is what libtiff expects of IPTC.
            let added: [(Int, [UInt8])] = [
                (Tag.xmp, entry(Tag.xmp, type: 1, count: xmp.count, value: end)),
                (Tag.iptc, entry(Tag.iptc, type: 4, count: padded.count / 4, value: iptcOffset)),
            ]
            var all: [(Int, [UInt8])] = entries.map { (Self.number($0[0..<2], isLittleEndian), $0) }
            all = (all.filter { $0.0 != Tag.xmp && $0.0 != Tag.iptc } + added).sorted { $0.0 < $1.0 }
            var tail: [UInt8] = xmp + (xmp.count % 2 == 1 ? [0] : []) + padded
            let directory = end + tail.count
            tail += written(all.count, bytes: 2) + all.flatMap(\.1) + [0, 0, 0, 0]
            try file.writeAll(toAbsoluteOffset: Int64(end), tail)
            try file.writeAll(toAbsoluteOffset: 4, written(directory, bytes: 4))
        } catch {
            throw MediaError(
                .outOfSpace, "The credit could not be written into the renditions.", detail: "\(path): \(error)")
        }
    }

    private func entry(_ tag: Int, type: Int, count: Int, value: Int) -> [UInt8] {
        written(tag, bytes: 2) + written(type, bytes: 2) + written(count, bytes: 4) + written(value, bytes: 4)
    }

    private func written(_ number: Int, bytes count: Int) -> [UInt8] {
        let little: [UInt8] = (0..<count).map { UInt8(number >> (8 * $0) & 0xFF) }
        return isLittleEndian ? little : little.reversed()
    }

    private static func number(_ bytes: ArraySlice<UInt8>, _ isLittleEndian: Bool) -> Int {
        (isLittleEndian ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
    }

    private static func read(_ file: FileDescriptor, at offset: Int, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = try bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: Int64(offset), into: $0) }
        guard got == count else { throw Errno.invalidArgument }
        return bytes
    }
}
