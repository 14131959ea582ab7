internal import NewsreelModel

/// Where a story can be sent: plain links that load nothing until a reader follows one.
struct ShareLinks {
    let page: StoryPage
    let voice: EditionVoice

    var fields: Fields? {
        guard let url = page.story.url else { return nil }
        let address = voice.site.absolute(url)
        let headline = page.story.content.headline
        let link = PercentEncoding.encode(address)
        let title = PercentEncoding.encode(headline.shortened(to: 200))
        let both = title + "%20" + link
        var fields = Fields()
        fields.text("url", address)
        fields.text("title", headline)
        fields.text("facebook", "https://www.facebook.com/sharer/sharer.php?u=\(link)")
        fields.text("ok", "https://connect.ok.ru/offer?url=\(link)&title=\(title)")
        fields.text("vk", "https://vk.com/share.php?url=\(link)&title=\(title)")
        fields.text("telegram", "https://t.me/share/url?url=\(link)&text=\(title)")
        fields.text("x", "https://x.com/intent/post?url=\(link)&text=\(title)")
        fields.text("whatsapp", "https://wa.me/?text=\(both)")
        fields.text("messenger", "fb-messenger://share/?link=\(link)")
        fields.text("mail", "mailto:?subject=\(title)&body=\(both)")
        return fields
    }
}
