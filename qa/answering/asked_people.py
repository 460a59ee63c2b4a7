"""Whom a question means by "Kerry", "the Emir of Qatar" or "the press", among those whom an archive hears."""

from dataclasses import dataclass

from embeddings.index.people import People
from embeddings.index.roles import role_of
from embeddings.text.words import terms

# Who speaks for an office or a firm says what it says.
_SPOKEN_FOR = ("spokesman", "spokeswoman", "spokesperson")


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Whoever is asked for: `name` as the archive has it, or as they are described, and `forms`, the exact names there.

    `near` are terms that the passage must hold: whose spokesman it is that a text calls "the spokesman". `doubt` says
    why others may be meant, empty where it is plain.
    """

    name: str
    forms: tuple[str, ...]
    near: frozenset[str] = frozenset()
    doubt: str = ""


def asked_person(words: str, people: People) -> AskedPerson | None:
    """Return whom words mean, by a name or by a description; None where that is nobody, or several bear the name.

    "The ambassador" is whoever is called so, and no more, in any document: those may be several. Where there is none,
    "the British ambassador" may be meant.
    """
    if role := role_of(words):
        described = _described(words, role, people)
        if described or not _may_be_spoken_for(role):
            return described
    if forms := people.described(words):
        return AskedPerson(words, tuple(forms))
    called = people.called(words)
    if len(called) != 1:
        return None
    # "Lula" may be a name by itself in one document, and in another a part of one.
    others = [person for person in people.holding(words) if person != called[0]]
    is_part = len(others) == 1 and " " not in called[0].name
    whole = others[0] if is_part else called[0]
    return AskedPerson(whole.name, (*whole.forms, *(called[0].forms if is_part else ())))


def _may_be_spoken_for(role: str) -> bool:
    return role.partition(" of ")[0].endswith(_SPOKEN_FOR)


def _described(words: str, role: str, people: People) -> AskedPerson | None:
    if forms := people.described(role):
        return AskedPerson(words, tuple(forms))
    office, _, whose = role.partition(" of ")
    bare = office if whose else _without_capitals(words)
    if bare and (forms := people.described(bare)):
        near = whose or " ".join(word for word in words.split() if word[0].isupper())
        return AskedPerson(words, tuple(forms), frozenset(terms(near)), f"a text that says “{bare}” may mean another")
    further = {} if whose else people.described_further(office)
    if not further:
        return None
    forms = [form for each in further.values() for form in each]
    doubt = "" if len(further) == 1 else f"{words} may be {' or '.join(further)}"
    return AskedPerson(words, tuple(forms), doubt=doubt)


def _without_capitals(words: str) -> str:
    """Return "the king" of "the Saudi king"; nothing of "the deputy mayor", who is no mayor, and of "the Emir"."""
    each = words.split()
    small = [word for word in each if not word[0].isupper()]
    return " ".join(small) if len(small) < len(each) and role_of(" ".join(small)) else ""
