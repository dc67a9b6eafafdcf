"""Whether a message says that a playbook is the wrong one. Pure."""

import re

from resolvent.chat.assistants.playbook_intents import Wish
from resolvent.knowledge.playbook import Check, Playbook
from resolvent.knowledge.reading import read_message
from resolvent.knowledge.stems import stem, telling_words
from resolvent.knowledge.words import split_written

_NOT_IT = re.compile(
    r"^\W*(?:(?:no|nope|but|and|so|sorry|well)\W+)*(?:it|this|that)(?:['’]?s not| is not| isn['’]?t) (?P<named>an? |the |about )?(?P<what>[\w-]+)"
    r"(?P<kind> (?:problem|issue|fault|itself|at all))?\s*(?:$|[,.;:!–-])",
    re.IGNORECASE,
)


def turns_down(playbook: Playbook, text: str, wish: Wish, pending: Check | None) -> bool:
    """Whether the message says that the playbook does not fit. "1.9 GB, so that's not it" answers a check."""
    if denies_topic(playbook, text, pending):
        return True
    if not wish.intents & {"wrong_topic", "not_it"} or "wrong_topic" in wish.intents:
        return "wrong_topic" in wish.intents
    readings = read_message(playbook, text, pending).readings if pending else ()
    return all(one.check is not pending for one in readings)


def denies_topic(playbook: Playbook, text: str, pending: Check | None) -> bool:
    """ "It's not Outlook", where Outlook is what the playbook is about, and no check asked for that."""
    about = telling_words(playbook.title)
    for sentence in split_written(text).sentences:
        found = _NOT_IT.match(sentence.text)
        if found is None or stem(found["what"]) not in about or tells_state(found):
            continue
        readings = read_message(playbook, sentence.text, pending).readings
        return all(one.check is not pending for one in readings)
    return False


def tells_state(denied: re.Match[str]) -> bool:
    """ "It is not printing", "it is not stopped": how it is, and not what it is about, as "not a printing problem" is."""
    return denied["what"].lower().endswith(("ed", "ing")) and not (denied["named"] or denied["kind"])
