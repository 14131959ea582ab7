import NewsreelModel

/// Writes a story's content as `StoredJSON` writes any value, without an encoder between: keys sorted, nil left out.
struct ContentJSON {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    mutating func write(_ content: StoryContent) throws(StoreError) {
        bytes.reserveCapacity(2048)
        open("{")
        try list("body", content.body) { (json: inout ContentJSON, block: Block) throws(StoreError) in
            try json.block(block)
        }
        try list("bylines", content.bylines) { (json: inout ContentJSON, byline: Byline) throws(StoreError) in
            json.open("{")
            try json.member("name", byline.name)
            json.close("}")
        }
        try member("dateline", content.dateline)
        try member("headline", content.headline)
        try member("label", content.label)
        try member("lead", content.lead?.rawValue)
        try list("media", content.media) { (json: inout ContentJSON, use: MediaUse) throws(StoreError) in
            json.open("{")
            try json.member("alt", use.alt)
            if let autoplay = use.autoplay { json.member("autoplay", literal: autoplay ? "true" : "false") }
            try json.member("caption", use.caption)
            try json.member("media", use.media.rawValue)
            json.close("}")
        }
        try list("related", content.related) { (json: inout ContentJSON, id: StoryID) throws(StoreError) in
            try json.string(id.rawValue)
        }
        try member("section", content.section)
        try member("slug", content.slug)
        try member("standfirst", content.standfirst)
        try list("tags", content.tags) { (json: inout ContentJSON, tag: String) throws(StoreError) in
            try json.string(tag)
        }
        close("}")
    }

    private mutating func block(_ block: Block) throws(StoreError) {
        // Most of most bodies; the others may be encoded.
        guard case .paragraph(let text) = block else {
            separate()
            return bytes += try StoredJSON.bytes(block)
        }
        open("{")
        try list("text", text) { (json: inout ContentJSON, inline: Inline) throws(StoreError) in
            guard inline.marks.isEmpty else {
                json.separate()
                return json.bytes += try StoredJSON.bytes(inline)
            }
            json.open("{")
            try json.member("text", inline.text)
            json.close("}")
        }
        try member("type", "paragraph")
        close("}")
    }

    private mutating func list<Item>(
        _ key: String, _ items: [Item], _ body: (inout ContentJSON, Item) throws(StoreError) -> Void
    ) throws(StoreError) {
        name(key)
        open("[")
        for item in items { try body(&self, item) }
        close("]")
    }

    private mutating func member(_ key: String, _ text: String?) throws(StoreError) {
        guard let text else { return }
        name(key)
        try string(text)
    }

    private mutating func member(_ key: String, literal: String) {
        name(key)
        separate()
        bytes.append(contentsOf: literal.utf8)
    }

    private mutating func name(_ key: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: key.utf8)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        isFirst = true
    }

    private mutating func string(_ text: String) throws(StoreError) {
        separate()
        let start = bytes.count
        bytes.append(UInt8(ascii: "\""))
        var isPlain = true
        for byte in text.utf8 {
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F {
                isPlain = false
            }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
        guard !isPlain else { return }
        bytes.removeSubrange(start...)
        bytes += try StoredJSON.bytes(text)
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    private mutating func open(_ bracket: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(truncatingIfNeeded: bracket.value))
        isFirst = true
    }

    private mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(truncatingIfNeeded: bracket.value))
        isFirst = false
    }
}
