"""The engineer's own words beside what an answer means, where they tell more. Pure."""

import re
from typing import Final

from resolvent.chat.assistants.playbook_draft import one_line
from resolvent.knowledge.corrections import without_opening
from resolvent.knowledge.reading import Reading
from resolvent.knowledge.telling import tells_more
from resolvent.secret_shapes import mask_secrets

LONGEST: Final = 140
_LONG_NUMBER = re.compile(r"\d[\w.:/-]{2,}|[\w.:/-]{2,}\d")
"""Not the lone `4` of `STATE : 4  RUNNING`."""


def quote_of(one: Reading) -> str:
    """Words that tell more than the answer, without secrets; a tool's line if it names a number or an address; else nothing."""
    if not (tells_number(one) if one.source == "output" else tells_more(one.quote, one.check, one.answer)):
        return ""
    text = one_line(mask_secrets(without_opening(one.quote)), LONGEST)
    return re.sub(r"[\"“”„«»]", "'", text).strip(" .;,")


def tells_number(one: Reading) -> bool:
    return any(number not in one.answer.fact for number in _LONG_NUMBER.findall(one.quote))


def with_words(sentence: str, words: str) -> str:
    """`It has changed (“the antivirus got swapped on Monday”).`"""
    return f"{sentence.rstrip('.')} (“{words}”)." if words else sentence
