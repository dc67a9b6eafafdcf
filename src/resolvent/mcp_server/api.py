"""All that an MCP client can reach of Resolvent: seven routes of its HTTP API, with the caller's own token.

Every right, limit and rule is the API's, so that nothing is checked twice and nothing is forgotten here.
"""

import asyncio
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final
from uuid import UUID

import httpx2

BASE: Final = "/api/v1"
WAIT: Final = httpx2.Timeout(10, read=150)
"""Seconds. A preview may wait for a language model."""
SESSION: Final = "/ai-sessions/{session_id}"


class Call(Enum):
    """What can be asked at all. Nothing that posts, runs, decides, publishes, deletes or changes a setting is among it."""

    LIST_SESSIONS = ("GET", "/ai-sessions")
    READ_SESSION = ("GET", SESSION + "/export")
    PROPOSE_FACT = ("POST", SESSION + "/facts")
    PROPOSE_CHECK = ("POST", SESSION + "/checks")
    PROPOSE_FIX = ("POST", SESSION + "/suggested-fixes")
    PREVIEW_RESOLUTION = ("POST", SESSION + "/resolution-note/preview")
    PREVIEW_ESCALATION = ("POST", SESSION + "/escalation-package/preview")

    @property
    def method(self) -> str:
        return self.value[0]

    @property
    def path(self) -> str:
        return self.value[1]


class RefusedError(Exception):
    """A sentence for whoever asked."""


class Api:
    """`where`: the address that people know it by, for the sentence that tells that nothing answers there."""

    def __init__(self, http: httpx2.AsyncClient, token: str, where: str) -> None:
        self._http = http
        self._token = token
        self._where = where

    async def ask(
        self,
        call: Call,
        session_id: UUID | None = None,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Any:
        """The answer's JSON. `RefusedError` with what the API says, or with why there is no answer."""
        path = BASE + call.path.format(session_id=session_id)
        headers = {"Authorization": f"Bearer {self._token}"}
        request = self._http.build_request(call.method, path, params=query, json=body, headers=headers)
        try:
            # In a task of its own: served in this very process, the call keeps its log's context to itself.
            answer = await asyncio.create_task(self._http.send(request))
        except (httpx2.ConnectError, httpx2.ConnectTimeout):
            raise RefusedError(f"Resolvent does not answer at {self._where}. Is it running?") from None
        except httpx2.HTTPError:
            raise RefusedError(
                f"Resolvent at {self._where} did not answer to the end. What was proposed may have arrived: read the session"
                " before you try again."
            ) from None
        told = read_json(answer)
        if not answer.is_success:
            raise RefusedError(tell_problem(told, self._where))
        if told is None:
            raise RefusedError(f"What answers at {self._where} is not Resolvent. Check the address.")
        return told


def read_json(answer: httpx2.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def tell_problem(problem: Any, where: str) -> str:
    if not isinstance(problem, Mapping) or not isinstance(problem.get("detail"), str):
        return f"What answers at {where} is not Resolvent. Check the address."
    if problem.get("code") == "expired":
        return "This token has expired or was revoked. Make a new one in Resolvent: Settings, API tokens."
    fields = [f"{one['field']}: {one['message']}" for one in problem.get("errors") or () if one.get("field")]
    return " ".join([problem["detail"], *(fields if len(fields) > 1 or problem.get("code") == "invalid" else ())])
