internal import Foundation
package import NewsreelModel

extension Zone {
    /// The IANA names that this machine knows, in alphabetical order.
    package static let names: [String] = TimeZone.knownTimeZoneIdentifiers.sorted()
}
