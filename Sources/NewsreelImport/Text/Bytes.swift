import Glibc

extension String {
    /// True where `piece` stands anywhere in the text, byte for byte. Phrase tables are asked of every line of a page, for
    /// which the standard library's search of collections is a hundred times too slow.
    func holds(_ piece: String) -> Bool {
        var text = self
        var piece = piece
        return text.withUTF8 { haystack in
            piece.withUTF8 { needle in
                guard let whole = haystack.baseAddress, let part = needle.baseAddress, needle.count > 0 else {
                    return needle.isEmpty
                }
                // The last byte of a letter tells more than the first, which letters of one script share.
                let back = needle.count - 1
                let wanted = Int32(needle[back])
                var place = back
                while place < haystack.count, let hit = memchr(whole + place, wanted, haystack.count - place) {
                    let end = UnsafeRawPointer(hit) - UnsafeRawPointer(whole)
                    if memcmp(whole + (end - back), part, needle.count) == 0 { return true }
                    place = end + 1
                }
                return false
            }
        }
    }

    /// True where the text begins with `piece`, byte for byte.
    func begins(_ piece: String) -> Bool {
        var text = self
        var piece = piece
        return text.withUTF8 { whole in
            piece.withUTF8 { part in
                guard part.count <= whole.count else { return false }
                guard let left = whole.baseAddress, let right = part.baseAddress else { return part.isEmpty }
                return memcmp(left, right, part.count) == 0
            }
        }
    }
}
