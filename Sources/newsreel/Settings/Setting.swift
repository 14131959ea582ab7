/// A setting by its name in `newsreel.yaml`, with what it means and what holds when nobody sets it.
struct Setting: Sendable {
    enum Kind: Sendable {
        case string
        /// A whole number from 0 to `most`.
        case int(most: Int)
        case bool
    }

    let key: String
    let kind: Kind
    let standard: String
    /// One sentence for `newsreel config` and `Documentation/settings.md`.
    let meaning: String

    /// The name in the environment: `NEWSREEL_SERVER_PORT`.
    var environmentName: String {
        "NEWSREEL_" + key.uppercased().replacing(".", with: "_").replacing("-", with: "_")
    }

    static let all: [Setting] = [
        Setting(
            key: "site.origin", kind: .string, standard: "",
            meaning:
                "Scheme and host that readers use, without a slash at the end; empty: made from server.host and server.port."
        ),
        Setting(
            key: "server.host", kind: .string, standard: "127.0.0.1", meaning: "The address to listen on."),
        Setting(
            key: "server.port", kind: .int(most: 65_535), standard: "8080",
            meaning: "The port to listen on; 0 takes any free one."),
        Setting(
            key: "server.drain-seconds", kind: .int(most: 86_400), standard: "20",
            meaning: "How long a stopping server waits for requests in flight, in seconds."),
        Setting(
            key: "server.trusted-proxies", kind: .string, standard: "",
            meaning:
                "Addresses and networks of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, such as 127.0.0.1, ::1, 10.0.0.0/8; empty: nobody's."
        ),
        Setting(
            key: "server.live-connections", kind: .int(most: 1_000_000), standard: "20000",
            meaning:
                "How many open pages may listen for events at the same time; more are sent away for a while; 0: pages do not listen."
        ),
        Setting(
            key: "tls.certificate", kind: .string, standard: "",
            meaning:
                "The file of the site's certificate and its chain, in PEM, for HTTPS and HTTP/2; read again when it changes; empty: plain HTTP."
        ),
        Setting(
            key: "tls.key", kind: .string, standard: "", meaning: "The file of the certificate's private key, in PEM."
        ),
        Setting(
            key: "tls.strict-days", kind: .int(most: 36_500), standard: "365",
            meaning:
                "For how many days browsers come by HTTPS alone after an answer by it (Strict-Transport-Security), which holds where there is a certificate or a trusted proxy says https; 0: they are not told to."
        ),
        Setting(
            key: "pages.memory-megabytes", kind: .int(most: 1_000_000), standard: "64",
            meaning: "How much memory finished pages may take, in megabytes."),
        Setting(
            key: "pages.disk-megabytes", kind: .int(most: 1_000_000_000), standard: "1024",
            meaning:
                "How much of the newsroom's disk finished pages may take that memory has no room for, in megabytes, in files without a name that are gone when the server stops; 0: such pages are made again when they are read."
        ),
        Setting(
            key: "theme.folder", kind: .string, standard: "",
            meaning:
                "The folder of the reader's theme; empty: the newsroom's own folder theme, or else the one that came with Newsreel."
        ),
        Setting(
            key: "desk.folder", kind: .string, standard: "",
            meaning: "The folder of the desk's templates; empty: the one that came with Newsreel."),
        Setting(
            key: "mail.sendmail", kind: .string, standard: "",
            meaning:
                "The program that takes letters on its standard input, such as /usr/sbin/sendmail; empty: no mail is sent."
        ),
        Setting(
            key: "mail.from", kind: .string, standard: "",
            meaning: "The sender of letters; empty: newsreel at the host of site.origin."),
        Setting(
            key: "worker.enabled", kind: .bool, standard: "true",
            meaning: "Whether newsreel serve also works on pictures, clips and recordings."),
        Setting(
            key: "worker.parallel", kind: .int(most: 256), standard: "2",
            meaning:
                "How many media jobs run at the same time in one process; with two or more, one is kept free of long encodings."
        ),
        Setting(
            key: "import.most-bytes", kind: .int(most: 1_000_000_000_000), standard: "10485760",
            meaning: "The largest text that import reads, in bytes."),
        Setting(
            key: "uploads.most-bytes", kind: .int(most: 1_000_000_000_000_000), standard: "10737418240",
            meaning: "The largest file that one upload may bring, in bytes."),
        Setting(
            key: "uploads.quota-bytes", kind: .int(most: 1_000_000_000_000_000), standard: "53687091200",
            meaning: "How many bytes all unfinished uploads together may have."),
        Setting(
            key: "uploads.expire-hours", kind: .int(most: 100_000), standard: "24",
            meaning: "After how many hours without a request an unfinished upload is given up."),
        Setting(
            key: "uploads.most-unfinished", kind: .int(most: 1_000_000), standard: "20",
            meaning: "How many unfinished uploads one key may have."),
        Setting(
            key: "webhooks.allow-loopback", kind: .bool, standard: "false",
            meaning: "Whether webhooks may go to this machine itself, also without TLS, for trying them out."),
        Setting(
            key: "log.level", kind: .string, standard: "info",
            meaning: "What is logged: trace, debug, info, notice, warning, error or critical."),
        Setting(
            key: "log.format", kind: .string, standard: "text", meaning: "How it is logged: text or json, a line each."),
    ]
}
