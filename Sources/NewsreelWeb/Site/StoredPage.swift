import Foundation
import HTTPTypes
import NIOCore
import NewsreelModel
import NewsreelPages

/// A finished page whose bytes lie on the disk: where they are, and what an answer needs to be chosen.
struct StoredPage: Sendable {
    /// Where the parts of a page lie, counted from its first byte.
    struct Layout: Sendable {
        /// A line for each field of ``FinishedPage``.
        var fields: Range<Int32>
        var forms: [Form]
        /// Of the form without a coding.
        let etag: String
        let lastModified: Timestamp?
        let expires: Timestamp?
    }

    struct Form: Sendable {
        let coding: Compressed.Coding
        let whole: ReadyBytes.Extent
        let unchanged: ReadyBytes.Extent
    }

    let volume: DiskShelf.Volume
    let offset: Int
    let layout: Layout

    var expires: Timestamp? { layout.expires }

    /// The whole answer as the socket takes it, and how much of it is the head; nil where the disk would have to be
    /// waited for.
    func answer(
        _ codings: AcceptedCodings, isHead: Bool, ifNoneMatch: UnsafeRawBufferPointer?,
        ifModifiedSince: UnsafeRawBufferPointer?
    ) -> (bytes: ByteBuffer, headLength: Int)? {
        let form = layout.forms[codings.index(in: layout.forms) { $0.coding }]
        let isUnchanged =
            (ifNoneMatch != nil || ifModifiedSince != nil)
            && Precondition.isUnchanged(
                ifNoneMatch: ifNoneMatch, ifModifiedSince: ifModifiedSince,
                etag: Compressed.etag(layout.etag, for: form.coding), lastModified: layout.lastModified)
        let extent = isUnchanged ? form.unchanged : form.whole
        let headLength = Int(extent.headLength)
        guard
            let bytes = volume.readNow(isHead ? headLength : Int(extent.length), at: offset + Int(extent.start))
        else { return nil }
        var ready = ReadyBytes(bytes, extent)
        return (ready.whole(DateLine.second), headLength)
    }

    /// The page as it was before it was stored; waits for the disk, and is nil where that fails.
    func page(dependsOn: [String]) -> FinishedPage? {
        func bytes(_ extent: ReadyBytes.Extent) -> ReadyBytes? {
            volume.read(Int(extent.length), at: offset + Int(extent.start)).map { ReadyBytes($0, extent) }
        }
        guard let lines = volume.read(layout.fields.count, at: offset + Int(layout.fields.lowerBound)) else {
            return nil
        }
        var forms: [FinishedPage.Form] = []
        for form in layout.forms {
            guard let whole = bytes(form.whole), let unchanged = bytes(form.unchanged) else { return nil }
            forms.append(
                FinishedPage.Form(
                    coding: form.coding, etag: Compressed.etag(layout.etag, for: form.coding), whole: whole,
                    unchanged: unchanged))
        }
        return FinishedPage(
            fields: Self.fields(String(buffer: lines)), forms: forms, lastModified: layout.lastModified,
            dependsOn: dependsOn, expires: layout.expires)
    }

    private static func fields(_ lines: String) -> HTTPFields {
        var fields = HTTPFields()
        for line in lines.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { continue }
            fields.append(HTTPField(name: name, value: String(parts[1])))
        }
        return fields
    }
}

extension FinishedPage {
    /// The page as the disk keeps it; nil for pages that are no answer to a condition.
    func record() -> (bytes: ByteBuffer, layout: StoredPage.Layout)? {
        let kept = forms
        guard let first = kept.first else { return nil }
        var bytes = ByteBuffer(string: fields.map { "\($0.name.rawName):\($0.value)\n" }.joined())
        var layout = StoredPage.Layout(
            fields: 0..<Int32(bytes.readableBytes), forms: [], etag: first.etag, lastModified: lastModified,
            expires: expires)
        for form in kept {
            guard let unchanged = form.unchanged else { return nil }
            layout.forms.append(
                StoredPage.Form(
                    coding: form.coding, whole: form.whole.append(to: &bytes),
                    unchanged: unchanged.append(to: &bytes)))
        }
        return (bytes, layout)
    }
}
