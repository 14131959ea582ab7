/// The words that the furniture of news sites is made of, in lower case.
enum ResidueWords {
    /// Pieces of icon names.
    static let icons: [String] = [
        "icon", "chevron", "arrow_", "_arrow", "caret", "hamburger", "svg", "glyph", "sprite", "expand_", "more_vert",
        "keyboard_",
    ]

    /// What menus, toolbars and share bars say; whole lines or words.
    static let controls: Set<String> = words(
        """
        menu|home|search|close|open|log in|login|sign in|sign up|sign out|register|subscribe|share|tweet|facebook|twitter|x|whatsapp|\
        telegram|messenger|vk|ok|viber|line|email|e-mail|mail|print|copy link|copy|link|linkedin|reddit|pinterest|instagram|youtube|\
        tiktok|rss|save|saved|bookmark|bookmarks|follow|follow us|follow us on|like|comment|comments|reply|report|share this|share on|\
        share this article|share on facebook|share on twitter|share via email|send|more|next|previous|prev|back|back to top|top|skip to content|\
        skip to main content|skip to navigation|listen|listen to this article|play|pause|mute|unmute|play video|fullscreen|loading|\
        loading...|loading…|settings|account|my account|profile|help|contact|contact us|about|about us|advertise|advertising|careers|\
        terms|terms of use|terms of service|privacy|privacy policy|cookie policy|cookies|sitemap|newsletter|newsletters|app|apps|\
        download|download app|advertisement|ad|sponsored|promoted|news|world|sport|sports|business|politics|opinion|culture|arts|\
        science|technology|tech|health|travel|weather|video|videos|photos|live|live tv|podcasts|podcast|lifestyle|entertainment|markets|economy|\
        local|national|international|shop|games|crossword|horoscope|tv|radio|english|russian|korean|arabic|all|all news|latest|\
        latest news|top stories|trending|most read|popular|editions|edition|sections|show more|load more|see all|view all|\
        меню|главная|поиск|закрыть|войти|вход|регистрация|подписаться|поделиться|копировать ссылку|скопировать ссылку|печать|\
        распечатать|в контакте|вконтакте|одноклассники|фейсбук|твиттер|телеграм|новости|политика|экономика|общество|культура|спорт|\
        наука|мир|в мире|россия|мнения|видео|фото|эфир|прямой эфир|реклама|контакты|о нас|о проекте|редакция|вакансии|комментарии|\
        комментировать|еще|ещё|далее|назад|наверх|сохранить|в закладки|архив|рассылка|происшествия|технологии|авто|погода|лента|все новости|\
        메뉴|홈|검색|닫기|로그인|회원가입|구독|구독하기|공유|공유하기|페이스북|트위터|카카오톡|카카오스토리|네이버|밴드|링크 복사|url 복사|\
        url복사|인쇄|프린트|스크랩|글자크기|글자 크기|가|가가|크게|작게|좋아요|댓글|정치|경제|사회|국제|문화|스포츠|연예|오피니언|지역|북한|\
        전체메뉴|전체|뉴스|최신뉴스|속보|포토|영상|tv|광고|이전|다음|맨위로|목록|본문|기사|바로가기|본문 바로가기|\
        القائمة|الرئيسية|الصفحة الرئيسية|بحث|ابحث|إغلاق|تسجيل الدخول|دخول|اشتراك|اشترك|مشاركة|شارك|فيسبوك|تويتر|واتساب|تلغرام|تيليغرام|\
        طباعة|نسخ الرابط|حفظ|أخبار|سياسة|اقتصاد|رياضة|ثقافة|علوم|منوعات|فيديو|صور|رأي|آراء|تقارير|العالم|محليات|بث مباشر|إعلان|إعلانات|\
        تعليقات|التعليقات|المزيد|التالي|السابق|اتصل بنا|من نحن|صحة|تكنولوجيا|startseite|suche|anmelden|teilen|drucken|accueil|rechercher|\
        connexion|partager|imprimer|inicio|buscar|compartir|imprimir
        """)

    /// Beginnings of lines that lead to other stories.
    static let related: [String] = [
        "read more", "also read", "read also", "see also", "related:", "related stories", "related articles",
        "related news", "related topics",
        "related content", "more on this", "more on:", "more from", "more stories", "more news", "recommended",
        "you may also like", "you might also like",
        "don't miss", "most read", "most popular", "trending now", "watch more", "read next", "up next", "next article",
        "previous article", "what to read next",
        "click here", "continue reading", "go deeper:", "top stories", "editor's picks", "editors' picks",
        "in other news",
        "читайте также", "читать также", "читать далее", "читать дальше", "смотрите также", "по теме",
        "материалы по теме", "еще по теме", "ещё по теме", "подробнее:",
        "подробнее", "ранее по теме", "популярное", "самое читаемое", "рекомендуем", "новости по теме",
        "главное за день", "другие новости", "читайте нас", "читати також",
        "관련기사", "관련 기사", "관련뉴스", "관련 뉴스", "더 보기", "더보기", "많이 본", "인기 뉴스", "인기기사", "추천 기사", "추천기사", "주요 뉴스", "주요뉴스",
        "이 시각", "함께 본", "☞", "▶",
        "اقرأ أيضا", "اقرأ أيضاً", "اقرأ ايضا", "اقرأ المزيد", "إقرأ أيضا", "شاهد أيضا", "شاهد أيضاً", "مواضيع ذات صلة",
        "أخبار ذات صلة", "مقالات ذات صلة", "ذات صلة", "الأكثر قراءة", "المزيد من",
        "lesen sie auch", "mehr zum thema", "lire aussi", "à lire aussi", "lea también", "leer más",
        "te puede interesar", "leia também", "leggi anche",
    ]

    /// Headings over readers' comments.
    static let comments: [String] = [
        "comments", "comment", "leave a comment", "leave a reply", "add a comment", "post a comment",
        "join the discussion", "join the conversation", "reader comments",
        "show comments", "view comments", "комментарии", "комментариев", "оставить комментарий", "обсуждение", "댓글",
        "의견", "전체 댓글", "التعليقات", "تعليقات", "أضف تعليق", "أضف تعليقا", "اترك تعليقا", "kommentare",
        "commentaires", "comentarios",
    ]

    /// Marks of a readers' discussion.
    static let replies: Set<String> = words(
        "reply|like|report|share|ответить|пожаловаться|нравится|답글|신고|공감|추천|رد|إعجاب|الرد|reply report|like reply|upvote|downvote|antworten|répondre|responder|flag"
    )

    /// Words of offers to subscribe.
    static let offers: [String] = [
        "newsletter", "sign up", "subscribe", "subscription", "get the app", "download our app", "download the app",
        "your inbox", "push notification",
        "support our journalism", "become a member", "follow us", "join our", "enter your email", "your email address",
        "подпишитесь", "подписывайтесь", "подписаться", "рассылк", "наш канал", "нашем канале", "наш телеграм",
        "в нашем telegram", "следите за новостями",
        "뉴스레터", "구독하", "앱 다운로드", "제보는", "카카오톡 okjebo", "채널 추가",
        "النشرة البريدية", "النشرة الإخبارية", "اشترك في", "اشتركوا", "تابعنا", "تابعونا", "حمل التطبيق", "قناتنا",
    ]

    /// Words of consent notices, two sets that must both occur.
    static let cookies: [String] = [
        "cookie", "cookies", "куки", "cookie-файл", "쿠키", "ملفات تعريف الارتباط", "الكوكيز", "gdpr", "personal data",
        "персональных данных", "개인정보",
    ]
    static let consents: [String] = [
        "accept", "agree", "consent", "by using", "by continuing", "this site uses", "we use", "our partners", "manage",
        "preferences", "policy",
        "соглас", "принять", "используем", "использует", "обработк", "политик", "동의", "사용", "수집", "처리방침", "موافق",
        "نستخدم", "يستخدم", "قبول", "سياسة",
    ]

    /// Words that speak to the reader of a site.
    static let readerWords: Set<String> = words(
        "you|your|we|our|us|вы|вам|вас|ваш|ваше|ваши|мы|нам|наш|нашем|нашего|нас|sie|wir|unsere|vous|nous|nos|usted|nosotros"
    )
    static let readerPieces: [String] = [
        "귀하", "당사", "저희", "동의합니다", "이용자", "여러분", "نستخدم", "موقعنا", "موافقتك", "لك ", "تابعنا",
    ]

    /// Phrases that stand in nothing but small print.
    static let notices: [String] = [
        "all rights reserved", "may not be published, broadcast", "do not sell my", "enable javascript",
        "javascript is disabled", "все права защищены",
        "свидетельство о регистрации сми", "включите javascript", "무단전재", "무단 전재", "재배포 금지", "사업자등록번호", "청소년보호책임자",
        "자바스크립트를",
        "جميع الحقوق محفوظة", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados",
    ]

    /// Words of small print that stand in stories, too; two of them make a notice.
    static let legal: [String] = [
        "registered office", "registered in", "terms of use", "terms of service", "privacy policy", "reproduction",
        "cookie policy", "company number", "роскомнадзор",
        "при цитировании", "гиперссылка", "учредитель", "использование материалов", "главный редактор", "등록번호", "청소년보호",
        "발행인", "편집인", "저작권자", "حقوق النشر", "حقوق الطبع",
        "سياسة الخصوصية", "impressum", "datenschutz",
    ]

    /// Lines that say how a story may be read: `5 min read`.
    static let readingTimes: [String] = [
        "min read", "minute read", "minutes read", "мин чтения", "минут чтения", "минуты чтения", "время чтения",
        "읽는 시간", "دقائق قراءة", "دقيقة قراءة", "reading time",
    ]

    /// What opens a line of tags.
    static let tags: [String] = [
        "tags:", "tag:", "topics:", "keywords:", "filed under:", "теги:", "темы:", "ключевые слова:", "метки:", "태그:",
        "태그 :", "키워드:", "الوسوم:", "وسوم:", "كلمات مفتاحية:", "العلامات:", "كلمات دلالية:",
    ]

    /// What opens a caption that names itself.
    static let captions: [String] = [
        "image caption,", "image caption:", "image caption", "media caption,", "caption:", "подпись:",
        "подпись к фото:", "사진설명", "사진 설명:", "사진설명:", "تعليق الصورة:",
    ]

    private static func words(_ list: String) -> Set<String> { Set(list.split(separator: "|").map { String($0) }) }
}
