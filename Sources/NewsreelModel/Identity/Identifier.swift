/// The identity of one `Owner`: 26 lower-case characters of Crockford base 32 that sort by time of making.
package struct Identifier<Owner>: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

package typealias StoryID = Identifier<Story>
package typealias MediaID = Identifier<MediaAsset>
package typealias JobID = Identifier<Job>
package typealias UserID = Identifier<User>
package typealias RevisionID = Identifier<Revision>
package typealias UploadID = Identifier<Upload>
package typealias APIKeyID = Identifier<APIKey>
package typealias SessionID = Identifier<Session>
package typealias AccountLinkID = Identifier<AccountLink>
package typealias LiveUpdateID = Identifier<LiveUpdate>
package typealias BannerID = Identifier<Banner>
package typealias LoggedActID = Identifier<LoggedAct>

/// Where new identities come from, so that a test can count 1, 2, 3.
package struct IdentifierSource: Sendable {
    private let make: @Sendable (Timestamp) -> String

    package init(_ make: @escaping @Sendable (Timestamp) -> String) { self.make = make }

    /// A new identity made at `now`.
    package func next<Owner>(_ now: Timestamp) -> Identifier<Owner> {
        Identifier(rawValue: make(now))
    }

    /// Time-ordered identities: 48 bits of milliseconds and 80 random bits, in Crockford base 32.
    package static let random = IdentifierSource { now in
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(26)
        let milliseconds = UInt64(clamping: now.milliseconds)
        for shift in stride(from: 45, through: 0, by: -5) {
            bytes.append(alphabet[Int((milliseconds >> UInt64(shift)) & 31)])
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<16 { bytes.append(alphabet[Int(generator.next() & 31)]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
