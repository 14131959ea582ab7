package import NIOCore

/// What a connection may bring, and how long it may take for it.
package struct DoorLimits: Sendable {
    /// The longest request line, in bytes; longer ones are answered with 414.
    package var requestLine: Int
    /// The longest head with all its fields, in bytes; longer ones are answered with 431.
    package var head: Int
    /// The most fields of one head.
    package var fields: Int
    /// From the first byte of a head to its last; slower ones are answered with 408.
    package var headTime: TimeAmount
    /// How long a connection may lie idle before it is closed.
    package var idleTime: TimeAmount
    /// How long the bytes that a reader still sends are swallowed after the last answer, so that it can be read.
    package var lingerTime: TimeAmount

    package init(
        requestLine: Int = 8 << 10, head: Int = 32 << 10, fields: Int = 100, headTime: TimeAmount = .seconds(15),
        idleTime: TimeAmount = .seconds(60), lingerTime: TimeAmount = .seconds(2)
    ) {
        self.requestLine = requestLine
        self.head = head
        self.fields = fields
        self.headTime = headTime
        self.idleTime = idleTime
        self.lingerTime = lingerTime
    }
}
