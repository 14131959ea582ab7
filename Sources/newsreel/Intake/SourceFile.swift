import Crypto
import Foundation

/// A file of raw material, or standard input.
struct SourceFile {
    /// As it was named on the command line.
    let name: String
    /// Its absolute path; nil for standard input.
    private let path: String?
    private let standardInput: [UInt8]

    init(path: String) {
        name = path
        self.path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        standardInput = []
    }

    init(standardInput bytes: [UInt8]) {
        name = "-"
        path = nil
        standardInput = bytes
    }

    /// The folder it is in.
    var folder: String? { path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } }

    /// Its name without folder and ending: what other stories call it.
    var stem: String { path.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent } ?? "-" }

    /// Names the material over and over again: its path, or the contents of standard input.
    var key: String {
        if let path { return "file:" + path }
        let digest = SHA256.hash(data: standardInput)
        return "stdin:" + digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// The contents, up to a byte more than `most`, so that the reader can tell that there is too much.
    func read(atMost most: Int) throws -> [UInt8] {
        guard let path else { return standardInput }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CommandFailure("There is no file \(Terminal.plain(name)). Check the path.")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure("\(Terminal.plain(name)) cannot be read: its permissions do not allow it.")
        }
        defer { try? handle.close() }
        do {
            return Array(try handle.read(upToCount: most + 1) ?? Data())
        } catch {
            throw CommandFailure(
                "\(Terminal.plain(name)) cannot be read: the disk, or what stands behind this name, gave an error.")
        }
    }

    /// Standard input, up to a byte more than `most`.
    static func standardInput(atMost most: Int) throws -> SourceFile {
        SourceFile(standardInput: Array(try FileHandle.standardInput.read(upToCount: most + 1) ?? Data()))
    }

    /// The files that a command line names: a folder stands for every file in it, in the order of their paths, without hidden ones.
    static func all(_ names: [String], mostBytes: Int) throws -> [SourceFile] {
        var sources: [SourceFile] = []
        for name in names {
            if name == "-" {
                sources.append(try standardInput(atMost: mostBytes))
                continue
            }
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder.boolValue else {
                sources.append(SourceFile(path: name))
                continue
            }
            let texts: Set<String> = ["txt", "text", "html", "htm", "xhtml", "md", "markdown", ""]
            let found = FileManager.default.enumerator(atPath: name)?.compactMap { $0 as? String } ?? []
            for inner in found.sorted() {
                let path = name + "/" + inner
                let isHidden = inner.split(separator: "/").contains { $0.hasPrefix(".") }
                var isInnerFolder: ObjCBool = false
                guard !isHidden, FileManager.default.fileExists(atPath: path, isDirectory: &isInnerFolder),
                    !isInnerFolder.boolValue,
                    texts.contains(URL(fileURLWithPath: path).pathExtension.lowercased())
                else { continue }
                sources.append(SourceFile(path: path))
            }
        }
        return sources
    }
}
