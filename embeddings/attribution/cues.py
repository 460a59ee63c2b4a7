"""The words that say that something is somebody's: verbs and nouns of saying, thinking, wanting, showing, judging."""

from functools import cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VERBS = {
    "say": """
        acknowledge add admit advise affirm allege announce answer argue ask assert assure attest aver boast
        brief caution cite claim clarify comment complain concede confess confide confirm contend counter
        declare deny disclose elaborate emphasize emphasise exclaim explain express forecast hint inform inquire
        insist interject joke lament maintain mention muse mutter note notify object observe opine point predict
        preach proclaim profess pronounce protest quip quote read reaffirm recall recount reiterate relate
        remark remind repeat reply report respond restate retort reveal reassure say shout speak speculate state
        stipulate stress suggest summarize swear talk tell testify tout tweet underline underscore urge utter
        vow volunteer warn whisper write yell post continue conclude chime intone gush gripe grumble guarantee
        attribute broadcast publish document detail outline convey communicate conjecture posit hypothesize
        theorize reason rejoin recite lecture cable signal""",
    "think": """
        accept agree anticipate appreciate assume await believe consider decide deem determine disagree
        disbelieve doubt dread dream envision estimate expect fear feel figure find foresee forget gather guess
        hope imagine infer interpret judge know learn mind perceive presume realize realise recognize recognise
        regard regret remember resolve see sense suppose surmise suspect think trust understand view wonder
        worry conceive hear concern care reckon fret like love hate enjoy""",
    "want": """
        aim ask authorize back beg choose command commit consent dare decline demand desire direct encourage
        endeavour endorse favor favour insist instruct intend invite lobby mean need oppose order permit plan
        plead pledge prefer press pressure promise propose push recommend refuse reject request require seek
        support threaten try urge want welcome wish call challenge discourage forbid implore nominate offer
        persuade petition prohibit prod summon undertake advocate rule agree volunteer strive""",
    "show": """
        demonstrate display find illustrate imply indicate prove reflect reveal show suggest establish conclude
        confirm estimate document project""",
    "judge": """
        accuse admonish applaud assail attack attribute bash bemoan berate blame blast brand call castigate
        celebrate characterize characterise cheer chide commend compare condemn congratulate credit criticize
        criticise decry defend denigrate denounce deride describe disavow discredit dismiss disparage dispute
        dub echo excoriate extol hail hit insult label lambast lambaste laud liken mock paint portray praise
        question rail rebuke rebut refute repudiate ridicule rip scold scoff slam slap tag tar taunt thank tout
        vilify apologize address discuss debate negotiate""",
}
_NOUNS = {
    "say": """
        accusation acknowledgement acknowledgment admission allegation allusion announcement answer argument
        assertion assurance charge claim comment complaint contention criticism declaration denial disclosure
        explanation forecast guarantee hint insistence joke message mention note notice observation pledge
        prediction promise proposal question quip reference remark reminder reply report response revelation
        statement suggestion testimony threat tweet vow warning word rumor rumour quote line letter speech""",
    "think": """
        assumption attitude belief concern confidence conviction doubt dream estimate expectation fear feeling
        hope idea impression interpretation judgment judgement notion opinion perception position sense
        skepticism scepticism suspicion theory thought understanding view worry consensus regret stance""",
    "want": """
        agreement aim appeal bid call commitment decision demand desire determination effort goal intent
        intention invitation objection offer opposition order plan preference pressure push recommendation
        refusal request requirement resolution rule support threat will willingness wish""",
    "show": "analysis conclusion evidence finding indication poll proof sign study survey document",
}
_IRREGULAR = """
    said:say told:tell spoke:speak spoken:speak swore:swear sworn:swear wrote:write written:write thought:think
    knew:know known:know felt:feel found:find saw:see seen:see heard:hear learnt:learn dreamt:dream
    foresaw:foresee foreseen:foresee forgot:forget forgotten:forget meant:mean understood:understand showed:show
    shown:show sought:seek chose:choose chosen:choose forbade:forbid forbidden:forbid proven:prove begged:beg
    read:read hid:hide put:put dubbed:dub ripped:rip quipped:quip committed:commit admitted:admit
    permitted:permit referred:refer planned:plan slammed:slam tagged:tag bade:bid undertook:undertake
    underwrote:underwrite strove:strive retold:retell
"""
# Whom it is said to is the object of these, and stands after "to" with those.
_TOLD = _set(
    """
    advise assure beseech brief caution convince implore inform instruct notify persuade reassure remind tell
    urge warn
    """
)
# ... and of these where something else is said to them: "asked her to go", not "asked a question".
_TOLD_MORE = _set(
    """
    ask beg challenge command invite order press promise push request show text
    """
)
_SAID_TO = _set(
    """
    acknowledge add admit announce answer comment complain confess confide confirm convey describe disclose
    explain express indicate lament mention observe present promise propose recommend relate remark repeat reply
    report respond reveal say speak state stress suggest swear talk testify vow write yell
    """
)
# What says nothing of a saying, whatever it has in quotation marks after it.
NO_CUES = _set(
    """
    am are be became become been being did do does doing done gave get give go going gone got had has have
    having is keep kept made make making saw see take taken took use used using was went were
    """
)
# "the comment that he made to ...": what is done with words.
_UTTERED = _set(
    """
    deliver delivered gave give given issued made make sent wrote
    """
)
# "at a rally", "in an interview": where a thing was said.
SETTINGS = _set(
    """
    address briefing broadcast call conference debate dinner email e-mail essay event forum gathering hearing
    interview letter lunch meeting memo memorandum message news op-ed post program programme rally remarks
    session show speech statement summit talk testimony town tweet visit cable conversation television telegram
    article column book report appearance
    """
)
HEDGES = frozenset(["allegedly", "apparently", "ostensibly", "purportedly", "reportedly", "seemingly", "supposedly"])
# Verbs that by themselves say that something is not so.
DENIALS = frozenset(["deny", "dispute", "refute", "rebut", "disavow", "repudiate"])
# "reportedly" in other words.
_REPORTED = _set(
    """
    report allege believe say think rumour rumor understand claim
    """
)


@cache
def _classes(nouns: bool) -> dict[str, tuple[str, ...]]:
    by_word: dict[str, list[str]] = {}
    for name, words in (_NOUNS if nouns else _VERBS).items():
        for word in dict.fromkeys(words.split()):
            by_word.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in by_word.items()}


@cache
def _lemmas(nouns: bool) -> dict[str, str]:
    forms: dict[str, str] = {}
    for lemma in _classes(nouns):
        stem = lemma[:-1] if lemma.endswith("e") else lemma
        forms[lemma] = lemma
        if lemma.endswith("y") and lemma[-2] not in "aeiou":
            forms |= {lemma[:-1] + "ies": lemma, lemma[:-1] + "ied": lemma}
        elif lemma.endswith(("s", "sh", "ch", "x", "z")):
            forms[lemma + "es"] = lemma
        else:
            forms[lemma + "s"] = lemma
        if not nouns:
            doubled = lemma + lemma[-1]
            for end in ("ed", "ing"):
                forms |= {stem + end: lemma, doubled + end: lemma}
            forms[lemma + "ing"] = lemma
    if not nouns:
        forms |= dict(pair.split(":") for pair in _IRREGULAR.split())
    return forms


def verb(word: str) -> str:
    """Return the infinitive of a verb of attribution, or the word in small letters for another."""
    return _lemmas(False).get(word.lower(), word.lower())


def noun(word: str) -> str:
    """Return the singular of a noun of attribution, or the word in small letters for another."""
    return _lemmas(True).get(word.lower(), word.lower())


def verb_classes(lemma: str) -> tuple[str, ...]:
    """Return the kinds of a verb, the first is the main one; none for what attributes nothing."""
    return _classes(False).get(lemma, ())


def noun_classes(lemma: str) -> tuple[str, ...]:
    """Return the kinds of a noun, as `verb_classes` does."""
    return _classes(True).get(lemma, ())


def is_told(lemma: str) -> bool:
    """Whether the object of a verb is whom it is said to."""
    return lemma in _TOLD


def is_told_more(lemma: str) -> bool:
    """Whether the object of a verb is whom it is said to, where something else is what is said."""
    return lemma in _TOLD_MORE


def is_said_to(lemma: str) -> bool:
    """Whether what stands after "to" with a verb is whom it is said to."""
    return lemma in _SAID_TO


def is_uttered(word: str) -> bool:
    """Whether a verb has a comment or a statement for its object because somebody makes it."""
    return word.lower() in _UTTERED


@cache
def forms() -> frozenset[str]:
    """All forms of all words that may say that something is somebody's."""
    return frozenset({*_lemmas(False), *_lemmas(True), "according", "per"})
