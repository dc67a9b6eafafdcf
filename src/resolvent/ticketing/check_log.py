"""The steps of a connection's check, told one by one as they begin and end."""

import ssl

import httpx2

from resolvent.addresses import AddressError, ForbiddenAddress, allowed_addresses
from resolvent.ticketing.provider import CheckStep, ConnectionReport, Tell


class CheckLog:
    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._steps: list[CheckStep] = []
        self.current = ""
        """The step that began last."""

    def begin(self, name: str) -> None:
        self.current = name
        self._tell(name)

    def add(self, *steps: CheckStep) -> None:
        for step in steps:
            self._steps.append(step)
            self._tell(step)

    @property
    def failed(self) -> bool:
        return any(step.ok is False for step in self._steps)

    def report(self) -> ConnectionReport:
        return ConnectionReport(tuple(self._steps))

    async def look_up(self, url: str, *, allow_private: bool) -> None:
        """The first step: whether the name has addresses, and whether they may be dialled."""
        self.begin("DNS")
        parts = httpx2.URL(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = await allowed_addresses(parts.host, port, scheme=parts.scheme, allow_private=allow_private)
        except AddressError as error:
            self.add(CheckStep("address" if isinstance(error, ForbiddenAddress) else "DNS", False, str(error)))
            return
        addresses = ", ".join(str(one) for one in found[:3])
        said = "needs no look-up" if addresses == parts.host else f"is {addresses}"
        self.add(CheckStep("DNS", True, f"{parts.host} {said}."))


def is_about_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
