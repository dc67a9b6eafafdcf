"""Example, the vendor: OAuth tokens, tickets, actions and statuses. Strict, and with a rule of its own. Knows nothing of us."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, HTTPException, Request

START = datetime(2026, 11, 1, tzinfo=UTC)
STATUSES = {1: "New", 2: "In progress", 8: "Resolved", 9: "Closed"}
FORBIDDEN = {(1, 9)}
BOARD = 3


class Desk:
    def __init__(self) -> None:
        self.secrets = {"agent": "agent-secret", "viewer": "viewer-secret"}
        self.tickets: dict[int, dict[str, Any]] = {}
        self.actions: list[dict[str, Any]] = []
        self._ticks = 0
        self._tokens = 0

    def open(self, summary: str, details: str, status: int = 1) -> int:
        number = 1000 + len(self.tickets)
        made = {"id": number, "summary": summary, "details": details, "status_id": status, "tickettype_id": BOARD}
        self.tickets[number] = {**made, "client_name": "Acme", "user_name": "Ida Person"}
        self.touch(number, "Ida Person")
        return number

    def touch(self, number: int, by: str) -> None:
        self.tickets[number].update(last_update=self._stamp(), last_update_by=by)

    def act(self, number: int, note_html: str, hidden: bool, by: str) -> dict[str, Any]:
        action = {"id": 500 + len(self.actions), "ticket_id": number, "note_html": note_html, "hiddenfromuser": hidden}
        self.actions.append({**action, "who": by, "datetime": self._stamp()})
        self.touch(number, by)
        return self.actions[-1]

    def _stamp(self) -> str:
        self._ticks += 1
        return (START + timedelta(seconds=self._ticks)).isoformat()

    async def give_token(self, request: Request) -> Any:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if self.secrets.get(form.get("client_id", "")) != form.get("client_secret"):
            raise HTTPException(400, "invalid_client")
        self._tokens += 1
        return {"access_token": f"{form['client_id']}-{self._tokens}", "expires_in": 3600}

    async def list_tickets(self, request: Request, search: str = "", page_no: int = 1, page_size: int = 50) -> Any:
        self._who(request)
        found = [one for one in self.tickets.values() if search.lower() in f"{one['id']} {one['summary']}".lower()]
        found.reverse()
        return {"tickets": found[(page_no - 1) * page_size : page_no * page_size]}

    async def give_ticket(self, request: Request, number: int) -> Any:
        self._who(request)
        return self._ticket(number)

    async def change_ticket(self, request: Request) -> Any:
        by = self._who(request, write=True)
        (wanted,) = await request.json()
        ticket = self._ticket(wanted["id"])
        before, after = ticket["status_id"], wanted["status_id"]
        if after not in STATUSES or (before, after) in FORBIDDEN:
            raise HTTPException(400, "This status is not allowed.")
        ticket["status_id"] = after
        self.touch(ticket["id"], by)
        said = [dict(ticket)]
        if "[rule]" in ticket["summary"]:
            ticket["status_id"] = before
        return said

    async def list_actions(self, request: Request, ticket_id: int, page_no: int = 1, page_size: int = 50) -> Any:
        self._who(request)
        found = [action for action in self.actions if action["ticket_id"] == ticket_id]
        return {"actions": found[(page_no - 1) * page_size : page_no * page_size]}

    async def add_action(self, request: Request) -> Any:
        by = self._who(request, write=True)
        (wanted,) = await request.json()
        number = self._ticket(wanted["ticket_id"])["id"]
        return [self.act(number, wanted["note_html"], wanted.get("hiddenfromuser", False), by)]

    async def list_statuses(self, request: Request) -> Any:
        self._who(request)
        return [{"id": number, "name": name, "closed": number == 9} for number, name in STATUSES.items()]

    async def list_types(self, request: Request) -> Any:
        self._who(request)
        return [{"id": BOARD, "name": "Incident"}]

    def _who(self, request: Request, *, write: bool = False) -> str:
        name = request.headers.get("authorization", "").removeprefix("Bearer ").partition("-")[0]
        if name not in self.secrets:
            raise HTTPException(401)
        if write and name == "viewer":
            raise HTTPException(403)
        return name

    def _ticket(self, number: int) -> dict[str, Any]:
        if number not in self.tickets:
            raise HTTPException(404)
        return self.tickets[number]


def make_app(desk: Desk) -> FastAPI:
    app = FastAPI()
    app.post("/auth/token")(desk.give_token)
    app.get("/api/tickets")(desk.list_tickets)
    app.get("/api/tickets/{number}")(desk.give_ticket)
    app.post("/api/tickets", status_code=201)(desk.change_ticket)
    app.get("/api/actions")(desk.list_actions)
    app.post("/api/actions", status_code=201)(desk.add_action)
    app.get("/api/status")(desk.list_statuses)
    app.get("/api/tickettypes")(desk.list_types)
    return app
