"""The names that stand in a text, apart from the titles before them, and the words that tell what bears a name."""

import re
from dataclasses import dataclass

from embeddings.documents import Span


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A title, and the word by which its holder is called later: "Sen. John Kerry", "the senator".
_ROLES = """
    admiral adviser ambassador archbishop ayatollah baroness bishop captain chairman chairwoman chancellor chief
    colonel commissioner congressman congresswoman count deputy detective director doctor emir general governor
    judge justice king lady leader lieutenant lord major mayor minister officer pope premier president prince
    princess professor prosecutor queen representative reverend senator secretary sergeant sheikh speaker
    spokesman spokeswoman sultan attorney ceo cfo coo mp mla mep councillor councilor councilman councilwoman coach
    commander corporal constable inspector superintendent sheriff cardinal rabbi imam
    countess duchess duke earl emperor empress marquis viscount
"""
_SHORT_TITLES = """
    adm:admiral amb:ambassador cpl:corporal const:constable insp:inspector supt:superintendent capt:captain col:colonel
    dr:doctor gen:general gov:governor lt:lieutenant maj:major prof:professor rep:representative rev:reverend
    sen:senator sgt:sergeant shaikh:sheikh
"""
# These go before a name and are no role, the last of them not right before it: "Foreign Policy" is no Mr. Policy.
_OTHER_TITLES = "madam madame mme mlle monsieur herr frau miss mr mrs ms mx sir assistant acting former"
# What offices, degrees and honours write after a name.
_AFTER_NAMES = frozenset({"CBE", "Esq", "JD", "KC", "MBE", "MD", "MEP", "MP", "MSP", "OBE", "PhD", "QC", "SC"})
_PARTS_OF_TITLES = frozenset(["foreign", "prime", "vice", "under", "treasury", "defense", "defence", "interior"])
TITLES: dict[str, str] = {
    **{role: role for role in _ROLES.split()},
    **dict(pair.split(":") for pair in _SHORT_TITLES.split()),
    **dict.fromkeys([*_OTHER_TITLES.split(), *_PARTS_OF_TITLES], ""),
}
_LAST_OF_TITLES = frozenset(TITLES.keys() - _PARTS_OF_TITLES)
# What an office is of: "Secretary of State", "Minister of Finance", "Deputy Chief of Mission".
_OFFICES = _PARTS_OF_TITLES | _set(
    """
    state affairs agriculture commerce culture defence defense economy education energy finance fisheries health history
    housing industry information justice labor labour law medicine mission operations petroleum philosophy physics
    planning politics protocol research science security staff tourism trade transport transportation
    """
)
# First names and forms of address of men, and of women.
HE = _set(
    """
    mr sir lord monsieur herr duke earl emperor marquis viscount king prince emir sultan sheikh shaikh pope congressman
    chairman spokesman ayatollah john james robert michael william david richard joseph thomas charles daniel matthew
    donald mark paul steven stephen andrew kenneth george joshua kevin brian edward ronald timothy jason jeffrey ryan
    jacob gary nicholas eric jonathan larry scott frank justin brandon gregory raymond samuel benjamin patrick jack
    dennis jerry alexander tyler henry douglas peter adam nathan zachary walter kyle harold carl jeremy gerald keith
    roger arthur terry lawrence sean christian albert joe austin bernie bill bob jim mike tom tim dan dave steve greg
    barack ali hassan mohammad mohammed ahmed hamad vladimir michel pierre jean hans karl fritz ivan boris juan carlos
    jose luis miguel pedro antonio giovanni marco paolo rudy ted mitt newt mitch harry chuck ben jeff matt rick will
    kim jan jo robin jordan chris alex sam pat dana leslie kerry andrea simone christopher dorian rob ron don ken russ
    rod gord tony colin craig dean derek doug neil nigel graham alan allan ian hugh stuart ralph roy russell wayne todd
    shane phil philip phillip pete fred frederick leonard leo louis simon martin max oliver oscar otto pablo francisco
    fernando eduardo ricardo roberto curtis dale darren dmitry mikhail sergei nikolai igor yuri viktor mustafa mahmoud
    omar yusuf ibrahim khalid saeed javad hossein reza rahul sanjay hiroshi kenji wei rodrigo rafael diego emmanuel
    françois jacques guy olaf lars sven anders bjorn günter wolfgang heinrich jürgen stefan ernest clarence clifford
    floyd glenn howard isaac jay jesse joel johnny jon josh kent kurt lee lloyd lou marc marcus marvin maurice mitchell
    norman randy ray reginald ross stan stanley terrence theodore trevor vernon victor vincent warren wesley
    """
)
SHE = _set(
    """
    mrs ms miss madame mme mlle frau countess duchess empress lady baroness queen princess madam congresswoman
    chairwoman spokeswoman mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty
    margaret sandra ashley kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon
    laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra
    rachel regina carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren
    christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances
    kathryn janice jean alice hillary melania ivanka chelsea kellyanne condoleezza madeleine theresa marie sophie ana
    elena ingrid claire lee kim jan jo jesse lou robin jordan chris alex sam pat terry dana leslie kerry ray alexandra
    alexis alison allison amber anita annette annie april audrey barbra becky beth bonnie brittany caroline cathy
    charlotte chloe cindy connie dorie daisy deb debbie denise diana doris eileen elaine ellen emilia erica erin esther
    eva fiona gail geraldine gina grace greta gwen hazel heidi helena holly ida irene isabel isabella jackie jane
    jasmine jenna jenny jill joanna joanne josephine juliet june kate kathy katie katrina kristen lena lillian lily
    lisbeth liz loretta lorraine louise lucy lydia lynn marcia margot marianne marilyn marina marjorie marta maureen
    maya meg melinda michele miriam molly monica nadia naomi natalie natasha nina nora norma olga paula peggy penelope
    penny petra phyllis rita roberta rosa rosemary roxanne sally sheila silvia simone sonia stella sue suzanne sylvia
    tamara tammy tanya tara tatiana tina tracy ursula vanessa vera wendy yvonne zoe
    """
)
# First names and forms of address that are a man's or a woman's.
GIVEN_NAMES = HE | SHE
# By themselves these may as well be a place, a month or a word at the beginning of a sentence.
NO_NAMES_ALONE = _set(
    """
    virginia victoria madison austin charlotte chelsea jordan april june grace daisy hazel holly frank mark will bill
    jack christian joy may art penny jan
    """
)
# Whoever is called so is a man, a woman, or either.
MEN = _set(
    """
    boy brother congressman chairman councilman father fisherman gentleman grandfather husband king man nephew
    policeman postman prince sheikh son spokesman sultan uncle
    """
)
WOMEN = _set(
    """
    aunt chairwoman congresswoman councilwoman daughter girl grandmother  lady mother niece policewoman princess queen
    sister
    spokeswoman wife woman
    """
)
PERSONS = (
    (frozenset(TITLES.values()) - {""})
    | MEN
    | WOMEN
    | _set(
        """
        academic activist actor actress aide analyst architect artist assistant author baker banker barrister boss
        boxer broker builder butcher campaigner carpenter chair chairperson chef citizen clerk climber colleague
        composer convener coroner counterpart critic customer cyclist defendant delegate developer diplomat docker
        doctor driver economist editor electrician employee engineer envoy executive expert farmer fisherman founder
        friend goalkeeper guest historian journalist juror landlord lawyer leader lecturer manager mechanic midwife
        miner monk negotiator neighbor neighbour novelist nun nurse official organiser organizer other owner painter
        parent partner patient person philosopher physicist pilot plaintiff player playwright plumber poet policeman
        policewoman politician postman predecessor priest programmer prosecutor referee registrar reporter researcher
        resident sailor scholar scientist sculptor shopkeeper singer skipper soldier solicitor specialist
        spokesperson striker student substitute successor sprinter swimmer tailor teacher teammate tenant trader
        trainer treasurer trustee umpire vicar victim visitor waiter witness worker writer
        """
    )
)
_NO_NAMES = _set(
    """
    a an the in on at of and or but for by from to with as if when while after before since until because although
    though that this these those it he she they we i you his her their its our my who what where why how which there
    here now then so yet not no yes also even still just only both each every some any all many most more few several
    one two three monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december instead meanwhile however according asked today yesterday tomorrow last
    next during under over about into through between among against without within am is are was were be been being do
    does did has have had can could would shall should must let besides despite unlike behind near inside outside
    throughout perhaps maybe never once nor than whose whom whether dear
    """
)
_DAYS = _set("monday tuesday wednesday thursday friday saturday sunday jan feb aug sept oct nov dec")
# What has one of these in it, in small letters, may be no name, or may have a word that is none of the name's.
IN_NO_NAME = frozenset({*_NO_NAMES, *_DAYS, *TITLES, *map(str.lower, _AFTER_NAMES)})
# A name that ends with one of these is an organisation's, an office's or a place's; no surnames are among them.
OF_THINGS = _set(
    """
    academy administration agency airport association authority avenue bank board bureau campus cathedral centre center
    city club coalition college commission committee company conference congress corporation council county court daily
    department district division embassy factory federation foundation fund gazette government group herald hospital
    hotel inc institute institution island islands journal kingdom laboratory league limited ltd magazine minister
    ministry mission monitor museum network newspaper office organisation organization parliament premier president
    prison province republic road secretariat secretary senate service services society square stadium state states
    station street team television times treaty tribune union university valley village weekly
    """
)
# ... or, where no first name stands before it, with one of these, an office's: "the British Ambassador".
OF_OFFICES = frozenset(
    [
        "ambassador",
        "chairman",
        "chairwoman",
        "commissioner",
        "consul",
        "governor",
        "senator",
        "spokesman",
        "spokeswoman",
    ]
)
# ... and of these, where no first name stands before it: "the National Post", not "Emma Post".
MAYBE_OF_THINGS = _set("church globe guardian hall house mail news park post press star")
_CAPITALISED = r"(?:[A-ZÀ-Þ][\w’'\-]*\w|[A-Z]\.|(?:al|el|Al|El)-[A-ZÀ-Þ]\w+)"
_PARTICLE = r"(?:de|da|di|van|von|der|den|bin|ben|ibn|al|el|la|le|du|dos|del|y)"
_SHORT = r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Sen|Rep|Gen|Gov|Prof|Lt|Col|Sgt|Maj|Capt|Adm|Amb|Rev|Hon|St)\.)"
_WORD = rf"(?:{_SHORT}|{_CAPITALISED})"
_NAME = re.compile(rf"(?<![\w’'\-]){_WORD}(?:[ \n](?:{_PARTICLE}[ \n]){{0,2}}{_WORD}){{0,7}}(?!\w)")
_SPACED = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class Named:
    """A name where it stands: `words` without titles, of which `roles` says what the text calls its bearer by.

    `title` is the last of the titles, as it is written.
    """

    span: Span
    words: tuple[str, ...]
    roles: frozenset[str] = frozenset()
    title: str = ""

    @property
    def name(self) -> str:
        """The name, without titles."""
        return " ".join(self.words)


def mentions(text: str) -> list[Named]:
    """Return the names of a text, in order."""
    return [name for match in _NAME.finditer(text) if (name := _named(match))]


def named(text: str, span: Span) -> Named | None:
    """Return the name that a phrase of a text is or ends with, None where there is none."""
    found = None
    for match in _NAME.finditer(text, *span):
        found = _named(match) or found
    return found


def _named(match: re.Match[str]) -> Named | None:
    words = [(match.start() + word.start(), word[0]) for word in _SPACED.finditer(match[0])]
    while words and words[0][1].casefold() in _NO_NAMES:
        words.pop(0)
    # "told CNN Wednesday".
    while len(words) > 1 and words[-1][1].rstrip(".").casefold() in _DAYS:
        words.pop()
    # "Secretary of State Hillary Clinton", "Under Secretary for Political Affairs William Burns".
    if words and match.string.endswith(("of ", "of the ", "for "), 0, words[0][0]):
        of_office = [number for number, (_, word) in enumerate(words[:-1]) if word.casefold() in _OFFICES]
        words = words[of_office[-1] + 1 :] if of_office else words
    small = [word.rstrip(".").casefold() for _, word in words]
    titles = [number for number, word in enumerate(small) if word in _LAST_OF_TITLES]
    roles: set[str] = set()
    title = ""
    if titles and titles[-1] + 1 < len(words):
        roles = {TITLES[word] or word for word in small[: titles[-1] + 1] if word in TITLES}
        title = words[titles[-1]][1]
        words = words[titles[-1] + 1 :]
    # "Ana Ruiz MP", "Ana Ruiz QC".
    while len(words) > 2 and words[-1][1] in _AFTER_NAMES:  # noqa: PLR2004
        words.pop()
    if not words:
        return None
    start, (last, ending) = words[0][0], words[-1]
    ending = _POSSESSIVE.sub("", ending).rstrip(".")
    if not ending:
        return None
    parts = (*(word for _, word in words[:-1]), ending)
    return Named((start, last + len(ending)), parts, frozenset(roles), title)
