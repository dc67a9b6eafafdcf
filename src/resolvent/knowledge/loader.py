"""Reads playbooks from YAML. An error names the file and the field, for the technician who wrote it."""

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

import yaml
from pydantic import Field, ValidationError

from resolvent.knowledge.patterns import TRUSTED
from resolvent.knowledge.playbook import Cause, Check, Playbook

FOLDER: Final = "resolvent.knowledge.playbooks"


class ShippedPlaybook(Playbook):
    """One that everybody gets has to tell more causes apart than one that a desk wrote for its own problem."""

    causes: list[Cause] = Field(min_length=5)
    checks: list[Check] = Field(min_length=6)


class PlaybookError(Exception):
    """A playbook that cannot be used; the message says which file and field, and why."""


def parse_playbook(name: str, text: str) -> Playbook:
    """`name` is the file's name, which must be the playbook's id with `.yaml`."""
    try:
        body = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe
    except yaml.YAMLError as error:
        raise PlaybookError(f"{name}: not YAML: {error}") from error
    try:
        playbook = ShippedPlaybook.model_validate(body)
    except ValidationError as error:
        raise PlaybookError("\n".join(f"{name}: {line}" for line in describe(error, body))) from error
    if name != f"{playbook.id}.yaml":
        raise PlaybookError(f"{name}: id: is {playbook.id}, so the file must be named {playbook.id}.yaml")
    return playbook


def describe(error: ValidationError, body: object) -> Iterable[str]:
    """`checks.spooler-state.answers.stopped.label: Field required`: list items by their id where they have one."""
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        path = name_path(problem["loc"], body)
        message = problem["msg"].removeprefix("Value error, ")
        yield f"{path}: {message}" if path else message


def name_path(steps: Iterable[str | int], body: object) -> str:
    path, here = [], body
    for step in steps:
        try:
            here = here[step]  # type: ignore[index]  # any YAML value; what cannot be indexed is caught
        except (KeyError, IndexError, TypeError):
            here = None
        named = here.get("id") if isinstance(here, dict) and isinstance(step, int) else None
        path.append(str(named or step))
    return ".".join(path)


def parse_own(body: object) -> Playbook:
    """A desk's own. Its patterns are RE2's, or a shipped playbook's: a copy of one stays whole. pydantic's ValidationError."""
    return Playbook.model_validate(body, context={TRUSTED: shipped_patterns()})


@cache
def shipped_patterns() -> frozenset[str]:
    found: set[str] = set()
    for playbook in load_shipped():
        for check in playbook.checks:
            found.update(pattern for answer in check.answers for pattern in answer.output)
            found.update(check.measure.patterns if check.measure else ())
        found.update(pattern for fix in playbook.fixes for pattern in fix.parameters.values())
    return frozenset(found)


def read_shipped_text(playbook_id: str) -> str:
    """The file as it was written. `playbook_id`: of one that is there."""
    return resources.files(FOLDER).joinpath(f"{playbook_id}.yaml").read_text(encoding="utf-8")


@cache
def load_shipped() -> tuple[Playbook, ...]:
    """The playbooks of the package, by id."""
    folder = resources.files(FOLDER)
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return tuple(parse_playbook(file.name, file.read_text(encoding="utf-8")) for file in files)
