"""The check of a connection names the part that does not work, and tries what it can without leaving a trace."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import HttpUrl, SecretStr, ValidationError

from resolvent.ticketing.provider import CheckStep
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from resolvent.ticketing.providers.connectwise_settings import origin_of, site_of
from tests.emulators.connectwise.running import Running, connectwise_emulator
from tests.emulators.connectwise.switches import Hosting, Switches
from tests.ticketing.connectwise_desk import connected, settings_for
from tests.ticketing.fault_server import answer, fault_server, reset
from tests.ticketing.test_connectwise import INFO, says, settings

ALL = ["DNS", "address", "TLS", "company ID", "credentials", "client ID", "boards", "tickets", "API member", "notes"]


@pytest.fixture
def desk() -> Iterator[Running]:
    with connectwise_emulator() as running:
        yield running


async def steps_of(desk: Running, **changes: Any) -> dict[str, CheckStep]:
    async with connected(desk, **changes) as provider:
        return {step.name: step for step in (await provider.check()).steps}


def failed(steps: dict[str, CheckStep]) -> list[str]:
    return [step.name for step in steps.values() if step.ok is False]


async def test_a_connection_that_works_says_so_step_by_step(desk: Running) -> None:
    steps = await steps_of(desk)
    assert [*steps] == ALL
    assert {step.name for step in steps.values() if step.ok is None} == {"TLS", "notes"}
    assert failed(steps) == []
    assert not any(call.method != "GET" for call in desk.world.calls)
    assert not any(call.path == "/system/info" for call in desk.world.calls)


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"company_id": "nobody"}, "company ID"),
        ({"private_key": SecretStr("wrong")}, "credentials"),
        ({"public_key": "wrong"}, "credentials"),
        ({"client_id": "wrong"}, "client ID"),
        ({"boards": (21, 99)}, "boards"),
        ({"member": "Nobody"}, "API member"),
    ],
)
@pytest.mark.parametrize("hosting", [*Hosting])
async def test_the_part_that_is_wrong_is_named(hosting: Hosting, changes: dict[str, Any], step: str) -> None:
    with connectwise_emulator(switches=Switches(hosting=hosting)) as desk:
        assert failed(await steps_of(desk, **changes)) == [step]


async def test_a_client_id_that_is_refused_by_403_is_named_too() -> None:
    with connectwise_emulator(switches=Switches(missing_client_status=403)) as desk:
        assert failed(await steps_of(desk, client_id="wrong")) == ["client ID"]


@pytest.mark.parametrize(("path", "step"), [("/service/boards", "boards"), ("/service/tickets", "tickets")])
async def test_a_missing_right_is_named(desk: Running, path: str, step: str) -> None:
    desk.plan("refused_permission", "GET", path, nth=None)
    assert failed(await steps_of(desk)) == [step]


async def test_a_member_that_may_not_be_read_is_not_known(desk: Running) -> None:
    desk.plan("refused_permission", "GET", "/system/members", nth=None)
    assert (await steps_of(desk))["API member"].ok is None
    assert (await steps_of(desk, member='odd "name"'))["API member"].ok is None


@pytest.mark.parametrize(
    "plan",
    [
        answer(200, b"<html>Sign in</html>"),
        answer(302, b"", Location="https://elsewhere.example/"),
        answer(404, b"no"),
        answer(500, b"no"),
        reset,
    ],
    ids=["html", "redirect", "404", "500", "reset"],
)
async def test_what_is_no_connectwise_is_a_wrong_address(plan: Any) -> None:
    async with fault_server(plan) as server:
        provider = ConnectWiseProvider(settings(server.url))
        report = await provider.check()
        await provider.close()
    assert [step.name for step in report.steps if step.ok is False] == ["address"]


@pytest.mark.parametrize("body", [None, [], {}, "x", {"Codebase": None}, {"Codebase": "../"}])
async def test_an_answer_without_a_codebase_is_an_unknown_company(body: Any) -> None:
    async with fault_server(says(body)) as server:
        provider = ConnectWiseProvider(settings(server.url))
        report = await provider.check()
        await provider.close()
    assert [step.name for step in report.steps if step.ok is False] == ["company ID"]


async def test_an_outage_after_the_address_is_no_wrong_key() -> None:
    async with fault_server(INFO, says({}, 503)) as server:
        provider = ConnectWiseProvider(settings(server.url))
        report = await provider.check()
        await provider.close()
    [step] = [step for step in report.steps if step.ok is False]
    assert "wrong" not in step.detail
    assert "503" in step.detail


async def test_a_closed_port_is_a_wrong_address() -> None:
    async with fault_server(INFO) as server:
        site = server.url
    provider = ConnectWiseProvider(settings(site))
    report = await provider.check()
    await provider.close()
    assert [(step.name, step.ok) for step in report.steps] == [("DNS", True), ("address", False), ("notes", None)]


@pytest.mark.parametrize(
    ("site", "page", "origin"),
    [
        (
            "https://eu.myconnectwise.net/v4_6_release",
            "https://eu.myconnectwise.net",
            "https://api-eu.myconnectwise.net",
        ),
        ("https://api-eu.myconnectwise.net", "https://eu.myconnectwise.net", "https://api-eu.myconnectwise.net"),
        ("https://EU.MyConnectWise.net", "https://eu.myconnectwise.net", "https://api-eu.myconnectwise.net"),
        ("https://psa.example:443/x?y", "https://psa.example", "https://psa.example"),
        ("https://eu.myconnectwise.net.evil.example", *["https://eu.myconnectwise.net.evil.example"] * 2),
    ],
)
def test_a_page_and_its_interface_are_known_from_each_other(site: str, page: str, origin: str) -> None:
    given = settings(site)
    assert (site_of(given), origin_of(given)) == (page, origin)


@pytest.mark.parametrize(
    "wrong",
    [
        {"site": "ftp://psa.example"},
        {"site": "psa.example"},
        {"client_id": "ä"},
        {"client_id": "a\nb"},
        {"client_id": ""},
        {"private_key": ""},
        {"hours": 0},
        {"notes_as": "mail"},
        {"extra": 1},
    ],
)
def test_settings_that_cannot_work_are_refused(desk: Running, wrong: dict[str, Any]) -> None:
    assert settings_for(desk, site=HttpUrl("https://psa.example"))
    with pytest.raises(ValidationError):
        settings_for(desk, **wrong)
