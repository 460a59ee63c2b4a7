"""One spelling for search: British or American, verbs by their infinitive, and acronyms without points.

A question about the "defence programme" must find the "defense program". Each rule goes in the direction that changes
fewer other words. Such a change does no harm ("contour" becomes "contor"), because questions and texts are changed
alike: two words are confused only if they become the same. Names, and words that have two meanings in one of the two
spellings, are left alone: "cheque", "kerb", "storey", "tyre", "grey".
"""

import re
from functools import lru_cache

# "U.N.", "U. N.", "p.m.", and the initials of names: "A. Q. Khan". "U.S. U.N." are two: in one, all letters stand apart
# or none does. It begins where none could have begun before, or each letter of a long row would be tried to its end.
ACRONYM = re.compile(
    r"(?<!\w)(?:(?<!\b[A-Z]\.)(?:[A-Z]\.(?:[A-Z]\.)+|(?<!\b[A-Z]\. )[A-Z]\.(?: [A-Z]\.)+(?![A-Z]\.))"
    r"|(?<!\b[a-z]\.)[a-z]\.(?:[a-z]\.)+)(?!\w)"
)
_NOT_LETTERS = re.compile(r"[. ]")
# Every acronym contains this, and it is found many times as fast.
_MAYBE_ACRONYM = re.compile(r"\. ?[A-Za-z]\.")
_WORDS = re.compile(r"([A-Za-z]{3,})")
# Shorter words have one spelling, or are among those left alone; of verbs, also shorter ones have several forms.
SHORTEST_SPELT = 5
# Words repeat: with a cache of this size, spelling takes a small part of a rebuild.
CACHED_WORDS = 100_000

_NEVER_IZE = (
    r"(?:adv|advert|chast|chem|circumc|comprom|conc|dem|desp|dev|exc|exerc|expert|\w*franch|improv|inc|merchand|parad|prec"
    r"|prem|prom|rev|superv|surm|telev|treat|val|\w*(?:[aouw]|[np]r))is"
)
_OR_ENDINGS = "s|ed|er|ers|ing|ings|able|ably|al|ful|fully|hood|hoods|is\\w+|iz\\w+|ite|ites|itism|less|ly"
_ER_STEMS = "cent|theat|met|lit|fib|calib|lust|meag|sab|scept|somb|spect|neuv"
_L_STEMS = (
    "ravel|cancel|channel|counsel|cruel|dial|duel|equal|fuel|funnel|gruel|initial|jewel|label|level|marshal|medal|model"
    "|panel|quarrel|rival|shovel|signal|total|trial|tunnel"
)
_RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # "organise" -> "organize", since the stemmer knows that ending; but not "promise", "surprise", "uprising".
        (
            rf"^(?!{_NEVER_IZE})(\w{{3,}})is(?=(?:e|ed|er|ers|es|ing|ings|ingly|able|ably|ability|ations?|ational)$)",
            r"\1iz",
        ),
        # "analyze" -> "analyse", because of "analyses", which are not analysed.
        (r"(?<=\w{3})yz(?=(?:e|ed|er|ers|es|ing)$)", "ys"),
        # "labour" -> "labor", but not "hour" and "tour".
        (rf"(?<=\w{{3}})our(?=(?:{_OR_ENDINGS})?$)", "or"),
        # "centre", "centred" -> "center", "centered".
        (rf"({_ER_STEMS})re(?=s?$)", r"\1er"),
        (rf"({_ER_STEMS})red$", r"\1ered"),
        # "defence" -> "defense".
        (r"^(def|off|lic|pret)ence(?=(?:s|d|less)?$)", r"\1ense"),
        # "travelled" -> "traveled".
        (rf"({_L_STEMS})l(?=(?:ed|er|ers|est|ing|ings|ist|ists|ors?|ations?)$)", r"\1"),
        # "programme" -> "program", but "programmed" is both.
        (r"gramme(?=s?$)", "gram"),
    )
]
# The forms of irregular verbs that no other common word has, each line after the infinitive. The stemmer knows only the
# regular ones, so that "paid" was not found by "Who had to pay?".
_VERBS = """
arise arose arisen
awake awoke awoken
become became
begin began begun
bid bade bidden
bite bitten
blow blew blown
break broke broken
breed bred
bring brought
build built
burn burnt
buy bought
catch caught
choose chose chosen
come came
creep crept
deal dealt
dig dug
draw drew drawn
dream dreamt
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
fight fought
fly flew flown
forbid forbade forbidden
foresee foresaw foreseen
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
get got gotten
give gave given
go went gone
grow grew grown
hang hung
hear heard
hide hid hidden
hold held
keep kept
kneel knelt
know knew known
lay laid
lead led
learn learnt
lend lent
light lit
lose lost
make made
mean meant
meet met
mislead misled
mistake mistook mistaken
overcome overcame
oversee oversaw overseen
overthrow overthrew overthrown
overtake overtook overtaken
pay paid
prove proven
repay repaid
ride rode ridden
ring rang rung
rise risen
run ran
say said
see seen
seek sought
sell sold
send sent
shake shook shaken
shrink shrank shrunk
sing sang sung
sink sank sunk
sit sat
sleep slept
speak spoke spoken
spend spent
spring sprang sprung
stand stood
steal stole stolen
strike struck stricken
swear swore sworn
sweep swept
swim swam swum
swing swung
take took taken
teach taught
tell told
think thought
throw threw thrown
undergo underwent undergone
understand understood
undertake undertook undertaken
uphold upheld
wake woke woken
wear wore worn
weep wept
win won
withdraw withdrew withdrawn
withhold withheld
withstand withstood
write wrote written
"""
_INFINITIVES = {
    form: infinitive for infinitive, *forms in map(str.split, _VERBS.strip().splitlines()) for form in forms
}
# Other parts of words, each with its replacement.
_PARTS = dict(
    pair.split()
    for pair in """
    ageing aging
    acknowledgement acknowledgment
    aem em
    aeroplane airplane
    aluminium aluminum
    anaesth anesth
    archaeo archeo
    armouries armories
    armoury armory
    artefact artifact
    caesarean cesarean
    councillor councilor
    diarrhoea diarrhea
    draught draft
    encyclopaed encycloped
    enroll enrol
    foet fet
    fulfill fulfil
    gynaec gynec
    installment instalment
    jewellery jewelry
    judgement judgment
    logue log
    manoeuv maneuv
    mediaeval medieval
    mould mold
    moustache mustache
    odour odor
    oesoph esoph
    oestro estro
    orthopaed orthoped
    paediat pediat
    paedophil pedophil
    palaeo paleo
    plough plow
    practis practic
    pyjama pajama
    savoury savory
    sceptic skeptic
    sheikh sheik
    skilful skillful
    sulph sulf
    tranquill tranquil
    wilful willful
    """.strip().splitlines()
)
_PART = re.compile("|".join(_PARTS))


def one_spelling(text: str) -> str:
    """Return a text with words of five letters or more in lower case, and words in one form where there are two.

    Acronyms lose their points: "U.N." becomes "UN". The result is for search only: offsets into the text do not hold
    for it.
    """
    if _MAYBE_ACRONYM.search(text):
        text = ACRONYM.sub(_without_points, text)
    parts = _WORDS.split(text)
    # This is twice as fast as `sub` with a function, and a rebuild does it to all texts.
    parts[1::2] = map(_respell, parts[1::2])
    return "".join(parts)


def _without_points(match: re.Match[str]) -> str:
    return _NOT_LETTERS.sub("", match.group())


@lru_cache(maxsize=CACHED_WORDS)
def _respell(word: str) -> str:
    if infinitive := _INFINITIVES.get(word.lower()):
        return infinitive
    if len(word) < SHORTEST_SPELT:
        return word
    spelling = _PART.sub(lambda match: _PARTS[match.group()], word.lower())
    for pattern, replacement in _RULES:
        spelling = pattern.sub(replacement, spelling)
    return spelling
