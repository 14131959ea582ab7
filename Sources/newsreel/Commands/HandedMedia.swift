/// A file given with `--media`, and what the options after it say of it.
struct HandedMedia: Equatable, Sendable {
    var file: String
    var caption: String?
    var credit: String?
    var alt: String?
    /// Starts without its sound when it comes into view.
    var autoplay: Bool?

    /// Reads the groups from the command line's own order, which the option parser does not keep.
    static func groups(in arguments: [String]) throws(CommandFailure) -> [HandedMedia] {
        var groups: [HandedMedia] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if argument == "--" { break }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if argument == "--autoplay" {
                guard let last = groups.indices.last else {
                    throw CommandFailure("--autoplay is for the --media before it, and there is none.", exitCode: 2)
                }
                groups[last].autoplay = true
                continue
            }
            guard ["--media", "--caption", "--credit", "--alt"].contains(parts[0]) else { continue }
            let value: String
            if parts.count == 2 {
                value = parts[1]
            } else {
                guard index < arguments.count else { throw CommandFailure("\(parts[0]) needs a value.", exitCode: 2) }
                value = arguments[index]
                index += 1
            }
            if parts[0] == "--media" {
                groups.append(HandedMedia(file: value))
                continue
            }
            guard let last = groups.indices.last else {
                throw CommandFailure("\(parts[0]) describes the --media before it, and there is none.", exitCode: 2)
            }
            let field: WritableKeyPath<HandedMedia, String?> =
                switch parts[0] {
                case "--caption": \.caption
                case "--credit": \.credit
                default: \.alt
                }
            guard groups[last][keyPath: field] == nil else {
                throw CommandFailure("\(parts[0]) is given twice for --media \(groups[last].file).", exitCode: 2)
            }
            groups[last][keyPath: field] = value
        }
        return groups
    }
}
