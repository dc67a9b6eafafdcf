"""Reads the script templates that come with the package. An error names the file and the field, for their author."""

from functools import cache
from importlib import resources
from typing import Annotated, Any

import yaml
from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from resolvent.knowledge.loader import describe
from resolvent.scripts.models import Risk
from resolvent.scripts.syntax import Language

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Sentence = Annotated[str, StringConstraints(min_length=20, max_length=400)]


class LibraryError(Exception):
    """A shipped template that cannot be used; the message says which file and field, and why."""


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class ShippedTemplate:
    slug: Slug
    title: Annotated[str, StringConstraints(min_length=3, max_length=120)]
    description: Annotated[str, StringConstraints(min_length=40, max_length=800)]
    language: Language
    risk: Risk
    needs_admin: bool
    timeout_hint: Annotated[int, Field(ge=5, le=14_400)] | None
    """Seconds that a run may take."""
    tags: Annotated[tuple[Slug, ...], Field(min_length=2, max_length=8)]
    parameters_schema: dict[str, Any]
    body: Annotated[str, StringConstraints(min_length=100, max_length=100_000)]
    explained: dict[Slug, Sentence]
    """Rule of the safety review → why its high finding is intended here."""


READER = TypeAdapter(ShippedTemplate)


def parse_shipped(name: str, text: str) -> ShippedTemplate:
    """`name` is the file's name, which must be the template's slug with `.yaml`."""
    try:
        fields = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe
    except yaml.YAMLError as error:
        raise LibraryError(f"{name}: not YAML: {error}") from error
    try:
        template = READER.validate_python(fields)
    except ValidationError as error:
        raise LibraryError("\n".join(f"{name}: {line}" for line in describe(error, fields))) from error
    if name != f"{template.slug}.yaml":
        raise LibraryError(f"{name}: slug: is {template.slug}, so the file must be named {template.slug}.yaml")
    return template


@cache
def load_shipped() -> tuple[ShippedTemplate, ...]:
    """The templates of the package, by slug."""
    folder = resources.files("resolvent.scripts").joinpath("library")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return tuple(parse_shipped(file.name, file.read_text(encoding="utf-8")) for file in files)
