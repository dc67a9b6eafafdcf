"""The OpenAPI document keeps its word: generated requests, good and bad, get only answers that it declares."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.security.conftest import World
from tests.security.matrix_row import Ids
from tests.security.routes import ROWS

pytestmark = pytest.mark.asyncio(loop_scope="module")
STREAMS = {"GET /api/v1/ai-sessions/{session_id}/events", "GET /api/v1/scripts/drafts/{draft_id}/events"}
"""Has no end; tests of its own hold it."""
OPTIONAL_HEADERS = {"if-match", "idempotency-key"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = {GenerationMode.POSITIVE: 8, GenerationMode.NEGATIVE: 4}


async def test_every_answer_is_a_declared_one(world: World) -> None:
    document = (await world.client.get("/api/openapi.json")).json()
    live = {row.name: await row.build(world) for row in ROWS}
    tried, failures = await asyncio.to_thread(fuzz, document, world, live)
    assert not failures, "\n".join(failures)
    assert tried > 400


def fuzz(document: dict[str, Any], world: World, live: dict[str, Ids]) -> tuple[int, list[str]]:
    """How many requests were sent, and what was wrong with their answers."""
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=world.url)
    failures: list[str] = []
    tried = 0
    with requests.Session() as browser:
        browser.headers.update(world.acme.headers())

        def send(case: Any) -> None:
            nonlocal tried
            tried += 1
            if tried % 2:
                # Generated ones are hardly ever right, and would keep most requests from getting any further.
                for name in OPTIONAL_HEADERS & set(case.headers):
                    del case.headers[name]
            try:
                case.validate_response(case.call(session=browser, timeout=20), checks=CHECKS)
            except schemathesis.errors.FailureGroup as group:
                failures.extend(f"{case.method} {case.formatted_path}: {one}" for one in group.exceptions)
            finally:
                browser.cookies.clear()

        for found in schema.get_all_operations():
            operation: Any = found.ok()  # type: ignore[union-attr]  # an invalid operation raises here, as it should
            if operation.label in STREAMS:
                continue
            for mode, examples in EXAMPLES.items():
                generate(send, operation, mode, examples, live[operation.label])
    return tried, failures


def generate(send: Any, operation: Any, mode: GenerationMode, examples: int, ids: Ids) -> None:
    """Always the same requests: a run that fails fails again."""
    named = {name: ids[name] for name in ids if f"{{{name}}}" in operation.path}

    @settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, **({"path_parameters": named} if named else {})))
    def run(case: Any) -> None:
        send(case)

    with suppress(Unsatisfiable):  # an operation without parameters takes nothing bad
        run()
