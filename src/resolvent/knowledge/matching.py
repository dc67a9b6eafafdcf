"""Which playbook fits a problem told in free text, and how sure that is. "None" is an answer: better a checklist than a
wrong topic presented as certain."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from resolvent.knowledge.likeness import Shelf, find_index
from resolvent.knowledge.phrases import compile_phrase, mark_words, may_stand, negations
from resolvent.knowledge.playbook import Playbook
from resolvent.knowledge.wishes import tells_fault, wishes

CERTAIN, LIKELY = 0.75, 0.5
READ = 1_500
PHRASE, SAME_SENTENCE, APART = 2.1, 1.2, 0.6
IN_TITLE = 1.25
BY_WORDS = 0.55
"""How sure a match is that rests on words alone."""
BEGIN = 5.5
"""From what strength on a playbook is begun with, beyond that of the nearest matter that has no playbook. In the units of `likeness`:
a rare word in the title is worth about 4."""
AHEAD = 0.5
"""What counts of the distance to the next playbook beside it."""
WISHED, NO_FAULT, BY_A_MACHINE = 3.0, 2.0, 3.0
"""How much stronger where the problem is told as a wish or a question, has no word of a fault, is a monitor's report."""
NAMED = 4.0
"""From what strength on a playbook that is not begun with is named as a near one."""
BESIDE_WORDS = 2.0
"""What a phrase's score counts beside them."""
HEAD = 600
"""Characters of a text in which they count."""
OPENING = 300
"""Characters in which it is told what is wished for or broken, and who saw it."""
DEEP = 0.5
"""What a hit is worth far down a long text, where people mention many things."""

_NOT_A_DESK_PROBLEM = re.compile(
    r"\b(?:kube\w*|kubernetes|k8s|pods?|namespace|prometheus|alertmanager|grafana|etcd|helm|docker"
    r"|containerd?|terraform"
    r"|openshift|hypervisor|esxi?|vcenter|cluster(?:ed|s)?|cluster nodes?"
    r"|data ?cent(?:er|re)s?|validator|azure local|azure stack"
    r"|azstack\w*|this alert (?:fires|is)|alert (?:fires|fired|rule)|runbook|raid array|hci"
    r"|node_exporter|scrape)\b",
    re.IGNORECASE,
)
_RULE_NAME = re.compile(r"^\s*(?:[A-Z][A-Za-z0-9]*_\w+|(?:[A-Z]+[a-z0-9]+){3,})\s*$")
_SEEN_BY_A_MACHINE = re.compile(
    r"\b(?:watcher|daemon|monitoring (?:system|tool|alert)|sensor|probe|threshold|(?:was|were) detected|detected that)\b",
    re.IGNORECASE,
)
"""A monitor's report, perhaps of a server: likely at most."""


_CLAUSE = re.compile(r"[.!?\n;]|,(?=\s)|\bbut\b", re.IGNORECASE)
_WORKS = re.compile(r"\b(?:works?|working|fine|ok|okay)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as it was told, and what is asked of it again and again."""

    title: str
    text: str
    whole: str
    complaint: str
    """The whole without what is said to work: "Teams works, but no website opens"."""
    marks: frozenset[str]
    """Of all its parts in which phrases are looked for."""
    sentences: tuple[str, ...]
    wish: bool
    fault: bool
    by_a_machine: bool

    @classmethod
    def read(cls, title: str, text: str) -> "Told":
        text = text[:READ]
        head, opening = text[:HEAD], f"{title}\n{text[:OPENING]}"
        return cls(
            title,
            text,
            f"{title}\n{text}",
            "\n".join(one for one in _CLAUSE.split(f"{title}\n{text}") if not tells_works(one)),
            marks=mark_words(f"{title}\n{text}\n{head}"),  # the head's end may cut a word
            sentences=tuple(re.split(r"[.!?\n]", head)),
            wish=wishes(opening),
            fault=tells_fault(opening),
            by_a_machine=_SEEN_BY_A_MACHINE.search(opening) is not None,
        )

    def may_say(self, phrases: Sequence[str]) -> list[str]:
        """Those of them that are worth a search."""
        return [phrase for phrase in phrases if may_stand(phrase, self.marks)]


@dataclass(frozen=True, slots=True)
class Match:
    playbook: Playbook | None
    confidence: float
    """0 to 1."""
    level: Literal["certain", "likely", "none"]
    runner_up: Playbook | None = None
    by_words: bool = False
    """No phrase found it: too little to guess at a fix."""
    picked: bool = False
    """By the engineer, from those that were named."""
    near: tuple[Playbook, ...] = ()
    """Where none fits: at most three that may be meant, likest first. To be named, not to be followed."""


@dataclass(frozen=True, slots=True)
class Near:
    playbook: Playbook
    strength: float
    """How much it knows of the words, its phrases counted in."""


Ranked = list[Near]
Scored = Sequence[tuple[float, Playbook]]
"""Playbooks that are not ruled out, each with what its phrases are worth here."""
NOTHING = Match(None, 0.0, "none")


def match_playbook(
    playbooks: Sequence[Playbook], title: str, text: str, rejected: frozenset[str] = frozenset()
) -> Match:
    """`rejected`: ids of playbooks of which the engineer said that they do not fit. Read once: every turn of a session asks."""
    return _match(Shelf(playbooks), title, text[:READ], rejected)


@lru_cache(maxsize=500)
def _match(playbooks: Shelf, title: str, text: str, rejected: frozenset[str]) -> Match:
    told = Told.read(title, text)
    if _RULE_NAME.match(title) or _NOT_A_DESK_PROBLEM.search(told.whole):
        return NOTHING
    everything = [(score(one, told), one) for one in playbooks if one.id not in rejected]
    nearest = rank_by_words(playbooks, everything, told)
    excluded = {one.id for _, one in everything if is_excluded(one, told)}
    scored = [(value, one) for value, one in everything if one.id not in excluded]
    ranked = [one for one in nearest if one.playbook.id not in excluded]
    if not ranked or not is_sure(ranked, find_index(playbooks).score_elsewhere(told.title, told.text[:HEAD]), told):
        return Match(None, 0.0, "none", near=name_near(nearest, told))
    found, best = match_by_phrases(scored, told), ranked[0].playbook
    if found.playbook is best:
        return found
    return Match(best, BY_WORDS, "likely", runner_up=found.playbook, by_words=True)


def is_sure(ranked: Ranked, elsewhere: float, told: Told) -> bool:
    """`elsewhere`: how near the problem comes to a matter that has no playbook."""
    best, second = ranked[0].strength, ranked[1].strength if len(ranked) > 1 else 0.0
    doubt = WISHED * told.wish + NO_FAULT * (not told.fault) + BY_A_MACHINE * told.by_a_machine
    return best - elsewhere + AHEAD * (best - second) >= BEGIN + doubt


def name_near(ranked: Ranked, told: Told) -> tuple[Playbook, ...]:
    if told.wish and not told.fault:
        return ()
    return tuple(one.playbook for one in ranked[:3] if one.strength >= NAMED)


def match_by_phrases(scored: Scored, told: Told) -> Match:
    scored = sorted(scored, key=lambda pair: -pair[0])
    if not scored or scored[0][0] <= 0:
        return NOTHING
    best, playbook = scored[0]
    second, runner_up = scored[1] if len(scored) > 1 else (0.0, None)
    confidence = (1 - math.exp(-best * 0.72)) * best / (best + max(second, 0) ** 2 / best * 0.8)
    if told.wish:
        confidence *= 0.6
    if told.by_a_machine:
        confidence *= 0.7
    if confidence < LIKELY:
        return Match(None, confidence, "none")
    return Match(
        playbook,
        confidence,
        "certain" if confidence >= CERTAIN else "likely",
        runner_up if second > best * 0.6 else None,
    )


def rank_by_words(playbooks: Sequence[Playbook], scored: Scored, told: Told) -> Ranked:
    """Those that are `scored`, strongest first; a word weighs by how many of all playbooks have it."""
    like = {one.playbook_id: one.score for one in find_index(playbooks).rank(told.title, told.text[:HEAD])}
    ranked = [Near(one, like[one.id] + BESIDE_WORDS * by_phrases) for by_phrases, one in scored]
    return sorted(ranked, key=lambda one: -one.strength)


def is_excluded(playbook: Playbook, told: Told) -> bool:
    return any(hit(phrase, told.complaint) for phrase in told.may_say(playbook.symptoms.excludes))


def tells_works(clause: str) -> bool:
    return _WORKS.search(clause) is not None and not negations(clause) and not tells_fault(clause)


def score(playbook: Playbook, told: Told) -> float:
    """By its phrases, topics and signs; what it excludes is not looked at."""
    total = 0.0
    for phrase in told.may_say(playbook.symptoms.phrases):
        if hit(phrase, told.title):
            total += PHRASE * IN_TITLE
        elif place := hit(phrase, told.text):
            total += PHRASE * (DEEP if place.start() > HEAD else 1)
    return min(total, 2.5 * PHRASE) + topic_and_sign(playbook, told)


def topic_and_sign(playbook: Playbook, told: Told) -> float:
    topics = told.may_say(playbook.symptoms.topics)
    signs = told.may_say(playbook.symptoms.signs) if topics else []

    def both(part: str) -> bool:
        return any(hit(p, part) for p in topics) and any(hit(p, part) for p in signs)

    if not signs:
        return 0.0
    if both(told.title):
        return SAME_SENTENCE * IN_TITLE
    if any(both(sentence) for sentence in told.sentences):
        return SAME_SENTENCE
    return APART if both(f"{told.title}\n{told.text[:HEAD]}") else 0.0


def hit(phrase: str, text: str) -> re.Match[str] | None:
    return compile_phrase(phrase).search(text)
