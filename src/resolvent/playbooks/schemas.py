from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, model_validator

from resolvent.knowledge.playbook import Playbook
from resolvent.playbooks.source import MAX_SOURCE
from resolvent.schemas import Body, Line, Prose, Version, storable

Source = Annotated[str, Field(max_length=MAX_SOURCE), AfterValidator(storable)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class WrongOut(BaseModel):
    """What is wrong with a text. `line` counts from 1; `field` is like `checks.queue.answers.stuck.label`."""

    line: int
    field: str
    message: str


class PlaybookBrief(BaseModel):
    key: str
    """In the address: the account's own by id, shipped ones by slug."""
    slug: str
    title: str
    about: str
    source: Literal["shipped", "account"]
    status: Literal["published", "draft", "archived"]
    """`draft`: never published."""
    version: int | None
    """The newest; none of a shipped one."""
    published_version: int | None
    replaces_shipped: bool
    """It takes the place of a shipped one, once it is published."""
    replaced_by: UUID | None
    """Of a shipped one: the account's own that is asked instead."""
    causes: int
    checks: int
    fixes: int
    updated_at: datetime | None
    updated_by: str | None


class PlaybooksOut(BaseModel):
    items: list[PlaybookBrief]


class PlaybookOut(PlaybookBrief):
    text: str
    """The newest version's YAML as it was typed."""
    playbook: Playbook | None
    """As it was read; none while something is wrong."""
    wrong: list[WrongOut]
    change_note: str
    session_id: UUID | None
    """From which it was made."""


class PlaybookVersionOut(BaseModel):
    version: int
    text: str
    change_note: str
    author: str
    published: bool
    """It is the one that holds."""
    created_at: datetime


class PlaybookVersionsOut(BaseModel):
    items: list[PlaybookVersionOut]


class PlaybookCreate(Body):
    """From a resolved session, as a copy of a shipped one (to change it for this account), or from a text."""

    session_id: UUID | None = None
    copy_of: Slug | None = None
    text: Source | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum(one is not None for one in (self.session_id, self.copy_of, self.text)) != 1:
            raise ValueError("Name one of session_id, copy_of and text.")
        return self


class PlaybookSave(Body):
    """A new version. `version` is the one that was seen."""

    text: Source
    change_note: Line = "Edited"
    version: Version


class PlaybookPublish(Body):
    version: Version
    """The newest, as it was seen."""


class PlaybookCheck(Body):
    text: Source


class PlaybookCheckOut(BaseModel):
    wrong: list[WrongOut]
    playbook: Playbook | None


class PlaybookTry(Body):
    """Which playbook would lead this problem? With `text`, as if that were published."""

    title: Line
    problem: Prose
    text: Source | None = None


class TriedOut(BaseModel):
    level: Literal["certain", "likely", "none"]
    confidence: int
    """Percent."""
    slug: str | None
    title: str | None
    this_text: bool
    """It is the one that was sent along."""
    runner_up: str | None
    """Its title."""
    next_step: str | None
    """What would be asked or suggested first."""
