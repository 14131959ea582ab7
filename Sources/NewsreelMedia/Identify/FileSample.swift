import SystemPackage

/// The first and last bytes of a file, read once; the rest is the tools' business.
struct FileSample: Sendable {
    static let headSize = 65_536
    /// A ZIP's directory ends within these bytes of its end (APPNOTE 4.3.16).
    static let tailSize = 65_557

    let head: [UInt8]
    let tail: [UInt8]
    /// Bytes of the whole file.
    let size: Int
    /// The 512 bytes that list what an OLE2 file holds, where it is one.
    let oleDirectory: [UInt8]

    init(head: [UInt8], tail: [UInt8] = [], size: Int? = nil, oleDirectory: [UInt8] = []) {
        self.head = head
        self.tail = tail.isEmpty ? head : tail
        self.size = size ?? head.count
        self.oleDirectory = oleDirectory
    }

    init(file: String) throws(MediaError) {
        do {
            // Non-blocking, since a named pipe would keep an ordinary open waiting for ever.
            let descriptor = try FileDescriptor.open(FilePath(file), .readOnly, options: [.nonBlocking])
            defer { try? descriptor.close() }
            size = Int(try descriptor.seek(offset: 0, from: .end))
            head = try Self.read(descriptor, at: 0, count: min(size, Self.headSize))
            let tailCount = min(size, Self.tailSize)
            tail = try Self.read(descriptor, at: size - tailCount, count: tailCount)
            if let sector = OLE2.directorySector(head) {
                let sectorSize = OLE2.sectorSize(head)
                oleDirectory = try Self.read(descriptor, at: (sector + 1) * sectorSize, count: 512)
            } else {
                oleDirectory = []
            }
        } catch {
            throw MediaError(
                .unreadable, "The file cannot be read. Check that it is still there, and hand it in again.",
                detail: "\(file): \(error)")
        }
    }

    /// Bytes of the file at `path`.
    static func size(of path: String) throws -> Int {
        let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.nonBlocking])
        defer { try? descriptor.close() }
        return Int(try descriptor.seek(offset: 0, from: .end))
    }

    private static func read(_ descriptor: FileDescriptor, at offset: Int, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = try bytes.withUnsafeMutableBytes { buffer in
                try descriptor.read(
                    fromAbsoluteOffset: Int64(offset + filled),
                    into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }
}

/// The compound file of the binary office formats ([MS-CFB] 2.2).
enum OLE2 {
    static let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

    static func sectorSize(_ head: [UInt8]) -> Int { head.count > 30 && head[30] == 12 ? 4096 : 512 }

    /// The number of the sector where the directory begins.
    static func directorySector(_ head: [UInt8]) -> Int? {
        guard head.starts(with: magic), head.count >= 52 else { return nil }
        let number: Int = (0..<4).reduce(0) { $0 | Int(head[48 + $1]) << (8 * $1) }
        return number < 1 << 24 ? number : nil
    }
}
