"""Which playbook fits a problem told in free text, and how sure that is. "None" is an answer: better a checklist than a
wrong topic presented as certain."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from resolvent.knowledge.likeness import Index
from resolvent.knowledge.phrases import compile_phrase
from resolvent.knowledge.playbook import Playbook

CERTAIN, LIKELY = 0.75, 0.5
READ = 1_500
PHRASE, SAME_SENTENCE, APART = 2.1, 1.2, 0.6
IN_TITLE = 1.25
BY_WORDS = 0.55
"""How sure a match is that rests on words alone."""
ON_TOPIC, ANYHOW = (8.0, 0.35), 10.0
"""From what strength on a playbook that words find is begun with: where one of its topics is there too and it knows this share of
the problem's words by weight; and without that. In the units of `likeness`: a rare word in the title is worth about 4."""
AHEAD = 0.5
"""How far before the next one."""
NAMED = 5.0
"""From what strength on a playbook that is not begun with is named as a near one."""
BESIDE_WORDS = 2.0
"""What a phrase's score counts beside them."""
HEAD = 600
"""Characters of a text in which they count."""
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
_NOT_BROKEN = re.compile(
    r"\b(?:how (?:do|can|to|much|many)|new (?:hire|starter|employee|joiner|colleague)|request (?:for|to)"
    r"|(?:please|(?:can|could|would) you(?: please)?) (?:install|order|create|set ?up|add|arrange|provide|quote)"
    r"|would like (?:a|to)|licen[cs]e request|(?:quote|quotation|prices?|pricing|offer) for|which (?:licen[cs]e|plan) )\b",
    re.IGNORECASE,
)
"""A wish or a question rather than a fault."""
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
    picked: bool = False
    """By the engineer, from those that were named."""
    near: tuple[Playbook, ...] = ()
    """Where none fits: at most three that may be meant, likest first. To be named, not to be followed."""


@dataclass(frozen=True, slots=True)
class Near:
    playbook: Playbook
    strength: float
    """How much it knows of the words, its phrases counted in."""
    share: float
    """Of the problem's words, by weight, those that it has."""


Ranked = list[Near]
Scored = Sequence[tuple[float, Playbook]]
"""Playbooks that are not ruled out, each with what its phrases are worth here."""
NOTHING = Match(None, 0.0, "none")


def match_playbook(
    playbooks: Sequence[Playbook], title: str, text: str, rejected: frozenset[str] = frozenset()
) -> Match:
    """`rejected`: ids of playbooks of which the engineer said that they do not fit."""
    text = text[:READ]
    if _RULE_NAME.match(title) or _NOT_A_DESK_PROBLEM.search(f"{title}\n{text}"):
        return NOTHING
    here = [one for one in playbooks if one.id not in rejected and not is_excluded(one, title, text)]
    scored = [(score(one, title, text), one) for one in here]
    ranked = rank_by_words(playbooks, scored, title, text[:HEAD])
    if not ranked:
        return NOTHING
    found = match_by_phrases(scored, title, text)
    return weigh_words(found, ranked, f"{title}\n{text}") if found.playbook else match_by_words(ranked, title, text)


def weigh_words(found: Match, ranked: Ranked, told: str) -> Match:
    """What phrases found, unless another playbook knows clearly more of the words: a phrase may stand beside the matter."""
    best = ranked[0]
    if best.playbook is found.playbook:
        return found
    its = next(one for one in ranked if one.playbook is found.playbook)
    if best.strength - its.strength >= AHEAD and stands_out(best, told):
        return Match(best.playbook, BY_WORDS, "likely", runner_up=found.playbook, by_words=True)
    return found


def match_by_phrases(scored: Scored, title: str, text: str) -> Match:
    scored = sorted(scored, key=lambda pair: -pair[0])
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


def match_by_words(ranked: Ranked, title: str, text: str) -> Match:
    """Where no phrase finds one surely: the playbook that knows most of the words, if it stands out; likely at most. Else those
    that come nearest."""
    near = tuple(one.playbook for one in ranked[:3] if one.strength >= NAMED)
    told = f"{title}\n{text[:300]}"
    if not near or _NOT_BROKEN.search(told):
        return NOTHING
    ahead = len(ranked) < 2 or ranked[0].strength - ranked[1].strength >= AHEAD
    if ahead and stands_out(ranked[0], f"{title}\n{text}") and not _SEEN_BY_A_MACHINE.search(told):
        return Match(near[0], BY_WORDS, "likely", by_words=True)
    return Match(None, 0.0, "none", near=near)


def stands_out(one: Near, told: str) -> bool:
    on_topic = any(hit(phrase, told) for phrase in one.playbook.symptoms.topics)
    return one.strength >= ANYHOW or (on_topic and one.strength >= ON_TOPIC[0] and one.share >= ON_TOPIC[1])


def rank_by_words(playbooks: Sequence[Playbook], scored: Scored, title: str, text: str) -> Ranked:
    """Those that are `scored`, strongest first; a word weighs by how many of all playbooks have it."""
    like = {one.playbook_id: one for one in Index(playbooks).rank(title, text)}
    ranked = [
        Near(one, like[one.id].score + BESIDE_WORDS * by_phrases, like[one.id].share) for by_phrases, one in scored
    ]
    return sorted(ranked, key=lambda one: -one.strength)


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
