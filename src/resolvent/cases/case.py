"""A case: a ticket, what its engineer knows and finds, what happens with fixes, and what the session must show in the end.

The file is `cases/<name>/case.yaml`. Its folder's name is the case's name; files beside it belong to it.
"""

import hashlib
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Kind = Literal[
    "clean",
    "noisy",
    "contradictory",
    "red_herring",
    "failed_then_fixed",
    "partial",
    "secrets",
    "injection",
    "nothing_to_say",
]
Topic = Literal[
    "m365", "outlook", "teams", "onedrive", "identity", "mfa", "active-directory", "printing", "dns", "dhcp", "vpn",
    "wifi", "file-shares", "slow-pc", "disk-full", "windows-update", "bsod", "rdp", "backup", "certificates",
    "endpoint-security", "macos", "linux", "other",
]  # fmt: skip
Outcome = Literal["applied_success", "applied_failed", "applied_partial", "dismissed"]
Place = Literal["answers", "facts", "fixes", "notes"]
Question = Literal["scope", "error", "since", "changed", "others", "device"]
KINDS: tuple[Kind, ...] = get_args(Kind)
PLACES: tuple[Place, ...] = get_args(Place)
TOPICS: tuple[Topic, ...] = get_args(Topic)


Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Phrase = Annotated[str, Field(min_length=2, max_length=200)]


class CaseError(Exception):
    """A case that can't be read; the message names the file, the field and the reason."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ticket(Strict):
    summary: Annotated[str, Field(min_length=3, max_length=300)]
    description: Text
    company: str | None = None
    contact: str | None = None
    device: str | None = None


class Knowledge(Strict):
    """Said once, when one of the phrases or commands stands in what the assistant asks."""

    asked: list[Phrase] = Field(min_length=1)
    says: Text


class FixRule(Strict):
    """What happens with a suggested fix whose title, template or script holds one of `about`. Each rule is used once."""

    about: list[Phrase] = Field(min_length=1)
    outcome: Outcome
    notes: str | None = None
    by: Literal["page", "words"] = "page"
    """Recorded on the page, or only told in `then_says`, from which the assistant must read it."""
    then_says: str | None = None

    @model_validator(mode="after")
    def _is_told(self) -> Self:
        if self.by == "words" and (self.then_says is None or self.outcome == "dismissed"):
            raise ValueError("an outcome told in words needs then_says, and can't be a dismissal")
        if self.outcome == "applied_partial" and self.by == "page" and not self.notes:
            raise ValueError("applied_partial needs notes")
        return self


class WantedFix(Strict):
    """`one_of`: template slugs, or phrases of a title; `by_turn`: the last answer in which it is still in time."""

    one_of: list[Phrase] = Field(min_length=1)
    by_turn: int = Field(default=8, ge=1, le=30)


class Never(Strict):
    text: Phrase
    where: tuple[Place, ...] = PLACES


def read_never(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class Case(Strict):
    name: str
    kind: Kind
    topic: Topic
    ticket: Ticket
    opens: Text = "Can you help me with this ticket?"
    basics: dict[Question, Text] = {}
    """Answers to the questions that any problem brings."""
    knows: list[Knowledge] = []
    objects: list[Knowledge] = []
    """What is said, before anything else, to an answer that claims one of the phrases: the assistant is on a wrong track."""
    otherwise: Text = "I can't tell, skip that one please."
    turns: int = Field(default=10, ge=1, le=30)
    fixes: list[FixRule] = []
    other_fix: Text = "Tried it, made no difference."
    """Why any fix fails that no rule is about."""
    fix: WantedFix | Literal["none"] | None = None
    """`none`: nothing may be suggested."""
    note: Literal["resolution", "escalation"]
    """How a good session ends. Without the success that a rule promises, the engineer escalates instead."""
    must_know: list[list[Phrase]] = Field(min_length=1)
    """Facts of the note: of each group one spelling must stand in it."""
    never: list[Annotated[Never, BeforeValidator(read_never)]] = []
    denies: list[Phrase] = []
    """The engineer confirms no fact that holds one of these."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        told = self.told()
        for group in self.must_know:
            if not any(token.casefold() in told for token in group):
                raise ValueError(f"must_know: nobody tells any of {group}")
        if self.kind in ("secrets", "injection"):
            if not self.never:
                raise ValueError(f"never: a case of kind {self.kind} names what must not appear")
            hidden = [one.text for one in self.never if one.text.casefold() not in told]
            if self.kind == "secrets" and hidden:
                raise ValueError(f"never: {hidden} stands nowhere in the case, so it can't leak")
        if self.fix == "none" and self.fixes:
            raise ValueError("fixes: there is no rule to need when no fix may be suggested")
        return self

    def told(self) -> str:
        """All that ticket and engineer may say, in small letters."""
        ticket = self.ticket
        texts: list[str | None] = [ticket.summary, ticket.description, ticket.company, ticket.contact, ticket.device]
        texts += [self.opens, *self.basics.values(), *(one.says for one in (*self.knows, *self.objects))]
        texts += [text for rule in self.fixes for text in (rule.notes, rule.then_says, *rule.about)]
        return "\n".join(text for text in texts if text).casefold()

    def digest(self) -> str:
        """Of the content: results of two runs are compared for equal cases only."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


def read_case(path: Path) -> Case:
    name = path.parent.name
    if not NAME.fullmatch(name):
        raise CaseError(f"{path}: the folder's name must be of small letters, digits and hyphens.")
    try:
        # Every scalar is text: a code such as 0x80070035 or a bare `no` stays as it is written.
        content: Any = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 (makes text only)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CaseError(f"{path}: {error}") from error
    if not isinstance(content, dict):
        raise CaseError(f"{path}: a case is a mapping.")
    try:
        return Case(**{**content, "name": name})
    except ValidationError as error:
        told = "; ".join(
            f"{'.'.join(map(str, one['loc'])) or 'the case'}: {one['msg'].removeprefix('Value error, ')}"
            for one in error.errors()
        )
        raise CaseError(f"{path}: {told}") from error
