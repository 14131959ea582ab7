extension Migration {
    /// Version 5: stories that are published by the clock.
    static let schedule: [String] = [
        "ALTER TABLE stories ADD COLUMN scheduled_ms {time}",
        "ALTER TABLE stories ADD COLUMN schedule_refusal {text}",
        "CREATE INDEX stories_due ON stories (scheduled_ms) WHERE status = 'scheduled'",
    ]
}
