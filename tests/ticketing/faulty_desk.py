"""The local desk behind a bad line: each call may fail before it, after it, or answer something else than happened."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TypeVar
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import delete

from resolvent.db import Database
from resolvent.ticketing import desk
from resolvent.ticketing.connect import Connector, Recorder
from resolvent.ticketing.desk_rules import STATUSES
from resolvent.ticketing.models import DeskNote
from resolvent.ticketing.provider import (
    NoteDraft,
    NoteRef,
    Precondition,
    StatusRef,
    TicketProvider,
    TicketSnapshot,
    TransitionReceipt,
    Visibility,
)
from resolvent.ticketing.providers.local import AUTHOR, LocalDesk
from resolvent.vault import Vault

Result = TypeVar("Result")
Hook = Callable[[], Awaitable[None]]


def fail(error: Exception) -> Hook:
    async def act() -> None:
        raise error

    return act


def wait_for(event: asyncio.Event, reached: asyncio.Event) -> Hook:
    async def act() -> None:
        reached.set()
        await event.wait()

    return act


@dataclass
class Script:
    """What goes wrong, shared by all providers that one test opens. A hook under a call's name is used once per entry."""

    before: dict[str, list[Hook]] = field(default_factory=dict)
    after: dict[str, list[Hook]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    store_visibility: Visibility | None = None
    """What the desk makes of a note, whatever was asked for."""
    store_text: Callable[[str], str] = str
    can_retract: bool = False
    statuses: list[str] = field(default_factory=list)
    """What readings after a status was set show, in turn; the last one stands."""
    down: Exception | None = None
    """While set, each reading of a ticket after a status was set fails with it."""
    status_was_set: bool = False
    change_ticket: Callable[[TicketSnapshot], TicketSnapshot] = replace
    """What each reading makes of the ticket."""

    async def run(self, name: str, call: Callable[[], Awaitable[Result]]) -> Result:
        self.calls.append(name)
        await self._hook(self.before, name)
        result = await call()
        await self._hook(self.after, name)
        return result

    async def _hook(self, hooks: dict[str, list[Hook]], name: str) -> None:
        if waiting := hooks.get(name):
            await waiting.pop(0)()


class FaultyDesk(LocalDesk):
    def __init__(self, database: Database, account_id: UUID, script: Script) -> None:
        super().__init__(database, account_id)
        self.desk = LocalDesk(database, account_id)
        self.script = script

    async def get_ticket(self, id: str) -> TicketSnapshot:  # noqa: A002 (the protocol's name)
        ticket = self.script.change_ticket(await self.script.run("get_ticket", lambda: self.desk.get_ticket(id)))
        if not self.script.status_was_set:
            return ticket
        if self.script.down is not None:
            raise self.script.down
        if self.script.statuses:
            shown = self.script.statuses[0]
            if len(self.script.statuses) > 1:
                self.script.statuses.pop(0)
            ticket = replace(ticket, status=STATUSES[shown])
        return ticket

    async def find_note(self, id: str, marker: str) -> list[NoteRef]:  # noqa: A002
        return await self.script.run("find_note", lambda: self.desk.find_note(id, marker))

    async def add_note(self, id: str, draft: NoteDraft) -> NoteRef:  # noqa: A002
        async def add() -> NoteRef:
            made = await self.desk.add_note(id, draft)
            wrong = self.script.store_visibility
            text = self.script.store_text(draft.text)
            if wrong is not None or text != draft.text:
                async with self._database.transaction(self._account) as db:
                    await db.execute(delete(DeskNote).where(DeskNote.id == UUID(made.id)))
                    await desk.add_note(
                        db, self._account, UUID(id), visibility=wrong or draft.visibility, text=text, by=AUTHOR
                    )
                found = [note async for note in self.list_notes(id) if note.text == text]
                made = found[-1]
            return made

        return await self.script.run("add_note", add)

    async def read_note(self, id: str, note_id: str) -> NoteRef:  # noqa: A002
        return await self.script.run("read_note", lambda: self.desk.read_note(id, note_id))

    async def retract_note(self, id: str, note_id: str) -> None:  # noqa: A002
        async def retract() -> None:
            if not self.script.can_retract:
                await self.desk.retract_note(id, note_id)
            async with self._database.transaction(self._account) as db:
                await db.execute(delete(DeskNote).where(DeskNote.id == UUID(note_id)))

        await self.script.run("retract_note", retract)

    async def set_status(self, id: str, target: StatusRef, expect: Precondition) -> TransitionReceipt:  # noqa: A002
        async def change() -> TransitionReceipt:
            receipt = await self.desk.set_status(id, target, expect)
            self.script.status_was_set = True
            return receipt

        return await self.script.run("set_status", change)


class FaultyConnector(Connector):
    def __init__(self, database: Database, vault: Vault, script: Script) -> None:
        super().__init__(database, vault)
        self.script = script

    @asynccontextmanager
    async def open(
        self, account_id: UUID, connection_id: UUID | None, recorder: Recorder | None = None
    ) -> AsyncIterator[TicketProvider]:
        async with super().open(account_id, connection_id, recorder):
            yield FaultyDesk(self._database, account_id, self.script)


def put_on_bad_line(app: FastAPI, script: Script) -> None:
    """Only the write-backs of this app; its page still reads tickets as they are."""
    app.state.writebacks._connector = FaultyConnector(app.state.database, app.state.vault, script)
