"""Which playbooks a session is led by: a protocol, and the shipped ones as its plainest form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from resolvent.chat.assistant import Place
from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Opened:
    playbooks: tuple[Playbook, ...]
    editions: frozenset[tuple[UUID, int]] = frozenset()
    """The account's own among them: id and version."""
    kept: bool = False
    """The session was led by one of these before."""


class Shelf(Protocol):
    async def open(self, place: Place | None) -> Opened:
        """For one turn."""
        ...

    async def keep(self, place: Place | None, opened: Opened) -> None:
        """One of them leads the session: it goes on with these, whatever is published or archived meanwhile."""
        ...


class FixedShelf:
    """Always the same ones; the shipped ones if none are named."""

    def __init__(self, playbooks: Sequence[Playbook] | None = None) -> None:
        self._opened = Opened(tuple(playbooks) if playbooks is not None else load_shipped())

    async def open(self, place: Place | None) -> Opened:  # noqa: ARG002 (the protocol's)
        return self._opened

    async def keep(self, place: Place | None, opened: Opened) -> None:
        pass
