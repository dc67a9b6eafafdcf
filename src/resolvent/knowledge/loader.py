"""Reads playbooks from YAML. An error names the file and the field, for the technician who wrote it."""

from collections.abc import Iterable
from functools import cache
from importlib import resources

import yaml
from pydantic import ValidationError

from resolvent.knowledge.playbook import Playbook


class PlaybookError(Exception):
    """A playbook that cannot be used; the message says which file and field, and why."""


def parse_playbook(name: str, text: str) -> Playbook:
    """`name` is the file's name, which must be the playbook's id with `.yaml`."""
    try:
        body = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe
    except yaml.YAMLError as error:
        raise PlaybookError(f"{name}: not YAML: {error}") from error
    try:
        playbook = Playbook.model_validate(body)
    except ValidationError as error:
        raise PlaybookError("\n".join(f"{name}: {line}" for line in describe(error, body))) from error
    if name != f"{playbook.id}.yaml":
        raise PlaybookError(f"{name}: id: is {playbook.id}, so the file must be named {playbook.id}.yaml")
    return playbook


def describe(error: ValidationError, body: object) -> Iterable[str]:
    """`checks.spooler-state.answers.stopped.label: Field required`: list items by their id where they have one."""
    for problem in error.errors():
        path, here = [], body
        for step in problem["loc"]:
            try:
                here = here[step]  # type: ignore[index]  # any YAML value; what cannot be indexed is caught
            except (KeyError, IndexError, TypeError):
                here = None
            named = here.get("id") if isinstance(here, dict) and isinstance(step, int) else None
            path.append(str(named or step))
        message = problem["msg"].removeprefix("Value error, ")
        yield f"{'.'.join(path)}: {message}" if path else message


@cache
def load_shipped() -> tuple[Playbook, ...]:
    """The playbooks of the package, by id."""
    folder = resources.files("resolvent.knowledge.playbooks")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return tuple(parse_playbook(file.name, file.read_text(encoding="utf-8")) for file in files)
