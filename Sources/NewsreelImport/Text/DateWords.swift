/// The words that dates of news pages are written in, in lower case.
enum DateWords {
    static let months: [String: Int] = {
        let lists: [[String]] = [
            ["january jan januar jänner janvier janv enero ene janeiro gennaio января январь янв січня يناير ocak"],
            [
                "february feb februar février févr febrero febbraio febr fevereiro fev февраля февраль фев лютого فبراير شباط şubat"
            ],
            ["march mar märz maerz mars marzo março марта март мар березня مارس آذار mart"],
            ["april apr avril avr abril aprile апреля апрель апр квітня أبريل ابريل إبريل نيسان nisan"],
            ["may mai mayo maio maggio мая май травня مايو أيار ايار mayıs"],
            ["june jun juni juin junio junho giugno июня июнь июн червня يونيو حزيران haziran"],
            ["july jul juli juillet juil julio julho luglio июля июль июл липня يوليو تموز temmuz"],
            ["august aug août agosto ago августа август авг серпня أغسطس اغسطس آب ağustos"],
            [
                "september sep sept septembre septiembre setiembre setembro settembre сентября сентябрь сен сент вересня سبتمبر أيلول ايلول eylül"
            ],
            ["october oct oktober okt octobre octubre outubro ottobre октября октябрь окт жовтня أكتوبر اكتوبر ekim"],
            ["november nov novembre noviembre novembro ноября ноябрь ноя нояб листопада نوفمبر kasım"],
            [
                "december dec dezember dez décembre déc diciembre dic dezembro dicembre декабря декабрь дек грудня ديسمبر aralık"
            ],
        ]
        var table: [String: Int] = [:]
        for (index, list) in lists.enumerated() {
            for word in list[0].split(separator: " ") { table[String(word)] = index + 1 }
        }
        return table
    }()

    /// Levantine months of two words.
    static let pairs: [String: [String: Int]] = [
        "كانون": ["الثاني": 1, "الأول": 12, "الاول": 12], "تشرين": ["الأول": 10, "الاول": 10, "الثاني": 11],
    ]

    /// Zones by their letters, in minutes east of UTC.
    static let zones: [String: Int] = [
        "utc": 0, "gmt": 0, "z": 0, "bst": 60, "wet": 0, "west": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120,
        "eet": 120, "eest": 180, "msk": 180, "мск": 180, "kst": 540, "jst": 540, "hkt": 480, "sgt": 480, "est": -300,
        "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "aest": 600,
        "aedt": 660, "غرينتش": 0, "جرينتش": 0, "gst": 240,
    ]

    /// Zones whose offset depends on the day, by the names that American papers use.
    static let namedZones: [String: String] = [
        "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
    ]

    /// Words that say the text changed then.
    static let updates: Set<String> = [
        "updated", "update", "modified", "edited", "обновлено", "обновлен", "изменено", "обновлена", "оновлено", "수정",
        "최종수정", "업데이트", "تحديث", "aktualisiert", "actualisé", "actualizado", "atualizado", "aggiornato", "güncelleme",
    ]

    /// Words that stand beside dates and say nothing about the story.
    static let furniture: Set<String> = [
        "published", "posted", "first", "last", "on", "at", "date", "created", "time", "local", "the", "of", "de",
        "del", "le",
        "am", "um", "uhr", "à", "il", "a", "las", "às", "опубликовано", "опубликован", "дата", "публикации", "в", "г",
        "год", "года",
        "입력", "등록", "승인", "기사입력", "기사승인", "작성", "발행", "송고", "نشر", "في", "آخر", "تاريخ", "النشر", "نُشر", "الساعة",
        "بتاريخ",
        "بتوقيت", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues",
        "wed",
        "thu", "thur", "thurs", "fri", "sat", "sun", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота",
        "воскресенье",
        "월", "화", "수", "목", "금", "토", "일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일",
        "الاثنين", "الإثنين", "الثلاثاء", "الأربعاء", "الاربعاء", "الخميس", "الجمعة", "السبت", "الأحد", "st", "nd",
        "rd", "th",
        "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "veröffentlicht", "publié",
        "publicado",
        "moscow", "time", "по", "московскому", "времени", "h", "m", "t", "hrs", "ч", "м", "p", "pm", "년", "시", "분",
        "오전", "오후", "ص", "م",
    ]

    /// Words of times that count back from an unknown now.
    static let relatives: [String] = [
        " ago", "yesterday", "today", "just now", "назад", "вчера", "сегодня", "только что", "시간 전", "분 전", "일 전", "어제",
        "오늘", "방금",
        "منذ ", "قبل ", "أمس", "اليوم", "vor ", "il y a", "hace ", "há ",
    ]
}
