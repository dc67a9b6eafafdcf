"""What a ticketing system must offer to call us back, besides `verify_webhook`."""

from typing import Protocol, runtime_checkable

from resolvent.ticketing.provider import TicketProvider


@runtime_checkable
class WebhookProvider(Protocol):
    async def register_webhook(self, url: str) -> str:
        """The vendor's id of it. From now on it calls this address whenever a ticket changes."""
        ...

    async def unregister_webhook(self, registration_id: str) -> None:
        """One that is gone already is no error."""
        ...


def webhooks_of(provider: TicketProvider) -> WebhookProvider | None:
    """None: this system does not call back."""
    if not provider.capabilities.webhooks or not isinstance(provider, WebhookProvider):
        return None
    return provider
