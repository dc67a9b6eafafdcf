"""What a form is filled in with. Pure."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.scripts.parameters import read_parameters, value_problems
from resolvent.scripts.prefill import FINDERS, Clue, Filled, prefill


def fill(properties: dict[str, Any], proposed: dict[str, Any] | None = None, *clues: Clue) -> dict[str, Filled]:
    parameters = read_parameters({"type": "object", "properties": properties})
    filled, _ = prefill(parameters, proposed or {}, clues)
    return {one.name: one for one in filled}


def fact(text: str, label: str = "F1") -> Clue:
    return Clue("fact", text, label)


def ticket(text: str) -> Clue:
    return Clue("ticket", text, "T")


def shaped(format_name: str) -> dict[str, Any]:
    return {"value": {"type": "string", "format": format_name}}


@pytest.mark.parametrize(
    ("format_name", "text", "value"),
    [
        ("upn", "The user is jane.doe@acme.example, since Monday.", "jane.doe@acme.example"),
        ("email", "Write to o'neil+it@sub.acme.example.", "o'neil+it@sub.acme.example"),
        ("hostname", "The queue on PRN-01 is stuck, event 7031 and KB5034441.", "PRN-01"),
        ("hostname", "It happens on srv01.ad.acme.example only (file setup.exe.log).", "srv01.ad.acme.example"),
        ("hostname", "SRVDC02 answers.", "SRVDC02"),
        ("ipv4", "It answers from 10.0.4.17, version 10.0.19045.1", "10.0.4.17"),
        ("ipv6", "fe80::1ff:fe23:4567:890a answers at 12:30.", "fe80::1ff:fe23:4567:890a"),
        ("guid", "The id is 7d6f0a6e-52c1-4f0e-9a5a-1f2e3d4c5b6a.", "7d6f0a6e-52c1-4f0e-9a5a-1f2e3d4c5b6a"),
        ("url", "See https://portal.acme.example/a?b=1.", "https://portal.acme.example/a?b=1"),
        ("path", "The share \\\\FS-01\\data\\hr is missing.", "\\\\FS-01\\data\\hr"),
        ("path", "Look into C:\\Temp\\old.", "C:\\Temp\\old"),
        ("path", "The log is /var/log/cups/error_log.", "/var/log/cups/error_log"),
    ],
)
def test_a_telling_format_finds_its_value(format_name: str, text: str, value: str) -> None:
    assert fill(shaped(format_name), None, fact(text, "F3")) == {"value": Filled("value", value, "fact", "F3")}


@pytest.mark.parametrize(
    ("format_name", "text"),
    [
        ("hostname", "Windows 11 with Office365, ID 4625 and error 0x80070005 since 2026-11-20"),
        ("hostname", "Restart it. Then ask again, e.g. at 12.30"),
        ("ipv4", "Version 10.0.19045.3803 and 999.1.1.1"),
        ("email", "Ask @jane or jane@home"),
        ("path", "and/or 24/7, 10/100 Mbit"),
        ("hostname", "user@PRN-01.acme.example and https://PRN-02.acme.example/x"),
    ],
)
def test_what_only_looks_like_one_is_left(format_name: str, text: str) -> None:
    assert fill(shaped(format_name), None, fact(text)) == {}


def test_facts_come_before_the_ticket_and_two_candidates_are_none() -> None:
    upn = shaped("upn")
    clues = (fact("It is jane@acme.example."), ticket("From boss@acme.example"))
    assert fill(upn, None, *clues)["value"].value == "jane@acme.example"
    assert fill(upn, None, fact("jane@acme.example and joe@acme.example"), clues[1]) == {}
    assert fill(upn, None, fact("Jane@Acme.example"), fact("jane@acme.example", "F2"))["value"].label == "F1"


def test_a_device_is_a_host_and_nothing_else() -> None:
    device = Clue("device", "reception")
    computer = {"computer": {"type": "string", "format": "hostname"}}
    assert fill(computer, None, device) == {"computer": Filled("computer", "reception", "device", None)}
    assert fill({"computer": {"type": "string", "format": "path"}}, None, Clue("device", "C:\\x")) == {}
    assert fill(computer, None, device, Clue("device", "backoffice")) == {}


@pytest.mark.parametrize(
    ("name", "title"), [("server", "Server"), ("test_host", ""), ("target", "Server of the computer")]
)
def test_the_device_of_the_user_is_no_server(name: str, title: str) -> None:
    server = {name: {"type": "string", "format": "hostname", "title": title}}
    device = Clue("device", "LT-JANE-7")
    assert fill(server, None, device, ticket("LT-JANE-7 is slow, lt-jane-7.acme.example too.")) == {}
    assert fill(server, None, device, fact("LT-JANE-7 reaches SRV-FILE-01."))[name].value == "SRV-FILE-01"
    asked = {"target": {"type": "string", "format": "hostname", "title": "Computer name"}}
    assert fill(asked, None, device, fact("It is slow."))["target"].source == "device"


def test_two_empty_parameters_of_one_format_get_none_and_a_value_is_used_once() -> None:
    both = {name: {"type": "string", "format": form} for name, form in (("old", "upn"), ("new", "email"))}
    clue = fact("jane@acme.example")
    assert fill(both, None, clue) == {}
    one = fill(both, {"old": "jane@acme.example"}, clue)
    assert one == {"old": Filled("old", "jane@acme.example", "fact", "F1")}


def test_what_does_not_fit_is_dropped_by_name() -> None:
    parameters = read_parameters(
        {
            "type": "object",
            "properties": {
                "days": {"type": "integer", "maximum": 9, "default": 3},
                "name": {"type": "string", "pattern": "^[a-z]+$"},
                "secret": {"type": "string", "x-sensitive": True},
            },
        }
    )
    proposed = {"days": 99, "name": "OK?", "secret": "Winter2026!", "other": 1, "nothing": None}
    filled, dropped = prefill(parameters, proposed, [fact("Winter2026!")])
    assert filled == [Filled("days", 3, "default")]
    assert dropped == ["days", "name", "secret", "other"]


def test_a_proposed_value_names_where_it_stands_as_a_word() -> None:
    name = {"value": {"type": "string"}}
    assert (
        fill(name, {"value": "HP-4"}, fact("An HP-42 prints."), ticket("The hp-4 does not."))["value"].source
        == "ticket"
    )
    assert fill(name, {"value": "HP-9"}, fact("An HP-42 prints."))["value"] == Filled("value", "HP-9", "fix", None)


@given(
    st.sampled_from([*FINDERS, None]),
    st.lists(
        st.text(max_size=60) | st.sampled_from(["PRN-01 and PRN-02", "a@b.example", "10.0.0.1", "C:\\x"]), max_size=4
    ),
    st.dictionaries(
        st.sampled_from(["value", "secret", "count", "x"]), st.text(max_size=20) | st.integers(), max_size=3
    ),
    st.booleans(),
)
def test_every_value_fits_its_parameter_and_stands_where_it_says(
    format_name: str | None, texts: list[str], proposed: dict[str, Any], required: bool
) -> None:
    value: dict[str, Any] = {"type": "string", **({"format": format_name} if format_name else {})}
    schema = {
        "type": "object",
        "properties": {
            "value": value,
            "count": {"type": "integer", "minimum": 0, "default": 1},
            "secret": {"type": "string", "x-sensitive": True},
        },
        "required": ["value"] if required else [],
    }
    parameters = {one.name: one for one in read_parameters(schema)}
    clues = [fact(text, f"F{number}") for number, text in enumerate(texts, 1)]
    filled, dropped = prefill(list(parameters.values()), proposed, clues)
    for one in filled:
        assert one.name != "secret"
        assert value_problems(parameters[one.name], one.value) == []
        if one.source == "fact":
            said = next(clue.text for clue in clues if clue.label == one.label)
            assert str(one.value).casefold() in said.casefold()
    assert set(dropped) <= set(proposed)
    assert not set(dropped) & {
        one.name
        for one in filled
        if one.source != "default" and one.name in proposed and one.value == proposed[one.name]
    }
