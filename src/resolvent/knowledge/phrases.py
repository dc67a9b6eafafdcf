"""Phrases as a technician writes them in a playbook, read as patterns that cannot run away.

spooler (service) is|has stopp*     words in order; `a|b` one of; in brackets: may be missing; `*` any ending
can't|unable_to print               `_` is a space inside an alternative; an apostrophe may be missing
jobs ... queue                      `...` up to four words between
@others ... @well                   `@name` one of a class of words that many playbooks need (CLASSES)
"""

import re
from functools import lru_cache

CLASSES = {
    "@others": "others|the_other*|other_people|other_users|another_user|colleague|colleagues|coworker*|co-worker*|people|ppl"
    "|everyone_else|everybody_else|anyone_else|the_rest|neighbour*|neighbor*|teammates|guys|folks",
    "@only_me": "only_me|just_me|only_mine|just_mine|only_my|only_him|just_him|only_her|just_her|only_his|just_his|only_hers"
    "|just_hers|only_them|just_one",
    "@well": "work|works|working|worked|fine|ok|okay|good|well|happily|normal|normally|connect|connects|connected|online"
    "|no_trouble|no_problem*|no_issue*|without_trouble|without_problem*|get_in|gets_in|can|could",
    "@same": "same|no_change|no_difference|no_better|no_improvement|no_luck|no_joy|unchanged|as_bad|as_before|still"
    "|didn't_help|doesn't_help|didn't_change|nothing_changed|made_no_difference",
    "@browser": "browser|browsers|web|web_version|edge|chrome|firefox|safari",
    "@hotspot": "hotspot|tethering|another_network|other_network|different_network|mobile_data|phone|mobile|4g|5g|lte",
    "@mac": "apple|mac|macs|macbook*|imac*|macos|os_x",
    "@mobile": "phone|smartphone|mobile|iphone|android|tablet|ipad|handy",
}
_WORDS = r"[\w'*./\\:%&+#@-]+(?:\|[\w'*./\\:%&+#@-]+)*"
_SLOT = re.compile(rf"{_WORDS}|\({_WORDS}\)")
_CLASS = re.compile(r"@\w+")
_SIGNS = re.compile(r"[_|*().]+")
_BETWEEN = r"\W{1,4}"
_UP_TO_FOUR_WORDS = r"(?:\w++(?:['’./-]\w++){0,3}\W{1,6}+){0,4}?"
"""Possessive: a word is taken as a whole, so that a line of dashes or dots is not divided in every way there is."""
_WORD = re.compile(r"\w+")
_BEGINNING = re.compile(r"(?P<word>[a-z0-9]+)(?P<then>.?)", re.IGNORECASE | re.ASCII)
_LIKE_ASCII = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})
"""Letters that a pattern without regard to case takes for one of a to z."""
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|neither|nor|without|nothing|hardly|cannot|nobody)\b|n['’]t\b"
    r"|\b(?:dont|doesnt|isnt|wasnt|didnt|cant|wont|couldnt)\b",
    re.IGNORECASE,
)


def check_phrase(phrase: str) -> str:
    """Returns it unchanged, or raises ValueError with what is wrong."""
    slots = phrase.split()
    if not slots:
        raise ValueError("an empty phrase")
    if unknown := set(_CLASS.findall(phrase)) - CLASSES.keys():
        raise ValueError(f"there is no class {', '.join(sorted(unknown))}: only {', '.join(CLASSES)}")
    for slot in slots:
        if slot != "..." and not _SLOT.fullmatch(slot):
            raise ValueError(f"“{slot}” in “{phrase}”: only words, | * _ ( ) and ... are understood")
    if slots[0] == "..." or slots[-1] == "..." or slots[-1].startswith("("):
        raise ValueError(f"“{phrase}” begins or ends with something that may be missing")
    return phrase


@lru_cache(maxsize=8192)
def expand(phrase: str) -> str:
    """With the words of its classes."""
    return _CLASS.sub(lambda found: CLASSES[found.group()], phrase)


def words_in(*phrases: str) -> str:
    """Their words alone, of all alternatives."""
    return _SIGNS.sub(" ", " ".join(map(expand, phrases)))


@lru_cache(maxsize=8192)
def compile_phrase(phrase: str) -> re.Pattern[str]:
    slots = expand(phrase).split()
    parts: list[str] = []
    for place, slot in enumerate(slots):
        last = place == len(slots) - 1
        if slot == "...":
            parts.append(_UP_TO_FOUR_WORDS)
            continue
        optional = slot.startswith("(")
        words = "|".join(word(one) for one in slot.strip("()").split("|"))
        body = f"(?:{words})" if last else f"(?:{words}){_BETWEEN}"
        parts.append(f"(?:{body})?" if optional else body)
    return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)", re.IGNORECASE)


def word(text: str) -> str:
    escaped = re.escape(text)
    for plain, pattern in ((r"\*", r"\w*"), ("'", "['’]?"), ("_", _BETWEEN)):
        escaped = escaped.replace(plain, pattern)
    return escaped


@lru_cache(maxsize=8192)
def list_needs(phrase: str) -> tuple[frozenset[str], ...]:
    """For each of its words that may not be missing, the `mark_words` of which one must be in a text in which it is found."""
    slots = (slot for slot in expand(phrase).split() if slot != "..." and not slot.startswith("("))
    needs = (frozenset(map(find_mark, slot.split("|"))) for slot in slots)
    return tuple(need for need in needs if "" not in need)


def find_mark(alternative: str) -> str:
    """Of its first word: the word, `beginning*` where it may go on, "" where that cannot be told."""
    found = _BEGINNING.match(alternative)
    if found is None or not found["then"].isascii():
        return ""
    return found["word"].lower() + ("*" if found["then"] in ("*", "'") else "")


def mark_words(text: str) -> frozenset[str]:
    """Its words and, with a `*`, all their beginnings: what `list_needs` asks for."""
    words = set(_WORD.findall(text.translate(_LIKE_ASCII).lower()))
    return frozenset(words | {f"{word[:length]}*" for word in words for length in range(1, len(word) + 1)})


def may_stand(phrase: str, marks: frozenset[str]) -> bool:
    """False: it is not found in the text of these `mark_words`, nor in a part of it that cuts no word. Cheap, before a search."""
    for need in list_needs(phrase):  # noqa: SIM110  # runs 1,800 times a match: all() takes a half more
        if need.isdisjoint(marks):
            return False
    return True


@lru_cache(maxsize=8192)
def own_negations(phrase: str) -> frozenset[str]:
    """The denials that the phrase itself is made of: a "not" of these in the text belongs to it."""
    return negations(expand(phrase).replace("_", " ").replace("|", " "))


def negations(text: str) -> frozenset[str]:
    """The denying words of a text; all contractions count as one."""
    words = (found.group().lower() for found in _NEGATION.finditer(text))
    return frozenset("n't" if word.endswith("t") and word != "not" else word for word in words)
