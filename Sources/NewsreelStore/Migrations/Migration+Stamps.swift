extension Migration {
    /// Version 15: a job that runs can be asked to run once more, where what it works from has changed meanwhile.
    static let stamps: [String] = ["ALTER TABLE jobs ADD COLUMN runs_again {flag} NOT NULL DEFAULT 0"]
}
