"""Every kind of ticketing system that can be connected. A new one is its module, its settings and a line here.

The local desk is not among them: it is built in, and has no settings.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, HttpUrl, SecretStr

from resolvent.ticketing.http import Exchange
from resolvent.ticketing.provider import TicketProvider
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from resolvent.ticketing.providers.connectwise_settings import ConnectWiseSettings
from resolvent.ticketing.providers.rt import RtProvider
from resolvent.ticketing.providers.rt_settings import RtSettings

Settings = TypeVar("Settings", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Kind(Generic[Settings]):
    title: str
    about: str
    """A sentence under the form's heading."""
    settings: type[Settings]
    """Its titles and descriptions draw the form; what is secret is a SecretStr, where it is sent an HttpUrl."""
    open: Callable[[Settings, Callable[[Exchange], None] | None], TicketProvider]

    @property
    def secrets(self) -> frozenset[str]:
        return frozenset(fields_of(self.settings, SecretStr))

    @property
    def addresses(self) -> frozenset[str]:
        return frozenset(fields_of(self.settings, HttpUrl))


def fields_of(model: type[BaseModel], wanted: type) -> Iterator[str]:
    """Names of the fields that hold it, optional ones too."""
    return (name for name, field in model.model_fields.items() if holds(field.annotation, wanted))


def holds(annotation: Any, wanted: type) -> bool:
    return annotation is wanted or any(holds(part, wanted) for part in get_args(annotation))


PROVIDERS: dict[str, Kind[Any]] = {
    "connectwise": Kind("ConnectWise PSA", "With the keys of an API member.", ConnectWiseSettings, ConnectWiseProvider),
    "rt": Kind("Request Tracker", "Version 5, over its REST 2 interface.", RtSettings, RtProvider),
}
"""By the name that is stored with a connection."""
