"""Where no playbook fits surely: the nearest ones by name, to be picked by the engineer, who knows better. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from resolvent.chat.assistants.playbook_draft import Draft
from resolvent.knowledge.playbook import Playbook

NEAREST: Final = "Nearest among my playbooks"
_LINE = re.compile(r"^(\d)\. \*(.+)\*$", re.MULTILINE)
_NUMBER = re.compile(
    r"^\W*(?:(?:no|sorry|wrong (?:one|playbook))\W+)*(?:it(?:['’]s| is) |take |use |go with )?(?:the |playbook |number |no\.? |option )*"
    r"(?:(?P<digit>[1-3])|(?P<word>first|second|third|one|two|three))(?:st|nd|rd)?(?: one| playbook)?\W*$",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"^\W*(?:none|neither|no(?:pe)?)(?: of (?:them|these|those|the three))?(?: fits?)?\W*$", re.IGNORECASE
)
_LATER = re.compile(
    r"^\W*(?:(?:no|sorry|wrong (?:one|playbook))\W+)*(?:take |use |go with )?(?:the )?(?:playbook |number |no\.? |option )?(?P<digit>[1-3])\W*$",
    re.IGNORECASE,
)
"""When something else was asked meanwhile, "the first one" may mean that."""
_PLACES: Final = {"first": 1, "one": 1, "second": 2, "two": 2, "third": 3, "three": 3}


def name_near(draft: Draft, near: Sequence[Playbook]) -> None:
    if near:
        lines = "\n".join(f"{place}. *{one.title}*" for place, one in enumerate(near, 1))
        draft.say(f"{NEAREST}, should you mean one of them:\n\n{lines}\n\nWrite its number, and I work by it.")


def read_pick(asked: str, text: str, playbooks: Sequence[Playbook]) -> Playbook | None:
    """Of those that the answer before (`asked`) named, the one that the message picks by its number or title."""
    titles = dict(_LINE.findall(asked.partition(NEAREST)[2]))
    said = " ".join(text.split()).strip(" .!*\"“”'").casefold()
    title = next((one for one in titles.values() if one.casefold() == said), None) or titles.get(read_place(text))
    return next((one for one in playbooks if one.title == title), None)


def read_place(text: str) -> str:
    """ "1", "2", "3", or empty."""
    found = _NUMBER.match(text)
    if found is None:
        return ""
    return found["digit"] or str(_PLACES[found["word"].lower()])


def picks_later(offered: str, text: str) -> bool:
    """Whether the message picks one of those that an earlier answer (`offered`) named, though that was not the last one."""
    titles = {title.casefold() for _, title in _LINE.findall(offered.partition(NEAREST)[2])}
    said = " ".join(text.split()).strip(" .!*\"“”'").casefold()
    number = _LATER.match(text)
    return said in titles or (number is not None and int(number["digit"]) <= len(titles))


def answers_near(asked: str, text: str) -> bool:
    """Whether the message says which of the nearest is meant, or that none is; then it answers no other question."""
    if NEAREST not in asked:
        return False
    titles = {title.casefold() for _, title in _LINE.findall(asked)}
    said = " ".join(text.split()).strip(" .!*\"“”'").casefold()
    return bool(_NONE.match(text) or read_place(text)) or said in titles
