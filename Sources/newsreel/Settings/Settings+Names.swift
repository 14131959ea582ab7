import Foundation
import Yams

extension Settings {
    /// False for a file of comments alone; refuses names that no setting has, since a misspelt one would silently not hold.
    static func holdsSettings(_ path: String) throws -> Bool {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard let node = try Yams.compose(yaml: text), node.null == nil else { return false }
        try check(node, below: "", path)
        return true
    }

    private static func check(_ node: Node, below prefix: String, _ path: String) throws {
        guard case .mapping(let mapping) = node else {
            throw CommandFailure(
                "\(path) holds no settings: write them as “section:” and “  name: value”.", exitCode: 2)
        }
        for (key, value) in mapping {
            let name = prefix + (key.string ?? "")
            if case .mapping = value {
                try check(value, below: name + ".", path)
            } else if !Setting.all.contains(where: { $0.key == name }) {
                let line = key.mark.map { " line \($0.line)" } ?? ""
                throw CommandFailure(
                    "\(path)\(line): there is no setting “\(Terminal.plain(name))”. newsreel config lists them all.",
                    exitCode: 2)
            }
        }
    }
}
