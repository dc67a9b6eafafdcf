"""What is entered to connect a system: its secret part set apart, the whole checked together. Pure."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, HttpUrl, ValidationError

from resolvent.errors import FieldError, Invalid, invalid_field
from resolvent.ticketing.providers.registry import Kind

Values = dict[str, Any]


def split_secret(
    kind: Kind[Any], settings: Mapping[str, Any], secret: Mapping[str, str | None]
) -> tuple[Values, Values]:
    """Plain and secret settings. A secret among the settings is moved to where it is sealed; an empty one says nothing."""
    if set(secret) - kind.secrets:
        raise invalid_field("secret", f"Secret are: {', '.join(sorted(kind.secrets))}.", "not_secret")
    moved = {name: value for name, value in settings.items() if name in kind.secrets}
    plain = {name: value for name, value in settings.items() if name not in kind.secrets}
    return plain, {name: value for name, value in {**moved, **secret}.items() if value != ""}


def merge_secret(kept: Mapping[str, Any], given: Mapping[str, Any]) -> Values:
    """None removes one."""
    return {name: value for name, value in {**kept, **given}.items() if value is not None}


def check_settings(kind: Kind[Any], plain: Mapping[str, Any], secret: Mapping[str, Any]) -> BaseModel:
    """All members are checked together; what is wrong is named, and no value is repeated."""
    try:
        checked: BaseModel = kind.settings.model_validate({**plain, **secret})
    except ValidationError as error:
        fields = [
            FieldError(
                field=".".join(["settings", *map(str, one["loc"])]),
                message=one["msg"].removeprefix("Value error, "),
                code=one["type"],
            )
            for one in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Invalid(f"These settings are not valid: {', '.join(f.field for f in fields)}.", errors=fields) from None
    for name in kind.addresses:
        address: HttpUrl | None = getattr(checked, name)
        if address is not None and (address.username or address.password):
            raise invalid_field(f"settings.{name}", "No user or password can stand in an address.", "bad_url")
    return checked


def check_not_carried_off(
    kind: Kind[Any], before: Mapping[str, Any], after: BaseModel, kept: Mapping[str, Any], given: Mapping[str, Any]
) -> None:
    """A secret stays with the address that it was entered for: elsewhere it would be handed to somebody else."""
    carried = sorted(set(kept) - set(given))
    if not carried or all(origin_of(before.get(name)) == origin_of(getattr(after, name)) for name in kind.addresses):
        return
    raise Invalid(
        "The address has changed: enter its secrets again.",
        code="secret_needed",
        errors=[
            FieldError(
                field=f"settings.{name}", message="Enter it again: the address has changed.", code="secret_needed"
            )
            for name in carried
        ],
    )


def origin_of(address: Any) -> tuple[str, str | None, int | None] | None:
    if address is None:
        return None
    url = HttpUrl(str(address))
    return url.scheme, url.host, url.port
