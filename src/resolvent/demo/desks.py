"""The two desks that the demo plays against, each read back by its own way, not by what Resolvent says of it."""

from dataclasses import dataclass
from typing import Any, Protocol

import httpx2

from resolvent.demo.api import Api, need

CUSTOMER, INTERNAL = "customer", "internal"


@dataclass(frozen=True, slots=True)
class RtTarget:
    url: str
    user: str
    password: str
    queue: str
    escalated_status: str = "waiting"


class Desk(Protocol):
    name: str
    connection_id: str
    resolved: str
    escalated: str

    def open_ticket(self, summary: str, description: str) -> str: ...

    def status(self, ticket_id: str) -> str: ...

    def notes_with(self, ticket_id: str, marker: str) -> list[str]:
        """The visibility of every note that holds the marker."""
        ...


class LocalDesk:
    name = "local desk"
    resolved, escalated = "resolved", "escalated"

    def __init__(self, api: Api) -> None:
        self._api = api
        desks = [one for one in api.call("GET", "/connections")["items"] if one["provider"] == "local"]
        need(len(desks) == 1, "There is not exactly one local desk.")
        self.connection_id = desks[0]["id"]

    def open_ticket(self, summary: str, description: str) -> str:
        body = {"summary": summary, "description": description, "company": "Harbour Hotel"}
        ticket: str = self._api.call("POST", "/desk/tickets", body, expect=201)["id"]
        return ticket

    def status(self, ticket_id: str) -> str:
        status: str = self._read(ticket_id)["ticket"]["status"]["id"]
        return status

    def notes_with(self, ticket_id: str, marker: str) -> list[str]:
        return [note["visibility"] for note in self._read(ticket_id)["notes"] if marker in note["text"]]

    def _read(self, ticket_id: str) -> dict[str, Any]:
        whole: dict[str, Any] = self._api.call("GET", f"/desk/tickets/{ticket_id}")
        return whole


class RequestTracker:
    """Asked directly over its own REST, with the demo's own client."""

    resolved = "resolved"
    VISIBILITY = {"Correspond": CUSTOMER, "Comment": INTERNAL}  # noqa: RUF012 (a constant)

    def __init__(self, api: Api, target: RtTarget) -> None:
        self.name = f"Request Tracker at {target.url}"
        self.escalated = target.escalated_status
        self._queue = target.queue
        self._rt = httpx2.Client(
            base_url=f"{target.url.rstrip('/')}/REST/2.0", auth=(target.user, target.password), timeout=60
        )
        body = {
            "provider": "rt",
            "name": "Request Tracker",
            "settings": {
                "url": target.url,
                "user": target.user,
                "queue": target.queue,
                "allow_private": True,
                "statuses": ["new", "open", "stalled", "waiting", "resolved", "closed"],
            },
            "secret": {"password": target.password},
            "status_targets": {"resolution": self.resolved, "escalation": self.escalated},
        }
        self.connection_id = api.call("POST", "/connections", body, expect=201)["id"]
        report = api.call("POST", f"/connections/{self.connection_id}/check")
        need(report["ok"], f"The connection's check failed: {report['steps']}")

    def open_ticket(self, summary: str, description: str) -> str:
        body = {"Subject": summary, "Queue": self._queue, "Content": description, "ContentType": "text/plain"}
        answer = self._rt.post("/ticket", json=body)
        need(answer.status_code == 201, f"RT made no ticket: {answer.status_code} {answer.text[:300]}")
        return str(answer.json()["id"])

    def status(self, ticket_id: str) -> str:
        answer = self._rt.get(f"/ticket/{ticket_id}")
        need(answer.status_code == 200, f"RT gave no ticket: {answer.status_code}")
        status: str = answer.json()["Status"]
        return status

    def notes_with(self, ticket_id: str, marker: str) -> list[str]:
        history = self._rt.get(f"/ticket/{ticket_id}/history", params={"fields": "Type", "per_page": "100"}).json()
        kinds = {str(one["id"]): one["Type"] for one in history["items"]}
        fields = {"fields": "Content,TransactionId", "per_page": "100"}
        attachments = self._rt.get(f"/ticket/{ticket_id}/attachments", params=fields).json()["items"]
        found = [self._transaction(one) for one in attachments if marker in str(one.get("Content") or "")]
        return [self.VISIBILITY.get(kinds.get(one, ""), "other") for one in found]

    def _transaction(self, attachment: dict[str, Any]) -> str:
        transaction = attachment["TransactionId"]
        return str(transaction["id"] if isinstance(transaction, dict) else transaction)
