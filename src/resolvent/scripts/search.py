"""The library's list: by words, tag, language, status and source; the best first, else by title."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Double, Select, case, cast, func, literal, select, true, tuple_
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.scripts.install import ensure_installed
from resolvent.scripts.models import ScriptGeneration, ScriptTemplate, TemplateVersion
from resolvent.scripts.syntax import Language

Status = Literal["published", "archived"]
Source = Literal["shipped", "account"]
WORD = re.compile(r"\S*\w\S*")
OF_THIS_NAME = -10.0
"""A place before every rank."""


@dataclass(frozen=True, slots=True)
class Wanted:
    query: str | None = None
    tag: str | None = None
    language: Language | None = None
    status: Status | None = "published"
    source: Source | None = None


Described = tuple[ScriptTemplate, int, datetime | None]
"""A template, how many parameters it has, and when it was last used."""


def words_query(query: str) -> ColumnElement[Any]:
    """All words, in any form; the last one may be half typed. A subquery, so that it is made once and not for each row."""
    stems, as_written = cast("english", REGCONFIG), cast("simple", REGCONFIG)
    whole = func.plainto_tsquery(stems, query)
    words = WORD.findall(query)
    if not words:
        return select(whole).scalar_subquery()
    quoted = words[-1].replace("\\", "\\\\").replace("'", "''")
    before = func.plainto_tsquery(stems, " ".join(words[:-1]))
    return select(whole.op("||")(before.op("&&")(func.to_tsquery(as_written, f"'{quoted}':*")))).scalar_subquery()


def conditions(account_id: UUID, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [ScriptTemplate.account_id == account_id]
    if wanted.query:
        matches = ScriptTemplate.search.op("@@")(words_query(wanted.query))
        found.append(matches | (ScriptTemplate.slug == wanted.query.strip().lower()))
    if wanted.tag is not None:
        found.append(ScriptTemplate.tags.contains([wanted.tag]))
    if wanted.language is not None:
        found.append(ScriptTemplate.language == wanted.language)
    if wanted.source is not None:
        found.append(ScriptTemplate.source == wanted.source)
    if wanted.status is not None:
        archived = ScriptTemplate.archived_at.is_not(None)
        found.append(archived if wanted.status == "archived" else ~archived)
    return found


def order(wanted: Wanted) -> tuple[Any, ...]:
    """Ascending. Ranks are negative, and doubles: as `real` one would not come back equal."""
    place: ColumnElement[Any] = literal(0.0, Double)
    if wanted.query:
        rank = -cast(func.ts_rank(ScriptTemplate.search, words_query(wanted.query)), Double)
        place = case((ScriptTemplate.slug == wanted.query.strip().lower(), OF_THIS_NAME), else_=rank)
    return place, func.lower(ScriptTemplate.title), ScriptTemplate.id


def described() -> Select[ScriptTemplate, int, datetime | None]:
    properties = func.jsonb_object_keys(TemplateVersion.parameters_schema["properties"]).table_valued("name")
    parameters = (
        select(func.count())
        .select_from(TemplateVersion)
        .join(properties, true())
        .where(
            TemplateVersion.account_id == ScriptTemplate.account_id,
            TemplateVersion.template_id == ScriptTemplate.id,
            TemplateVersion.version == ScriptTemplate.version,
        )
        .correlate(ScriptTemplate)
        .scalar_subquery()
    )
    last_used = (
        select(func.max(ScriptGeneration.created_at))
        .where(
            ScriptGeneration.account_id == ScriptTemplate.account_id, ScriptGeneration.template_id == ScriptTemplate.id
        )
        .correlate(ScriptTemplate)
        .scalar_subquery()
    )
    return select(ScriptTemplate, parameters, last_used).execution_options(populate_existing=True)


async def search_templates(
    db: AsyncSession, account_id: UUID, wanted: Wanted, *, after: UUID | None, limit: int
) -> tuple[list[Described], int]:
    """Up to `limit` after the template `after`, and how many there are in all."""
    await ensure_installed(db, account_id)
    filters, key = conditions(account_id, wanted), order(wanted)
    total = await db.scalar(select(func.count()).select_from(ScriptTemplate).where(*filters))
    if after is not None:
        last = (
            await db.execute(select(*key).where(ScriptTemplate.account_id == account_id, ScriptTemplate.id == after))
        ).first()
        if last is None:
            return [], total or 0
        filters.append(tuple_(*key) > tuple_(*last))
    rows = await db.execute(described().where(*filters).order_by(*key).limit(limit))
    return [(template, parameters, used) for template, parameters, used in rows], total or 0
