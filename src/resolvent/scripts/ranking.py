"""Which templates may help with a problem, the likeliest first.

What a problem is about is told by its topics: words that the account's tags use, or the titles of templates without tags.
A template that shares no topic is not offered, however many other words it shares. Of those that fit, the ones that are
proven to work move up, and the ones that are proven to fail move down. A template that was published from a session with
much the same words comes before all others, unless it is proven to fail.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.scripts.install import CURRENT, ensure_installed, of_this_release
from resolvent.scripts.models import ScriptTemplate, TemplateVersion
from resolvent.scripts.statistics import Rate, Success, success_of

READ: Final = 4_000
"""Characters of the problem…"""
MAX_WORDS: Final = 80
"""… and different words of them: its title and how it begins."""
IN_DESCRIPTION: Final = 0.35
"""What a word counts there; in a title or a tag it counts 1."""
NO_TOPIC: Final = 0.4
"""What a word counts that is no topic. All of these together count at most half of the topics."""
ENOUGH: Final = 0.5
"""Relevance from which a template is offered: one topic of 6 in 67 templates is enough, one of every fourth is not."""
OF_BEST: Final = 0.4
"""And not much less than the best has."""
SIMILAR: Final = 0.4
"""Likeness of two problems, 0 to 1, from which one is the other again."""
CONSIDERED: Final = 12
"""The most relevant ones, of which the statistics are read."""
PULL: Final = 0.6
"""How far success and failure move a template: its relevance counts 0.4 to 1.6 times."""


@dataclass(frozen=True, slots=True)
class Ranked:
    template: ScriptTemplate
    success: Success
    relevance: float
    similar: bool
    """It was published from a session with much the same problem."""
    parameters_schema: Mapping[str, Any]
    """Of what a form of its version asks for."""


class Word(NamedTuple):
    """A stem that the problem and a template share."""

    template_id: UUID
    stem: str
    in_title: bool
    in_tags: bool
    leads: bool
    """A tag begins with it."""
    untagged: bool
    published: int
    """How many templates there are."""


class Shared(NamedTuple):
    words: Sequence[Word]
    likeness: Mapping[UUID, float]
    """Of the problem to the one that a template came from."""
    installed: bool = False
    """Shipped templates were, just now, by the transaction that read them."""

    @property
    def similar(self) -> set[UUID]:
        """Templates that came from much the same problem."""
        return {template_id for template_id, value in self.likeness.items() if value >= SIMILAR}


class Fitting(NamedTuple):
    order: list[UUID]
    """The likeliest first."""
    relevance: Mapping[UUID, float]
    similar: set[UUID]


# Each word is asked of each template: unnesting the templates' words instead takes many times as long.
READ_ALL = text(
    rf"""WITH problem AS MATERIALIZED (
        SELECT lexeme FROM unnest(to_tsvector('english', left(:problem, :read))) ORDER BY positions[1] LIMIT :words
    ),
    asked AS MATERIALIZED (
        SELECT lexeme, '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''' AS quoted FROM problem
    ),
    queries AS MATERIALIZED (
        SELECT lexeme, (quoted || '\:ABC')::tsquery AS anywhere,
               (quoted || '\:A')::tsquery AS in_title, (quoted || '\:B')::tsquery AS in_tags
        FROM asked
    ),
    published AS MATERIALIZED (
        SELECT id, search, tags, provenance FROM script_templates WHERE account_id = :account AND archived_at IS NULL
    ),
    here AS MATERIALIZED (SELECT coalesce(array_agg(lexeme), '{{}}') AS words FROM problem)
    SELECT ({CURRENT}) AS installed, (SELECT count(*) FROM published) AS published,
        (SELECT json_agg(json_build_array(
             p.id, q.lexeme, p.search @@ q.in_title, p.search @@ q.in_tags,
             p.search @@ q.in_tags AND strpos(p.tags::text, '"' || q.lexeme) > 0, p.tags = '[]'))
         FROM published p, queries q WHERE p.search @@ q.anywhere) AS words,
        (SELECT json_agg(json_build_array(
             p.id, cardinality(h.words), length(s.search), length(s.search) - length(ts_delete(s.search, h.words))))
         FROM here h CROSS JOIN published p
         -- LIMIT: by their keys, and never by reading all sessions.
         JOIN LATERAL (
             SELECT search FROM ai_sessions
             WHERE account_id = :account AND id = (p.provenance->>'session_id')::uuid LIMIT 1
         ) s ON true
         WHERE p.provenance ? 'session_id') AS origins"""  # noqa: S608 (constants)
)


async def rank_templates(
    db: AsyncSession,
    account_id: UUID,
    problem: str,
    customer: str | None,
    limit: int,
    *,
    besides: UUID | None = None,
    shared: Shared | None = None,
) -> list[Ranked]:
    """Published ones; none when nothing fits. `customer`: whose experience counts before the account's. `besides`: a session
    that asks how the others went. `shared`: of this problem, where it has been read."""
    fitting, relevance, similar = find_fitting(shared or await read_shared(db, account_id, problem))
    if not fitting:
        return []
    success = await success_of(db, account_id, fitting[:CONSIDERED], customer, besides=besides)
    order = sorted(success, key=lambda one: place(one in similar, relevance[one], success[one]))[:limit]
    found = await db.execute(
        select(ScriptTemplate, TemplateVersion.parameters_schema)
        .join(
            TemplateVersion,
            (TemplateVersion.account_id == ScriptTemplate.account_id)
            & (TemplateVersion.template_id == ScriptTemplate.id)
            & (TemplateVersion.version == ScriptTemplate.version),
        )
        .where(ScriptTemplate.account_id == account_id, ScriptTemplate.id.in_(order))
    )
    rows = {template.id: (template, schema) for template, schema in found.tuples()}
    return [
        Ranked(rows[one][0], success[one], relevance[one], one in similar, rows[one][1]) for one in order if one in rows
    ]


def find_fitting(shared: Shared) -> Fitting:
    """What the statistics have not been looked at of."""
    relevance, similar = weigh(shared.words), shared.similar
    for template_id in similar:
        relevance[template_id] = relevance.get(template_id, 0.0) + shared.likeness[template_id]
    best = max(relevance.values(), default=0.0)
    fitting = [one for one, value in relevance.items() if one in similar or value >= max(ENOUGH, OF_BEST * best)]
    return Fitting(sorted(fitting, key=lambda one: (one not in similar, -relevance[one], one)), relevance, similar)


async def read_shared(db: AsyncSession, account_id: UUID, problem: str) -> Shared:
    """The words that the problem and templates share, and how like the problem those are that templates came from."""
    shipped = of_this_release()
    given = {"account": account_id, "problem": problem, "read": READ, "words": MAX_WORDS}
    given["digests"] = list(shipped.digests.values())
    found = (await db.execute(READ_ALL, given)).one()
    outdated = found.installed != len(shipped.templates)
    if outdated:
        await ensure_installed(db, account_id)
        found = (await db.execute(READ_ALL, given)).one()
    words = [Word._make((UUID(id_), *rest, found.published)) for id_, *rest in found.words or ()]
    return Shared(words, {UUID(id_): like(*counts) for id_, *counts in found.origins or ()}, outdated)


def weigh(words: Sequence[Word]) -> dict[UUID, float]:
    """Relevance of each template that shares a topic with the problem."""
    having = Counter(word.stem for word in words)
    tagged = Counter(word.stem for word in words if word.in_tags)
    # The end of one compound tag alone is none: not every machine is a time-machine.
    named = {word.stem for word in words if word.leads or tagged[word.stem] > 1}
    topics: dict[UUID, float] = defaultdict(float)
    others: dict[UUID, float] = defaultdict(float)
    for word in words:
        rare = math.log(1 + word.published / having[word.stem]) / math.log(1 + word.published)
        weight = rare if word.in_title or word.in_tags else rare * IN_DESCRIPTION
        if word.stem in named or (word.untagged and word.in_title):
            topics[word.template_id] += weight
        else:
            others[word.template_id] += weight * NO_TOPIC
    return {one: value + min(others[one], value / 2) for one, value in topics.items()}


def like(here: int, there: int, shared: int) -> float:
    """0 to 1, of two problems by their numbers of words. A short one inside a long one is like it; one word tells nothing."""
    if shared < 2:
        return 0.0
    return shared / (0.9 * min(here, there) + 0.1 * max(here, there))


def place(similar: bool, relevance: float, success: Success) -> tuple[bool, float]:
    """Ascending."""
    proven = verdict(success)
    return not (similar and proven >= 0), -relevance * (1 + PULL * proven)


def verdict(success: Success) -> float:
    """−1 to 1: how far it is certain to work, or to fail. The customer's own experience counts twice."""
    account = certain(success.account)
    if success.customer is None or success.customer.told == 0:
        return account
    return (2 * certain(success.customer) + account) / 3


def certain(rate: Rate) -> float:
    """The lower bound of success less that of failure: 0 of nothing, 0.2 after one success, 0.7 after nine of nine."""
    return rate.low - (1 - rate.high)
