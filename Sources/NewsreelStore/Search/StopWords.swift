/// Words that hold sentences together and say nothing of the subject, folded as `TextAnalyzer` folds before stemming.
///
/// They are indexed all the same, so that phrases and questions made of nothing else find their stories; a query
/// leaves them out as soon as it has another word.
enum StopWords {
    static let byLanguage: [String: Set<String>] = [
        "en": english, "ru": russian, "ar": arabic, "de": german, "fr": french, "es": spanish,
    ]

    static let english: Set<String> = words(
        """
        a about above after again against all am an and any are as at be because been before being below between both
        but by can could did do does doing down during each few for from further had has have having he her here hers
        him his how i if in into is it its itself me more most must my no nor not of off on once only or other our out
        over own same she should so some such than that the their them then there these they this those through to too
        under until up very was we were what when where which while who whom why will with would you your
        """)

    private static let russian: Set<String> = words(
        """
        и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня
        еще нет о из ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам ведь там
        потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже
        себе под будет ж тогда кто этот того потому этого какой совсем ним здесь этом почти мой тем чтобы нее были куда
        зачем всех при об хоть после над тот через эти нас про них какая этой перед мной том такой им более всю между
        """)

    private static let arabic: Set<String> = words(
        """
        في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين ما لا لم لن أن إن كان كانت هو هي هم كل بعد قبل بين حتى إذا
        ثم أو و قد عند منذ كما أي هناك حيث عليه به له لها فيه فيها
        """)

    private static let german: Set<String> = words(
        """
        der die das den dem des ein eine einer eines einem einen und oder aber auch als am an auf aus bei bis da damit
        dass dies diese dieser dieses doch durch er es für hat hatte ich ihr im in ist ja mit nach nicht noch nur ob sich
        sie sind so über um und uns unter vom von vor war was wenn wer wie wir wird zu zum zur
        """)

    private static let french: Set<String> = words(
        """
        au aux avec ce ces cette dans de des du elle en et eux il ils je la le les leur lui ma mais me même mes moi mon
        ne nos notre nous on ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous c d
        j l à m n s t y été est sont était
        """)

    private static let spanish: Set<String> = words(
        """
        a al ante como con contra de del desde donde el ella ellos en entre era es esa ese eso esta este esto fue ha han
        hasta hay la las le les lo los más me mi muy no nos o para pero por porque que quien se ser si sin sobre son su
        sus también te tiene todo un una uno unos y ya
        """)

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map { TextAnalyzer.folded(Array($0.utf8)) })
    }
}
