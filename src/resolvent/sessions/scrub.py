"""A session learns a secret that was written down in it before: its own texts forget it."""

import re
from collections.abc import Collection, Iterator

from sqlalchemy import CheckConstraint, Column, Table, Text, select, tuple_, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.db import Model
from resolvent.idempotency import mask_answers
from resolvent.masking import mask_deep, mask_values
from resolvent.sessions.lifecycle import shorten
from resolvent.sessions.models import AISession

KEPT_AS_THEY_ARE = frozenset({"session_events", "session_secrets"})
"""They hold no free text."""
ONLY = {"writebacks": frozenset({"question"})}
"""The rest of a write-back is what stands on the ticket already, to the letter."""

BATCH = 5
"""Rows whose texts are held at once: one may be ten million characters long."""


async def scrub_session(db: AsyncSession, session: AISession, secrets: Collection[str]) -> None:
    """Every text of the session's rows, whatever room they belong to. The caller holds the session's lock."""
    if not secrets:
        return
    told = (session.problem, (session.ticket or {}).get("summary") or "")
    # A title that was cut may end in half a secret.
    whole = next((one for one in told if one and shorten(one) == session.title), None)
    session.title = mask_values(session.title, secrets) if whole is None else shorten(mask_values(whole, secrets))
    session.problem = mask_values(session.problem, secrets)
    session.ticket = mask_deep(session.ticket, secrets)
    await db.flush()
    for table in Model.metadata.sorted_tables:
        if {"account_id", "session_id"} <= set(table.columns.keys()) and table.name not in KEPT_AS_THEY_ARE:
            await scrub_table(db, table, session, secrets)
    await mask_answers(db, session.account_id, session.id, lambda answer: mask_deep(answer, secrets))


async def scrub_table(db: AsyncSession, table: Table, session: AISession, secrets: Collection[str]) -> None:
    key = list(table.primary_key.columns)
    texts = list(free_texts(table))
    of_session = (table.c.account_id == session.account_id, table.c.session_id == session.id)
    rows = (await db.execute(select(*key).where(*of_session))).tuples().all()
    for start in range(0, len(rows), BATCH):
        same = tuple_(*key).in_([tuple(row) for row in rows[start : start + BATCH]])
        found = await db.execute(select(*key, *texts).where(*of_session, same))
        for row in found.all():
            given = {one.name: value for one, value in zip(texts, row[len(key) :], strict=True)}
            masked = mask_deep(given, secrets)
            if masked != given:
                this = [one == value for one, value in zip(key, row, strict=False)]
                await db.execute(update(table).where(*this).values(masked))


def free_texts(table: Table) -> Iterator[Column[object]]:
    """All but those that a constraint lets hold one of a few words: a secret that is such a word would break the row."""
    rules = [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]
    for one in table.columns:
        named = any(re.search(rf"\b{one.name} IN \(", rule) for rule in rules)
        kept = one.name not in ONLY.get(table.name, {one.name})
        if isinstance(one.type, Text | JSONB) and one.computed is None and not named and not kept:
            yield one
