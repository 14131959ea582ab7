/// The words and names that credits of agencies and newspapers are made of, in lower case.
enum CreditWords {
    /// What opens a credit that names makers.
    static let makers: [String] = [
        "photograph by", "photographs by", "photography by", "photo by", "photos by", "picture by", "pictures by",
        "image by", "images by", "video by", "footage by", "illustration by", "graphic by", "map by",
        "photo credit:", "photo credits:", "image credit:", "picture credit:", "video credit:", "photograph:",
        "photographs:", "photographer:", "photo:", "photos:", "photo :", "picture:", "pictures:", "image:",
        "video:", "footage:", "illustration:", "graphic:", "credit:", "credits:", "credit :", "source:",
        "image source:", "photo source:", "image source,", "image caption,", "foto:", "fotos:", "bild:", "fotó:",
        "crédit photo :", "crédit photo:", "crédit :", "crédit:", "crédits :", "fotografía:", "imagen:",
        "fotografia:", "fotoğraf:", "фото:", "фотография:", "фотограф:", "фото —", "снимок:", "изображение:",
        "иллюстрация:", "видео:", "кадр:", "источник:", "источник фото:", "світлина:", "사진=", "사진 =", "사진:",
        "사진 :", "/사진=", "/사진 =", "영상=", "영상:", "그래픽=", "출처=", "출처:", "사진출처=", "사진 출처:",
        "تصوير:", "تصوير :", "تصوير", "الصورة:", "صورة:", "عدسة:", "المصدر:", "مصدر الصورة:", "写真:", "图片来源:",
    ]

    /// What opens a credit that names a supplier.
    static let suppliers: [String] = [
        "courtesy of", "courtesy:", "photo courtesy of", "picture courtesy of", "image courtesy of",
        "video courtesy of", "image courtesy", "photo courtesy", "handout by", "handout from", "supplied by",
        "provided by", "released by", "фото предоставлено", "фото предоставил", "фото предоставила",
        "снимок предоставлен", "предоставлено", "사진제공=", "사진 제공=", "사진제공:", "사진 제공:", "제공=", "제공:",
        "بإذن من", "الصورة مقدمة من",
    ]

    /// What a picture is called before `supplied by`.
    static let pictureNouns: [String] = [
        "this picture", "this photo", "this image", "this handout picture", "this handout photo", "picture", "photo",
        "photograph", "image", "handout picture", "handout photo", "handout image", "video", "footage", "handout",
        "still image", "pictures", "photos", "images",
    ]

    /// Beginnings of all labelled and signed credits by their first letter, to pass over most words of a caption at once.
    static let openings: [Character: [String]] = Dictionary(
        grouping: makers + suppliers + pictureNouns + ["©", "ⓒ", "(c) ", "copyright"], by: { $0.first ?? " " })

    /// How a supplier is said to have handed it over.
    static let handings: [String] = [
        "supplied by", "provided by", "released by", "distributed by", "made available by", "is supplied by",
        "was supplied by", "is provided by", "was provided by", "was released by", "taken by",
    ]

    /// Names of news agencies, as their credits write them.
    static let agencies: Set<String> = [
        "reuters", "ap", "ap photo", "associated press", "the associated press", "afp", "afp photo",
        "agence france-presse", "epa", "epa-efe", "efe", "ansa", "dpa", "pa", "pa media", "pa wire",
        "press association", "tass", "тасс", "тacc", "фото итар-тасс", "ria novosti", "риа новости", "sputnik",
        "спутник", "interfax", "интерфакс", "xinhua", "xinhua news agency", "新华社", "kcna",
        "korean central news agency", "yonhap", "yonhap news", "연합뉴스", "뉴시스", "뉴스1", "news1", "newsis", "연합",
        "kyodo", "kyodo news", "jiji", "jiji press", "共同", "ani", "pti", "anadolu", "anadolu agency", "aa", "irna",
        "sana", "wafa", "bloomberg", "upi", "magnum", "magnum photos", "ruptly", "zuma press", "zuma", "belga", "tt",
        "ntb", "ritzau", "ritzau scanpix", "scanpix", "lehtikuva", "keystone", "apa", "ctk", "čtk", "pap", "mti",
        "tanjug", "ukrinform", "укринформ", "унiан", "униан", "рбк", "коммерсантъ", "агентство «москва»",
        "rossiya segodnya",
        "رويترز", "أ ف ب", "أ.ف.ب", "ا ف ب", "فرانس برس", "أسوشيتد برس", "اسوشيتد برس", "أ ب", "الأناضول", "سانا",
        "وام", "واس", "د ب أ", "سبوتنيك", "شينخوا", "canadian press", "the canadian press", "aap", "nur photo",
        "reuters connect", "wam", "spa", "mena", "belta", "белта", "pool",
    ]

    /// Names of picture libraries and sites that hand on others' work.
    static let distributors: Set<String> = [
        "getty images", "getty", "shutterstock", "alamy", "alamy stock photo", "alamy live news", "istock",
        "istockphoto", "depositphotos", "adobe stock", "imago", "imago images", "picture alliance", "nurphoto",
        "unsplash", "pexels", "pixabay", "flickr", "wikimedia commons", "wikimedia", "wikipedia", "global look press",
        "legion-media", "legion media", "lori", "east news", "게티이미지", "게티이미지코리아", "게티이미지뱅크", "غيتي",
        "غيتي إيميجز", "corbis", "rex features", "sipa usa", "sipa", "abaca", "abacapress", "polaris",
    ]

    /// Words that tell an organisation from a person.
    static let organisationWords: Set<String> = [
        "agency", "news", "press", "images", "photo", "photos", "pictures", "times", "post", "gazette", "herald",
        "tribune", "courier", "journal", "observer", "chronicle", "guardian", "telegraph", "broadcasting", "media",
        "ministry", "department", "service", "office", "university", "museum", "library", "archive", "archives",
        "institute", "council", "commission", "committee", "foundation", "association", "society", "company", "group",
        "studio", "studios", "television", "tv", "radio", "network", "police", "navy", "army", "government",
        "администрация", "агентство", "новости", "пресс-служба", "министерство", "музей", "архив", "газета",
        "университет", "институт", "телеканал", "фонд", "뉴스", "신문", "일보", "방송", "통신", "제공",
        "وكالة", "صحيفة", "وزارة", "قناة", "مكتب", "متحف", "جامعة", "معهد", "commons", "stock", "wire", "paper",
        "agence", "agentur", "agencia", "agenzia", "ag", "ltd", "inc", "gmbh", "corp", "llc",
    ]

    /// Words of a credit that say how a picture came, not from whom.
    static let usages: Set<String> = [
        "handout", "file", "file photo", "archive", "archive photo", "pool photo", "stringer", "screenshot",
        "отсканировано", "архив", "кадр из видео", "자료사진", "자료 사진", "أرشيفية", "أرشيف", "handout photo", "via",
    ]

    /// Small words that stand uncapitalised inside names.
    static let particles: Set<String> = [
        "of", "the", "and", "for", "de", "del", "della", "di", "da", "do", "dos", "du", "des", "la", "le", "van", "von",
        "der", "den", "ter", "bin", "ibn", "al", "el", "y", "e", "und", "et", "in", "on", "at", "&", "и", "im", "am",
        "zu",
        "a",
    ]

    /// Names of countries as a possessive before the name of an institution.
    static let countries: Set<String> = Set(
        """
        afghanistan|albania|algeria|andorra|angola|argentina|armenia|australia|austria|azerbaijan|bahrain|bangladesh|\
        belarus|belgium|belize|benin|bhutan|bolivia|bosnia|botswana|brazil|britain|brunei|bulgaria|burkina faso|\
        burundi|cambodia|cameroon|canada|chad|chile|china|colombia|congo|costa rica|croatia|cuba|cyprus|\
        czech republic|czechia|denmark|djibouti|ecuador|egypt|el salvador|england|eritrea|estonia|eswatini|ethiopia|\
        fiji|finland|france|gabon|gambia|georgia|germany|ghana|greece|guatemala|guinea|guyana|haiti|honduras|\
        hong kong|hungary|iceland|india|indonesia|iran|iraq|ireland|israel|italy|ivory coast|jamaica|japan|jordan|\
        kazakhstan|kenya|kosovo|kuwait|kyrgyzstan|laos|latvia|lebanon|lesotho|liberia|libya|liechtenstein|lithuania|\
        luxembourg|madagascar|malawi|malaysia|maldives|mali|malta|mauritania|mauritius|mexico|moldova|monaco|\
        mongolia|montenegro|morocco|mozambique|myanmar|namibia|nepal|netherlands|new zealand|nicaragua|niger|\
        nigeria|north korea|north macedonia|northern ireland|norway|oman|pakistan|palestine|panama|papua new guinea|\
        paraguay|peru|philippines|poland|portugal|qatar|romania|russia|rwanda|samoa|saudi arabia|scotland|senegal|\
        serbia|seychelles|sierra leone|singapore|slovakia|slovenia|somalia|south africa|south korea|south sudan|\
        spain|sri lanka|sudan|suriname|sweden|switzerland|syria|taiwan|tajikistan|tanzania|thailand|togo|tonga|\
        tunisia|turkey|turkmenistan|uganda|ukraine|united arab emirates|united kingdom|united states|uruguay|\
        uzbekistan|vanuatu|vatican|venezuela|vietnam|wales|yemen|zambia|zimbabwe
        """.split(separator: "|").map(String.init))
}
