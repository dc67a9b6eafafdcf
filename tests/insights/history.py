"""Rows of what has happened, at any time: sessions with their fixes, write-backs, hand-overs and model calls."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.models import Role
from resolvent.ai.models import ModelUsage
from resolvent.fixes.models import SuggestedFix
from resolvent.handoffs.models import Handoff
from resolvent.ids import new_id
from resolvent.sessions.models import AISession
from resolvent.ticketing.models import Writeback
from tests.conftest import Tenant

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DONE = ("VERIFIED", "SKIPPED", "LOCAL")


@dataclass(frozen=True)
class End:
    """How one round ended."""

    kind: str = "resolution"
    after: timedelta = timedelta(hours=1)
    step: str = "VERIFIED"
    by: Role = Role.ENGINEER
    returned: bool = False


@dataclass(frozen=True)
class Call:
    after: timedelta = timedelta(minutes=5)
    read: int = 1_000
    written: int = 100
    cost: str | None = "0.004"


@dataclass(frozen=True)
class Past:
    """A session. `fixes`: outcomes of those that were applied, oldest first."""

    opened: datetime = NOON
    company: str | None = "ACME"
    category: str | None = "vpn"
    by: Role = Role.ENGINEER
    ends: tuple[End, ...] = ()
    active: bool = False
    """A new round began after the last end."""
    fixes: tuple[str, ...] = ()
    template_id: UUID | None = None
    calls: tuple[Call, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


async def write(db: AsyncSession, tenant: Tenant, *pasts: Past) -> None:
    for past in pasts:
        await write_one(db, tenant, past)
    await db.flush()


async def write_one(db: AsyncSession, tenant: Tenant, past: Past) -> None:
    account, session_id = tenant.account_id, new_id()
    lasts = not past.active and past.ends and past.ends[-1].step in DONE
    ended = {"resolution": "resolved", "escalation": "escalated"}[past.ends[-1].kind] if lasts else "active"
    db.add(
        AISession(
            account_id=account,
            id=session_id,
            title="VPN",
            problem="It fails.",
            status=ended,
            round=max(1, len(past.ends) + past.active),
            ticket={"company": past.company},
            category=past.category,
            created_by=tenant.actors[past.by].user_id,
            assignee_id=tenant.actors[past.by].user_id,
            created_at=past.opened,
            closed_at=past.opened + past.ends[-1].after if lasts else None,
            **past.more,
        )
    )
    await db.flush()
    for number, end in enumerate(past.ends, 1):
        write_end(db, tenant, session_id, number, past.opened + end.after, end)
    for number, status in enumerate(past.fixes):
        applied = past.opened + timedelta(minutes=10 + number)
        db.add(
            SuggestedFix(
                account_id=account,
                id=new_id(),
                session_id=session_id,
                title="Restart it",
                rationale="",
                confidence=80,
                status=status,
                template_id=past.template_id,
                applied_at=None if status == "dismissed" else applied,
                superseded_at=applied,
            )
        )
    for call in past.calls:
        write_call(db, tenant, session_id, past.opened + call.after, call)


def write_end(db: AsyncSession, tenant: Tenant, session_id: UUID, number: int, at: datetime, end: End) -> None:
    actor = tenant.actors[end.by]
    db.add(
        Writeback(
            account_id=tenant.account_id,
            id=new_id(),
            session_id=session_id,
            kind=end.kind,
            round=number,
            step=end.step,
            text="",
            text_hash="",
            marker="",
            confirmed_by=actor.user_id,
            confirmed_by_name=actor.name,
            state_version=1,
            created_at=at,
            finished_at=at,
        )
    )
    if end.returned:
        db.add(
            Handoff(
                account_id=tenant.account_id,
                session_id=session_id,
                round=number,
                verb="return",
                by_id=actor.user_id,
                by_name=actor.name,
                waited_seconds=60,
            )
        )


def write_call(db: AsyncSession, tenant: Tenant, session_id: UUID | None, at: datetime, call: Call) -> None:
    db.add(
        ModelUsage(
            account_id=tenant.account_id,
            id=uuid4(),
            use="chat",
            endpoint="main",
            model="m",
            session_id=session_id,
            outcome="complete",
            input_tokens=call.read,
            cached_tokens=0,
            output_tokens=call.written,
            measured=True,
            cost_usd=None if call.cost is None else Decimal(call.cost),
            total_ms=10,
            created_at=at,
        )
    )


def imagine(dice: random.Random, clients: int) -> Past:
    """Any session of March 2026, or a little beside it."""
    ends = []
    for number in range(dice.choice((0, 1, 1, 1, 2))):
        kind = dice.choice(("resolution", "resolution", "escalation"))
        ends.append(
            End(
                kind,
                timedelta(hours=20 * number + dice.uniform(0.2, 15)),
                dice.choice(
                    ("VERIFIED", "VERIFIED", "SKIPPED", "LOCAL", "REJECTED", "OVERRIDDEN", "NEEDS_HUMAN", "PLANNED")
                ),
                dice.choice(list(Role)),
                kind == "escalation" and dice.random() < 0.4,
            )
        )
    return Past(
        opened=datetime(2026, 2, 26, tzinfo=UTC) + timedelta(minutes=dice.randrange(36 * 24 * 60)),
        company=dice.choice([None, "", *(f"Client {number:02}" for number in range(clients))]),
        category=dice.choice((None, "vpn", "print-spooler", "slow-pc")),
        by=dice.choice(list(Role)),
        ends=tuple(ends),
        active=dice.random() < 0.2,
        fixes=tuple(
            dice.choices(("applied_success", "applied_failed", "applied_partial", "dismissed"), k=dice.randrange(3))
        ),
        calls=tuple(
            Call(
                timedelta(minutes=dice.randrange(900)),
                dice.randrange(5_000),
                10,
                dice.choice((None, "0.000123", "0.25")),
            )
            for _ in range(dice.randrange(3))
        ),
    )
