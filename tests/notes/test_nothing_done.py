"""A resolution that says that nothing was done: the engineer is asked before a customer reads it."""

import httpx2
import pytest

from resolvent.notes.composer import compose
from resolvent.notes.grounding_nothing import NOT_DONE, NOTHING_FOUND, warn_of_nothing
from resolvent.notes.structure import Kind, render
from resolvent.sessions.evidence import Evidence
from tests.conftest import Tenant
from tests.notes.test_grounding import FAILED, NOTHING, PARTIAL, SUCCESS
from tests.ticketing.posting import ESCALATION, RESOLUTION, open_case

CAUSE_KNOWN = "## Root cause\n\nMost likely the disk of WS-22 is full.\n\n## Resolution\n\n"
CAUSE_UNKNOWN = "## Root cause\n\nThe cause is not known yet.\n\n## Resolution\n\n"


def warned(evidence: Evidence, kind: Kind) -> list[str]:
    return [one.reason for one in warn_of_nothing(render(compose(evidence, kind)), kind)]


def test_the_composer_s_own_note_is_warned_of_only_when_nothing_was_applied() -> None:
    assert warned(NOTHING, Kind.RESOLUTION) == [NOTHING_FOUND]
    assert [warned(one, Kind.RESOLUTION) for one in (SUCCESS, FAILED, PARTIAL)] == [[], [], []]


def test_an_escalation_may_say_that_nothing_was_tried() -> None:
    assert warned(NOTHING, Kind.ESCALATION) == []


@pytest.mark.parametrize(
    ("markdown", "reason"),
    [
        (CAUSE_KNOWN + "No fix was applied.", NOT_DONE),
        (CAUSE_UNKNOWN + "No fix was applied.", NOTHING_FOUND),
        (CAUSE_UNKNOWN + "We have not changed anything.", NOTHING_FOUND),
        (CAUSE_UNKNOWN + "We didn't apply any fix yet.", NOTHING_FOUND),
        ("No root cause was confirmed. No action has been taken so far.", NOTHING_FOUND),
        (CAUSE_UNKNOWN + "- **Nothing was done**.", NOTHING_FOUND),
        (CAUSE_UNKNOWN + "We restarted the service.", None),
        (CAUSE_UNKNOWN + "Nothing in the log was unusual, so we restarted the service.", None),
        (CAUSE_UNKNOWN + "We have not seen the error since.", None),
        ("", None),
    ],
)
def test_what_a_note_says_counts_however_it_is_worded(markdown: str, reason: str | None) -> None:
    found = warn_of_nothing(markdown, Kind.RESOLUTION)
    assert [one.reason for one in found] == ([reason] if reason else [])
    assert len(warn_of_nothing(markdown, Kind.ESCALATION)) == 0


async def test_it_is_posted_only_once_it_is_acknowledged(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    case = await open_case(client, tenant)
    preview = await case.preview()
    (finding,) = preview["grounding"]["findings"]
    assert (finding["code"], finding["reason"]) == ("nothing_done", NOTHING_FOUND)
    assert finding["sentence"] in preview["markdown"]

    refused = await case.post(acknowledge=[])
    assert (refused.status_code, refused.json()["code"]) == (422, "not_grounded"), refused.text
    assert [one["code"] for one in refused.json()["errors"]] == [finding["id"]]
    assert await case.marked() == []

    posted = await case.post(acknowledge=[finding["id"]])
    assert posted.status_code == 200, posted.text
    assert len(await case.marked()) == 1


async def test_an_edit_is_warned_of_as_it_is_saved_and_the_escalation_never(
    client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    case = await open_case(client, tenant)
    body = {"markdown": "## Resolution\n\nNo fix was applied.", "based_on_state_version": 1}
    codes = {}
    for kind in (RESOLUTION, ESCALATION):
        saved = await client.put(f"{case.path}/{kind}/draft", json=body)
        codes[kind] = [one["code"] for one in saved.json()["grounding"]["findings"]]
    assert "nothing_done" in codes[RESOLUTION]
    assert "nothing_done" not in codes[ESCALATION]
    escalated = await case.post(ESCALATION, acknowledge=[])
    assert escalated.status_code == 200, escalated.text
