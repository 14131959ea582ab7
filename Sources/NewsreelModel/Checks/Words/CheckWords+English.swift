extension CheckWords {
    static let english: CheckWords = {
        let forms: [[String]] = [
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
            ["Mon", "Tues", "Weds", "Thurs", "Fri", "Sat", "Sun"],
        ]
        return CheckWords(
            language: "en", weekdayForms: forms, weekdays: weekdays(forms, short: 1),
            months: months([
                "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
                "september sep sept", "october oct", "november nov", "december dec",
            ]),
            hasCapitals: true, relatives: ["yesterday": -1, "today": 0, "tomorrow": 1],
            namedBefore: set(
                """
                black good ash maundy holy palm easter super bloody cyber giving shrove fat whit sheffield ruby man \
                casual freaky blue red green spy clean pancake plough mothering trinity pentecost passion gaudy sorry \
                stir-up orange big the_ national world international throwback my our his her their
                """),
            namedAfter: set(
                """
                times telegraph mirror express post mail herald people sport island school best night morning_ prayers \
                prayer mass service services roast lunch league football club addams next bank holiday magazine review \
                and_ papers edition
                """),
            qualifiers: set(
                """
                last next every each this coming following previous same that one any most some a another earlier later \
                weekly usual first second third fourth final opening before after_ alternate past
                """),
            backward: set(
                """
                after following since over from of about despite because for during response ago than to until till by \
                before_ marking recalling citing amid regarding concerning under against earlier previous
                """),
            forward: set("with and then while later before but subsequently"),
            future: set(
                """
                will would shall may might could should must can due scheduled plan plans planned planning expected \
                expect expects set until till upcoming tomorrow next ahead slated intends intended hopes hoped \
                deadline expire expires going ready likely called postponed delayed extended forthcoming if unless
                """),
            beginnings: ["began", "begun", "started", "erupted", "launched"],
            speech: set(
                """
                said says say saying told tells added adds according announced announces stated states statement \
                confirmed confirms wrote writes warned warns explained explains insisted insists argued argues claimed \
                claims replied replies asked asks noted notes recalled recalls admitted admits declared declares \
                reported reports tweeted posted called calls calling described describes quoted quoting quipped joked \
                remarked observed responded concluded concludes continued testified urged vowed pledged promised \
                complained acknowledged recounted shouted cried whispered remembers remembered thinks thought believes \
                believed suggested suggests titled entitled named dubbed known reads read words put commented comments \
                denied denies laughed laughs answers answered agrees agreed conceded predicted stressed emphasised \
                emphasized reiterated accused spokesman spokeswoman spokesperson letter message shrugs smiled grinned \
                mused sighed protested offered interjected ran headline sign banner chanted chanting
                """),
            persons: set("he she mr mrs ms dr miss sir dame"),
            between: set("the on of"),
            counted: counted([
                "dead": "dead deaths died killed fatalities", "injured": "injured wounded hurt injuries",
                "arrested": "arrested detained arrests", "missing": "missing", "bodies": "bodies",
                "passengers": "passengers", "hostages": "hostages", "survivors": "survivors",
                "victims": "victims", "miners": "miners",
            ]),
            countedBefore: counted([
                "dead": "killed killing kills", "injured": "injured injuring injures wounded wounding hurt",
            ]),
            numerals: numerals([
                "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
                "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty",
                "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
            ]),
            isPast: { token in
                if irregularPast.contains(token.text) { return true }
                return token.text.hasSuffix("ed") && token.text.utf8.count >= 5 && !notPast.contains(token.text)
            },
            isFuture: { _ in false })
    }()

    private static let irregularPast: Set<String> = set(
        """
        was were had did said told took went came gave made began fell broke shot hit held won lost left met found saw \
        sent led ran rose struck spoke wrote drew flew blew became got brought built caught fought kept felt heard \
        threw stood sank swept burst fled hung shook stole paid sold died used
        """)

    private static let notPast: Set<String> = set(
        """
        indeed speed exceed proceed succeed united hundred breed bleed sacred naked wicked planned scheduled expected \
        postponed delayed extended intended
        """)
}
