"""The words that say that something is somebody's: verbs and nouns of saying, thinking, wanting, showing, judging."""

from functools import cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VERBS = {
    "say": """
        accentuate acknowledge add adduce admit advise affirm air allege allude annotate announce answer apologise
        argue ask assert assure attest attribute aver avow bark bellow blab blog bluster boast brag brief broadcast
        cable carp catalog catalogue caution certify chant chat chime chortle chuckle cite claim clarify comment
        commiserate communicate complain concede conclude concur confer confess confide confirm conjecture contend
        contest continue contradict converse convey corroborate counter crow cry curse debrief declare decree define
        demur deny detail dictate digress disclose divulge document drawl editorialize ejaculate elaborate elucidate
        email embellish emphasise emphasize enquire enthuse enumerate enunciate equivocate espouse evince exclaim
        exhort explain expostulate expound express exult forecast fume gossip gripe grin grouse growl grumble grunt
        guarantee gush harangue hint holler howl hypothesize inform inquire insinuate insist interject interpose
        interrupt intimate intone inveigh jest joke jot lament laugh leak lecture maintain mention message mumble
        murmur muse mutter nag narrate note notify object observe opine outline parrot pen persist philosophize phone
        point posit post prattle preach predict proclaim profess pronounce prophesy propound protest publish query
        quibble quip quiz quote ramble rant rasp rationalize rave read reaffirm reason reassure recall recant recap
        recite recount refer reference reiterate rejoin relate relay remark remind reminisce remonstrate renounce
        repeat reply report respond restate resume retort retweet reveal rhapsodize roar say scream shout shrug sigh
        signal signify smile snap sob speak specify speculate sputter squeal stammer state stipulate stress stutter
        suggest summarize surmise swear talk tease telegraph tell testify text theorize thunder tout tweet underline
        underscore urge utter vent verbalize verify voice volunteer vouch vow wager wail warn warrant whimper whine
        whisper wire write yell""",
    "think": """
        abhor accept admire adore agree anticipate appreciate ascertain assess assume await believe brood calculate
        care cherish comprehend conceive concern consider contemplate cringe decide deduce deem deliberate despair
        despise determine detest disagree disbelieve discern disdain distrust doubt dread dream empathize enjoy
        envision envy estimate expect fantasize fathom fear feel figure find fixate foresee forget fret gather gauge
        glean grasp grieve guess hate hear hold hope imagine infer interpret intuit judge know learn like loathe love
        marvel meditate mind misjudge misremember mistrust misunderstand mourn mull notice obsess overestimate
        overlook perceive picture ponder postulate presume presuppose prize puzzle realise realize reckon recognise
        recognize recollect reconsider regard regret rejoice relish remember resent resolve respect rethink revere
        ruminate savor savour see sense suppose surmise suspect sympathise sympathize think tolerate treasure trust
        underestimate understand value view visualize wonder worry worship""",
    "want": """
        acquiesce adjure advocate agitate agree aim approve ask aspire authorize back balk ban bar bargain beg cajole
        call campaign challenge champion choose clamor clamour coax coerce command commit compel consent conspire
        counsel covet crave dare decline demand desire deter direct discourage dissuade embrace encourage endeavour
        endorse enjoin entice entreat eye favor favour forbid hanker hesitate implore incite induce insist instruct
        intend invite jockey lean lobby mandate mean need nominate nudge oblige offer oppose opt order outlaw permit
        persuade petition plan plead pledge plot pray prefer prepare press pressure prod prohibit promise promote
        propose pursue push recommend refrain refuse reject renege request require resist rule sanction scheme seek
        solicit spur strive summon support tempt threaten try undertake urge vacillate veto vie volunteer vote want
        waver weigh welcome wish woo yearn""",
    "show": """
        demonstrate display find illustrate imply indicate prove reflect reveal show suggest establish conclude
        confirm estimate document project""",
    "judge": """
        acclaim accuse address adjudge admit admonish apologize applaud assail attack attribute bash belittle bemoan
        berate besmirch blame blast boo brand call caricature cast castigate categorize celebrate censure characterise
        characterize chastise cheer chide chronicle class classify commemorate commend compare compliment condemn
        condone congratulate console credit criticise criticize crucify damn debate debunk decry defend demean
        demonise demonize denigrate denounce depict deplore deride describe diagnose disapprove disavow discount
        discredit discuss dismiss disown disparage dispel dispute dissect downplay dub echo exaggerate excoriate
        excuse exonerate extol fault flatter flay forgive frame glorify grill hail hammer heckle highlight hit honor
        honour hype idealize idolize impugn indict insult interrogate jeer justify knock label lambast lambaste lash
        laud liken lionize malign minimize mischaracterize misrepresent mock needle negotiate nitpick overstate paint
        pan pardon patronize peg pillory play portray pounce praise question rail rank rate ravage rebuff rebuke rebut
        refute reprimand reproach repudiate ridicule rip roast romanticize rubbish rue salute satirize savage
        scapegoat scoff scold scorn shame shun skewer slam slap smear sneer snipe snub spurn stereotype stigmatize tag
        tar taunt term thank toast tout trash trivialize troll trumpet understate upbraid vilify""",
}
_NOUNS = {
    "say": """
        account accusation acknowledgement acknowledgment admission admonition advice affirmation allegation allusion
        anecdote announcement answer apology argument assent assertion assurance attack avowal banter bluster boast
        broadside caveat chant characterisation characterization charge claim clarification comment commentary
        communique complaint compliment concession condemnation confession confirmation contention counterclaim
        criticism critique declaration denial denunciation depiction description diatribe disavowal disclaimer
        disclosure discussion dispatch endorsement exhortation explanation forecast gibe greeting grievance gripe
        guarantee hint hyperbole implication innuendo inquiry insinuation insistence insult invective jab jibe joke
        lament lecture letter lie line mantra memo mention message monologue musing narrative note notice notification
        observation outburst platitude plea pledge polemic portrayal praise prediction proclamation promise
        pronouncement proposal protestation query question quip quotation quote rant reassurance rebuke rebuttal
        recollection reference refrain refutation rejoinder remark reminder reply report reprimand reproach response
        retort retraction revelation rhetoric rumor rumour salvo sermon slogan slur smear speculation speech statement
        suggestion summary swipe talk taunt testimony threat tirade tribute tweet utterance vow warning word""",
    "think": """
        admiration anger assessment assumption attitude aversion belief calculation certainty concern confidence
        consensus consideration contempt conviction curiosity delight despair disappointment disdain dislike dismay
        distaste distrust doubt dream embarrassment empathy enthusiasm esteem estimate excitement expectation faith
        fantasy fear feeling fondness frustration fury gratitude guess hatred hope hypothesis idea illusion impression
        insight interest interpretation intuition irritation jealousy joy judgement judgment loathing misgiving
        mistrust nostalgia notion obsession opinion optimism outlook outrage passion perception pessimism pleasure
        position premise preoccupation presumption pride projection qualm realization recognition regret relief
        remorse resentment reservation respect sadness satisfaction scepticism scorn sense shock skepticism stance
        surprise suspicion sympathy theory thought trust uncertainty understanding unease verdict view viewpoint
        vision wariness worry""",
    "want": """
        advocacy agreement aim appeal backing bid call commitment crusade decision demand desire determination drive
        effort encouragement goal hesitation intent intention invitation longing mandate motion objection offer
        opposition order petition plan preference pressure priority prohibition push quest recommendation refusal
        rejection request requirement resolution rule support threat urge veto will willingness wish yearning""",
    "show": "analysis conclusion evidence finding indication poll proof sign study survey document",
}
_ADJECTIVES = {
    "think": """
        adamant afraid agreeable alarmed amused angry annoyed appalled appreciative apprehensive ashamed assured
        astonished astounded aware baffled bearish bitter bored bothered bullish cautious certain cognizant
        comfortable complimentary concerned confident confused conscious contemptuous convinced critical curious
        cynical delighted disappointed disdainful disgusted dismayed dismissive dissatisfied distraught distrustful
        disturbed doubtful dubious ecstatic elated embarrassed encouraged enthusiastic envious excited fascinated
        favorable favourable fearful fond frightened frustrated furious glad grateful guarded happy heartened honored
        honoured hopeful horrified hostile humbled impressed incensed incredulous indifferent indignant intrigued
        irate jealous jubilant leery livid mad mindful mistrustful mystified nervous offended optimistic outraged
        overjoyed passionate perplexed perturbed pessimistic pleased positive proud puzzled receptive regretful
        relieved remorseful resentful respectful saddened satisfied scared sceptical scornful shocked skeptical sorry
        startled stunned supportive sure surprised suspicious sympathetic terrified thankful thrilled tolerant
        troubled unafraid unaware uncertain unclear unconcerned unconvinced undecided uneasy unenthusiastic unfazed
        unhappy unimpressed uninterested unmoved unsatisfied unsure upset wary worried""",
    "want": """
        amenable anxious averse committed content desperate determined eager hesitant hungry impatient inclined
        insistent intent interested keen opposed prepared ready reluctant resigned resistant resolute resolved
        undeterred unwilling willing""",
    "say": """
        apologetic blunt clear evasive explicit forthright frank noncommittal outspoken scathing unapologetic vehement
        vocal""",
}
_IRREGULAR = """
    said:say told:tell spoke:speak spoken:speak swore:swear sworn:swear wrote:write written:write thought:think
    knew:know known:know felt:feel found:find saw:see seen:see heard:hear learnt:learn dreamt:dream
    foresaw:foresee foreseen:foresee forgot:forget forgotten:forget meant:mean understood:understand showed:show
    shown:show sought:seek chose:choose chosen:choose forbade:forbid forbidden:forbid proven:prove begged:beg
    read:read hid:hide put:put dubbed:dub ripped:rip quipped:quip committed:commit admitted:admit
    permitted:permit referred:refer planned:plan slammed:slam tagged:tag bade:bid undertook:undertake
    underwrote:underwrite strove:strive retold:retell forgave:forgive forgiven:forgive misunderstood:misunderstand
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
    acknowledge add admit announce answer comment complain confess confide confirm convey deny describe
    disclose explain express indicate lament mention observe present promise propose recommend relate remark repeat
    reply report respond reveal say speak state stress suggest swear talk testify vow write yell
    """
)
# What says nothing of a saying, whatever it has in quotation marks after it.
NO_CUES = _set(
    """
    am are be became become been being did do does doing done gave get give go going gone got had has have
    having is keep kept made make making saw see take taken took use used using was went were
    """
)
# Outside quotations these are deeds where no clause hangs on them: "it hit the park", "they continue over the road".
DEEDS = _set(
    """
    add celebrate class compare continue feel find gather grin hit hold laugh paint picture play post push read recall
    relay see slam slap smile tag tell write
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


def adjective_classes(word: str) -> tuple[str, ...]:
    """Return the kinds of an adjective that says what somebody thinks or wants, as `verb_classes` does."""
    return _adjectives().get(word.lower(), ())


@cache
def _adjectives() -> dict[str, tuple[str, ...]]:
    return {word: (name,) for name, words in _ADJECTIVES.items() for word in words.split()}


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
    return frozenset({*_lemmas(False), *_lemmas(True), *_adjectives(), "according", "per"})
