"""The emulator against the vendor's OpenAPI, both ways."""

import httpx2
import pytest

from tests.emulators.connectwise.contract import FILE, Contract
from tests.emulators.connectwise.running import connectwise_emulator

TICKET, NOTES = "/service/tickets/5001", "/service/tickets/5001/notes"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the vendor's OpenAPI subset is not here")


def test_the_contract_refuses_what_the_vendor_does_not_know() -> None:
    contract = Contract()
    assert contract.knows("PATCH", TICKET)
    assert contract.request_errors("POST", NOTES, {"text": "a", "emailContactFlag": True})
    assert contract.request_errors("POST", NOTES, {"text": "a", "internalAnalysisFlag": True}) == []
    assert contract.answer_errors(
        "GET", TICKET, 200, {"id": 1, "summary": "a", "company": {"id": 1}, "lastUpdated": ""}
    )


def answer_with_too_long_a_summary() -> None:
    with connectwise_emulator() as desk:
        desk.world.rows("tickets")[5001]["summary"] = "x" * 101
        keys = desk.credentials
        auth, headers = (f"{keys.company}+{keys.public}", keys.private), {"clientId": keys.client_id}
        assert httpx2.get(desk.base + TICKET, auth=auth, headers=headers, trust_env=False).status_code == 200


def test_an_answer_against_the_contract_is_loud() -> None:
    with pytest.raises(AssertionError, match="too long"):
        answer_with_too_long_a_summary()
