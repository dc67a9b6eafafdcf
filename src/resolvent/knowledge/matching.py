"""Which playbook fits a problem told in free text, and how sure that is. "None" is an answer: better a checklist than a
wrong topic presented as certain."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from resolvent.knowledge.likeness import AHEAD, Index
from resolvent.knowledge.phrases import compile_phrase
from resolvent.knowledge.playbook import Playbook

CERTAIN, LIKELY = 0.75, 0.5
READ = 1_500
PHRASE, SAME_SENTENCE, APART = 2.1, 1.2, 0.6
IN_TITLE = 1.25
BY_WORDS = 0.55
"""How sure a match is that rests on words alone."""
HEAD = 600
"""Characters of a text in which they count."""
DEEP = 0.5
"""What a hit is worth far down a long text, where people mention many things."""

_NOT_A_DESK_PROBLEM = re.compile(
    r"\b(?:kube\w*|kubernetes|k8s|pods?|namespace|prometheus|alertmanager|grafana|etcd|helm|docker"
    r"|containerd?|terraform"
    r"|openshift|hypervisor|esxi?|vcenter|hyper-v host|cluster(?:ed|s)?|cluster nodes?"
    r"|data ?cent(?:er|re)s?|validator|azure local|azure stack"
    r"|azstack\w*|this alert (?:fires|is)|alert (?:fires|fired|rule)|runbook|raid array|hci"
    r"|node_exporter|scrape)\b",
    re.IGNORECASE,
)
_RULE_NAME = re.compile(r"^\s*(?:[A-Z][A-Za-z0-9]*_\w+|(?:[A-Z]+[a-z0-9]+){3,})\s*$")
_NOT_BROKEN = re.compile(
    r"\b(?:how (?:do|can|to)|new (?:hire|starter|employee|joiner)|please (?:install|order|create)|request for"
    r"|would like (?:a|to)|license request|quote for)\b",
    re.IGNORECASE,
)
_SEEN_BY_A_MACHINE = re.compile(
    r"\b(?:watcher|daemon|monitoring (?:system|tool|alert)|sensor|probe|threshold|(?:was|were) detected|detected that)\b",
    re.IGNORECASE,
)
"""A monitor's report, perhaps of a server: likely at most."""


@dataclass(frozen=True, slots=True)
class Match:
    playbook: Playbook | None
    confidence: float
    """0 to 1."""
    level: Literal["certain", "likely", "none"]
    runner_up: Playbook | None = None
    by_words: bool = False
    """No phrase found it: too little to guess at a fix."""


NOTHING = Match(None, 0.0, "none")


def match_playbook(
    playbooks: Sequence[Playbook], title: str, text: str, rejected: frozenset[str] = frozenset()
) -> Match:
    """`rejected`: ids of playbooks of which the engineer said that they do not fit."""
    text = text[:READ]
    if _RULE_NAME.match(title) or _NOT_A_DESK_PROBLEM.search(f"{title}\n{text}"):
        return NOTHING
    here = [one for one in playbooks if one.id not in rejected and not is_excluded(one, title, text)]
    found = match_by_phrases(here, title, text)
    return match_by_words(here, title, text) or found if found.level == "none" else found


def match_by_phrases(playbooks: Sequence[Playbook], title: str, text: str) -> Match:
    scored = sorted(((score(one, title, text), one) for one in playbooks), key=lambda pair: -pair[0])
    if not scored or scored[0][0] <= 0:
        return NOTHING
    best, playbook = scored[0]
    second, runner_up = scored[1] if len(scored) > 1 else (0.0, None)
    confidence = (1 - math.exp(-best * 0.72)) * best / (best + max(second, 0) ** 2 / best * 0.8)
    if _NOT_BROKEN.search(f"{title}\n{text[:300]}"):
        confidence *= 0.6
    if _SEEN_BY_A_MACHINE.search(f"{title}\n{text[:300]}"):
        confidence *= 0.7
    if confidence < LIKELY:
        return Match(None, confidence, "none")
    return Match(
        playbook,
        confidence,
        "certain" if confidence >= CERTAIN else "likely",
        runner_up if second > best * 0.6 else None,
    )


def match_by_words(playbooks: Sequence[Playbook], title: str, text: str) -> Match | None:
    """Where no phrase finds one: the playbook that knows most of the words, if it stands out. Likely at most."""
    text = text[:HEAD]
    if _NOT_BROKEN.search(f"{title}\n{text[:300]}") or _SEEN_BY_A_MACHINE.search(f"{title}\n{text[:300]}"):
        return None
    by_id = {one.id: one for one in playbooks}
    near = Index(playbooks).rank(title, text)[:2]
    if not near:
        return None
    playbook = by_id[near[0].playbook_id]
    topic = any(hit(one, f"{title}\n{text}") for one in playbook.symptoms.topics)
    ahead = len(near) < 2 or near[0].score >= AHEAD * near[1].score
    return Match(playbook, BY_WORDS, "likely", by_words=True) if ahead and near[0].is_near(topic=topic) else None


def is_excluded(playbook: Playbook, title: str, text: str) -> bool:
    return any(hit(phrase, f"{title}\n{text}") for phrase in playbook.symptoms.excludes)


def score(playbook: Playbook, title: str, text: str) -> float:
    """By its phrases, topics and signs; what it excludes is not looked at."""
    symptoms = playbook.symptoms
    total = 0.0
    for phrase in symptoms.phrases:
        if hit(phrase, title):
            total += PHRASE * IN_TITLE
        elif place := hit(phrase, text):
            total += PHRASE * (DEEP if place.start() > 600 else 1)
    return min(total, 2.5 * PHRASE) + topic_and_sign(playbook, title, text)


def topic_and_sign(playbook: Playbook, title: str, text: str) -> float:
    def both(part: str) -> bool:
        return any(hit(p, part) for p in playbook.symptoms.topics) and any(
            hit(p, part) for p in playbook.symptoms.signs
        )

    if both(title):
        return SAME_SENTENCE * IN_TITLE
    if any(both(sentence) for sentence in re.split(r"[.!?\n]", text[:600])):
        return SAME_SENTENCE
    return APART if both(f"{title}\n{text[:600]}") else 0.0


def hit(phrase: str, text: str) -> re.Match[str] | None:
    return compile_phrase(phrase).search(text)
