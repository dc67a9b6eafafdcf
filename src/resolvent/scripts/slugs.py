import re
import unicodedata
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.scripts.models import ScriptTemplate

LONGEST = 60


def slug_of(title: str) -> str:
    """Of a title, in ASCII: `Zähler zurücksetzen!` → `zahler-zurucksetzen`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-") or "template"


async def free_slug(db: AsyncSession, account_id: UUID, wanted: str) -> str:
    """`wanted` when nobody has it, else the first of `wanted-2`, `wanted-3`… that is free as far as is known by now."""
    stem = wanted[: LONGEST - 5].rstrip("-")
    taken = set(
        await db.scalars(
            select(ScriptTemplate.slug).where(
                ScriptTemplate.account_id == account_id, ScriptTemplate.slug.startswith(stem, autoescape=True)
            )
        )
    )
    if wanted not in taken:
        return wanted
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
