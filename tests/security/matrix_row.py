"""A row of the access matrix."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from resolvent.accounts.models import Role
from tests.security.conftest import World

Ids = dict[str, str]
Build = Callable[[World], Awaitable[Ids]]
V1: Final = "/api/v1"


@dataclass(frozen=True)
class Row:
    """`needs` None: open to everyone. `build` makes what is called upon, as acme's administrator, and names its ids."""

    method: str
    path: str
    needs: Role | None
    status: int
    build: Build
    body: Any = None
    special: dict[str, int] = field(default_factory=dict)
    """Callers who get another status than the rule says, and why beside the row."""
    takes_file: bool = False
    """Any text will do as the body, and JSON is one."""
    query: str = ""
    """What the route asks for beside its path; ids may stand there too."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def address(self) -> str:
        return self.path + self.query


async def nothing(_: World) -> Ids:
    return {}


ENGINEER, ADMIN = Role.ENGINEER, Role.ADMIN
