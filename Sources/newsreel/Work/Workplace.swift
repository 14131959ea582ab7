import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One process's place for work on media: a folder in the newsroom's `tmp`, locked for as long as the process lives.
///
/// The kernel lets go of the lock whatever way the process ends, so a place without one belongs to nobody. A process
/// number would not tell: in a container every server is number 1, and after a restart numbers come again.
struct Workplace: Sendable {
    /// Names the process in leases.
    let name: String
    let folder: String

    private static let prefix = "worker-"

    /// Makes a place in `parent`; it stays locked until this process ends.
    init(in parent: String) throws(CommandFailure) {
        for _ in 0..<100 {
            let process = ProcessInfo.processInfo.processIdentifier
            let name = "\(Self.prefix)\(process)-\(String(UInt64.random(in: .min ... .max), radix: 36))"
            let folder = parent + "/" + name
            guard mkdir(folder, 0o700) == 0 else {
                throw CommandFailure(
                    "No folder for work on media can be made in \(parent): \(String(cString: strerror(errno))). "
                        + "Check its owner, its rights and the room on the disk.")
            }
            // Another process may take the new folder for a dead one's until it is locked, and remove it.
            guard let lock = Self.lock(folder) else { continue }
            guard FileManager.default.fileExists(atPath: folder) else {
                close(lock)
                continue
            }
            self.name = name
            self.folder = folder
            return
        }
        throw CommandFailure(
            "No folder for work on media can be kept in \(parent). Is another program removing files there?")
    }

    /// Removes the folder; the process takes no more work.
    func leave() { try? FileManager.default.removeItem(atPath: folder) }

    /// The places in `parent` whose processes have ended, each locked by this process until it is cleared.
    static func deserted(in parent: String) -> [Deserted] {
        let names: [String] = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.compactMap { name in
            lock(parent + "/" + name).map { Deserted(name: name, folder: parent + "/" + name, lock: $0) }
        }
    }

    /// A place whose process has ended.
    struct Deserted {
        let name: String
        let folder: String
        fileprivate let lock: Int32

        /// Ends the programs that still run for the dead process, and removes what they left.
        func clear() {
            for process in processes { kill(process, SIGKILL) }
            try? FileManager.default.removeItem(atPath: folder)
            close(lock)
        }

        /// Media tools have a folder of this place for their working directory.
        private var processes: [Int32] {
            let all: [String] = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return all.compactMap { Int32($0) }.filter { process in
                let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
                return place?.hasPrefix(folder + "/") == true
            }
        }
    }

    /// The descriptor that holds the folder's lock; nil where another process has it or the folder is gone.
    private static func lock(_ folder: String) -> Int32? {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
