import FoundationEssentials
import HTTPTypes
import NewsreelModel

extension HTTPField.Name {
    static let uploadComplete = HTTPField.Name("Upload-Complete") ?? .via
    static let uploadOffset = HTTPField.Name("Upload-Offset") ?? .via
    static let uploadLength = HTTPField.Name("Upload-Length") ?? .via
    static let uploadLimit = HTTPField.Name("Upload-Limit") ?? .via
    static let uploadInterop = HTTPField.Name("Upload-Draft-Interop-Version") ?? .via
    static let reprDigest = HTTPField.Name("Repr-Digest") ?? .via
    static let acceptPatch = HTTPField.Name("Accept-Patch") ?? .via
}

/// What the header of a request says of its upload (draft-ietf-httpbis-resumable-upload §4).
struct UploadFields {
    /// The version of the draft that both sides have to name for interim responses.
    static let interop = "8"
    static let partial = "application/partial-upload"

    /// Whether the request's content ends the file; nil where nothing is said.
    var isComplete: Bool?
    var offset: Int?
    var length: Int?
    /// Bytes of the content, where they are told beforehand.
    var contentLength: Int?
    var digest: Checksum?
    var filename: String?
    var speaksDraft: Bool

    init(_ headers: HTTPFields) throws(Problem) {
        isComplete = Self.flag(headers[.uploadComplete])
        offset = Self.number(headers[.uploadOffset])
        length = Self.number(headers[.uploadLength])
        contentLength = Self.number(headers[.contentLength])
        filename = headers[.contentDisposition].flatMap(Self.filename)
        speaksDraft = headers[.uploadInterop]?.trimmingWhitespace() == Self.interop
        guard let field = headers[.reprDigest] else { return }
        do {
            digest = try Self.digest(field)
        } catch {
            throw Problem(.badRequest, "Repr-Digest holds no SHA-256: write sha-256=:…: with the digest in base 64.")
        }
    }

    /// The length of the whole that the request tells in one way or two; throws where they differ.
    func wholeLength(from offset: Int) throws(Problem) -> Int? {
        let told = isComplete == true ? contentLength.map { offset + $0 } : nil
        if let told, let length, told != length {
            throw Problem(
                .inconsistentLength, "Upload-Length says \(length) bytes, the content would make them \(told).")
        }
        return length ?? told
    }

    /// A boolean item (RFC 9651 §3.3.6); anything else counts as nothing.
    static func flag(_ field: String?) -> Bool? {
        switch field.map(bare) {
        case "?1": true
        case "?0": false
        default: nil
        }
    }

    /// A whole number from 0 of up to fifteen digits (RFC 9651 §3.3.1).
    static func number(_ field: String?) -> Int? {
        guard let field = field.map(bare), (1...15).contains(field.utf8.count), field.allSatisfy(\.isASCIIDigit)
        else { return nil }
        return Int(field)
    }

    private struct BadDigest: Error {}

    /// The SHA-256 of a dictionary of byte sequences (RFC 9530 §3); nil where it holds only other algorithms.
    static func digest(_ field: String) throws -> Checksum? {
        for member in field.split(separator: ",") {
            let parts = member.split(separator: "=", maxSplits: 1).map { $0.trimmingWhitespace() }
            guard parts.count == 2, parts[0] == "sha-256" else { continue }
            let value = bare(parts[1])
            guard value.count > 2, value.hasPrefix(":"), value.hasSuffix(":"),
                let bytes = Data(base64Encoded: String(value.dropFirst().dropLast())), bytes.count == 32,
                let checksum = Checksum(rawValue: bytes.map { hexadecimal($0) }.joined())
            else { throw BadDigest() }
            return checksum
        }
        return nil
    }

    /// The same the other way round.
    static func digest(_ checksum: Checksum) -> String {
        var bytes = Data()
        var rest = checksum.rawValue[...]
        while let byte = UInt8(rest.prefix(2), radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return "sha-256=:\(bytes.base64EncodedString()):"
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    /// The item without its parameters.
    private static func bare(_ text: String) -> String {
        (text.split(separator: ";", omittingEmptySubsequences: false).first.map(String.init) ?? "").trimmingWhitespace()
    }

    /// The name in a Content-Disposition (RFC 6266 §4.3), that in UTF-8 first; without folders and control characters.
    static func filename(_ disposition: String) -> String? {
        var plain: String?
        var extended: String?
        for (name, value) in parameters(of: disposition) {
            switch name {
            case "filename": plain = plain ?? value
            case "filename*":
                let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
                if parts.count == 3, parts[0].lowercased() == "utf-8" {
                    extended = extended ?? PercentEncoding.decode(String(parts[2]))
                }
            default: break
            }
        }
        return (extended ?? plain).flatMap(clean)
    }

    private static func parameters(of field: String) -> [(name: String, value: String)] {
        var found: [(String, String)] = []
        var rest = field.drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst()
            guard let equals = rest.firstIndex(where: { $0 == "=" || $0 == ";" }) else { break }
            guard rest[equals] == "=" else {
                rest = rest[equals...]
                continue
            }
            let name = rest[..<equals].trimmingWhitespace().lowercased()
            rest = rest[rest.index(after: equals)...].drop { $0 == " " }
            var value = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                while let character = rest.first, character != "\"" {
                    rest = rest.dropFirst()
                    if character == "\\", let next = rest.first {
                        value.append(next)
                        rest = rest.dropFirst()
                    } else {
                        value.append(character)
                    }
                }
                rest = rest.drop { $0 != ";" }
            } else {
                value = rest.prefix { $0 != ";" }.trimmingWhitespace()
                rest = rest.drop { $0 != ";" }
            }
            found.append((name, value))
        }
        return found
    }

    private static func clean(_ name: String) -> String? {
        let last = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in last.unicodeScalars where scalar.properties.generalCategory != .control {
            scalars.append(scalar)
        }
        var text = String(scalars).trimmingWhitespace()
        while text.utf8.count > 200 {
            // The end tells what it is, so the middle goes.
            let dot = text.lastIndex(of: ".").flatMap { text[$0...].utf8.count <= 12 ? $0 : nil } ?? text.endIndex
            guard dot > text.startIndex else { return nil }
            text.remove(at: text.index(before: dot))
        }
        return text.isEmpty || text == "." || text == ".." ? nil : text
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
