"""Is a sentence carried by evidence at all: its actions, its words, and whether the evidence says the opposite. Pure."""

import re

from resolvent.notes.composer_phrases import IRREGULAR, REGULAR, past, word_list
from resolvent.notes.grounding_tokens import PARTS, QUOTED, Pool, is_hard, is_number, normalise, stem
from resolvent.notes.grounding_values import NUMBER_WORDS
from resolvent.notes.markdown import CODE_SPAN

NEGATION = re.compile(
    r"\b(?:not|never|no|none|neither|nor|without|cannot|unable|\w+n['’]t|fail(?:s|ed)? to)\b", re.IGNORECASE
)
ALSO = frozenset({"also", "then", "now", "not", "already", "first", "again", "still", "just"})
BEING = frozenset(
    {"is", "are", "am", "be", "stay", "stays", "stayed", "remain", "remains", "remained", "become", "becomes", "being"}
)
CLAUSE = re.compile(r"[,;]\s|\s(?:but|and|so|because|while|although|which|after|before|when|until)\s", re.IGNORECASE)
FRAME = frozenset(
    stem(word)
    for word in word_list("""
    bring brings brought improvement success successful successfully unsuccessful effect helped helps gone likely unlikely
    rest rests rested failure speak speaks confidence working hypothesis explained
    about above ever across actually additional affect affected after again against already also although always and
    another answer any applied apply are around ask asked attached attempt back because been before began being best
    both but came can case cause caused causes check checked checking checks client come comes concern confirm
    confirmed consider contact continue could current currently customer customers detail details determine
    determined did difference directly does doing done down during each either encounter engineer error established
    evidence experience explain find finding findings first fix fixes following for found from full fully further
    gave generated get give given gone had has have having help helped here hold hope how however identify
    identified improve improved incident indicate indicated information initial initially instead investigate
    investigated investigating investigation issue issues its itself just keep kept known last later left less let
    like likely look looked looking made make makes many may might more most much narrow need needed needs next none
    not note noted now observe observed occur occurred occurring off once only open opened other others our out
    output outcome over part partial partially perform performed persist persisted persists please plan point points
    possible possibly present previous previously probably problem problems proceed proven provide provided question
    rather reason recommend recommended record recorded related remain remained remaining remains report reported
    request resolution resolve resolved respond result results returned review reviewed root said same saw say says
    script second see seem seemed seems seen several should show showed shown shows since situation solve solved
    some something soon started state step steps still subsequently such suggest suggested suggests support suspect
    suspected symptom symptoms take taken team technician template tell than that the their them then there these
    they thing things this those though through ticket time told too took towards tried try trying turn turned under
    until upon use used user users using values verified verify very via was watch well went were what when where
    whether which while who whole why will with within without work worked working works would yet you your
""")
)
OBSERVING = frozenset(
    word_list("""
    apply ask bring check compare do end examine find get give identify inspect keep let look make measure perform
    put query read review run see start stop take test trace use verify try help turn sign open log
""")
)
ACTIONS = {past(verb) or verb: verb for verb in (*REGULAR, *IRREGULAR) if verb not in OBSERVING}
ACTIONS |= {"swapped": "swap", "upgraded": "upgrade", "patched": "patch", "rolled": "roll", "deactivated": "disable", "activated": "enable",
            "rebooted": "reboot", "wiped": "wipe", "formatted": "format", "modified": "modify", "adjusted": "adjust", "purged": "purge",
            "activates": "enable", "replaced": "replace", "reverted": "revert", "whitelisted": "whitelist", "scheduled": "schedule"}  # fmt: skip
SAME = [
    frozenset(group.split())
    for group in (
        "restart reboot start relaunch rerun",
        "remove delete clear purge uninstall empty clean flush free wipe",
        "change set modify update adjust edit switch configure correct extend increase reduce raise lower",
        "install deploy add reinstall put",
        "replace swap exchange",
        "recreate rebuild create re-create renew regenerate new",
        "enable activate allow turn",
        "disable deactivate block",
        "reset clear renew",
        "unlock enable",
        "fail error broke broken down",
        "workstation computer pc laptop machine device desktop",
        "email mail e-mail message mailbox",
        "person user colleague",
        "password credential",
        "update patch upgrade",
        "reconnect connect rejoin join",
        "move migrate transfer relocate",
        "print printer printing printout",
        "network connection",
    )
]


SAME_STEMS = [frozenset(stem(word) for word in group) for group in SAME]


def content(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    words = (word for part in normalise(text).split(" ") for word in PARTS.split(part))
    return [stem(word) for word in words if len(word) > 3 and word.isalpha() and stem(word) not in FRAME]


def known(one: str, pool: Pool) -> bool:
    return one in pool.stems or any(not group.isdisjoint(pool.stems) for group in SAME_STEMS if one in group)


def bare(sentence: str) -> str:
    """Without what it quotes."""
    return QUOTED.sub(" “” ", sentence)


def without_commands(sentence: str, commands: frozenset[str]) -> str:
    """Without the code spans that are a whole command of a check: it was run, whatever its words say."""
    return CODE_SPAN.sub(lambda span: " `` " if span[0].strip("`") in commands else span[0], sentence)


def own_words(sentence: str, pool: Pool) -> str:
    """Without what it quotes and without the commands that it repeats from the evidence."""
    without = CODE_SPAN.sub(lambda span: " `` " if f" {normalise(span[0])} " in pool.text else span[0], sentence)
    return bare(without)


def is_negated(text: str) -> bool:
    return NEGATION.search(text) is not None


def unbacked_actions(sentence: str, pool: Pool, *, account: bool) -> list[str]:
    """Things said to have been done that no applied fix, check, fact or ticket in the pool speaks of.

    `account`: where the note tells what was done. Elsewhere only what we did counts, and what was done to something of which
    no number or name is told.
    """
    found = []
    for clause in CLAUSE.split(bare(sentence)):
        if is_negated(clause):
            continue
        words = normalise(clause).split(" ")
        for place, word in enumerate(words):
            base = ACTIONS.get(word)
            if base and not known(stem(word), pool) and not known(stem(base), pool) and is_deed(words, place, account):
                found.append(word)
    return found


def is_deed(words: list[str], place: int, account: bool) -> bool:
    """Somebody's act, and not the state of a thing: `is enabled`, `has been installed since`, `with Defender installed`."""
    before = words[max(0, place - 4) : place]
    linked = next((word for word in reversed(before) if not word.endswith("ly") and word not in ALSO), "")
    if linked in BEING or (linked == "been" and "since" in words[place:]):
        return False
    if account or place == 0 or {"we", "i"} & set(words[:place]):
        return True
    return linked in {"was", "were", "been"} and not any(is_value(word) for word in words)


def is_value(word: str) -> bool:
    return is_hard(word) or is_number(word) or word in NUMBER_WORDS


def is_unbacked(sentence: str, pool: Pool) -> bool:
    """Most of what the sentence says stands nowhere in the pool; names and numbers that do stand there speak for it."""
    said = bare(sentence)
    words = set(content(said))
    unknown = {word for word in words if not known(word, pool)}
    named = {word for word in normalise(sentence).split(" ") if is_value(word)}
    return len(unknown) >= 2 and len(unknown) > 0.5 * (len(words) + len(named))
