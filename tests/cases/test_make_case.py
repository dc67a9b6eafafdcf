"""What a case is made of, and what of a session must not be in it."""

from pathlib import Path
from typing import Any

import pytest

from resolvent.cases.case import read_case
from resolvent.cases.make_case import NoCase, make_case, write_case


def session(**change: Any) -> dict[str, Any]:
    def said(role: str, content: str, at: str) -> dict[str, Any]:
        return {"role": role, "content": content, "created_at": at}

    fix = {
        "title": "Restart the spooler",
        "template_slug": "restart-print-spooler",
        "status": "applied_success",
        "created_at": "t4",
    }
    notes = {"failure_reason": None, "partial_notes": None, "outcome_notes": "prints, login hunter-22-x"}
    return {
        "session": {
            "title": "No print",
            "problem": "",
            "status": "resolved",
            "ticket": {
                "summary": "No print",
                "description": "PRN01 is dead. password: Sommer!Regen77",
                "company": "Acme",
                "contact": None,
            },
        },
        "messages": [
            said("user", "please help", "t1"),
            said("assistant", "Hm. **Is the spooler running?**\n```\nGet-Service Spooler\n```", "t2"),
            said("user", "Stopped on PRN01, I log in with hunter-22-x", "t3"),
            said("assistant", "I suggest a restart. Did it help?", "t4"),
            said("user", "yes", "t5"),
        ],
        "facts": [
            {"status": "confirmed", "text": "The spooler on PRN01 is stopped."},
            {"status": "proposed", "text": "KB5034441"},
        ],
        "fixes": [{**fix, **notes}],
        **change,
    }


def test_a_session_becomes_a_case_without_its_secrets(tmp_path: Path) -> None:
    made = make_case(session(), kind="clean", topic="printing", secrets=["hunter-22-x"])
    case = made.case
    path = tmp_path / case.name / "case.yaml"
    path.parent.mkdir()
    path.write_text(write_case(case))
    assert read_case(path) == case
    text = path.read_text()
    assert "hunter-22-x" not in text
    assert "Sommer!Regen77" not in text
    assert "PRN01" not in text
    assert "Acme" not in text
    assert [one.asked for one in case.knows] == [["Is the spooler running?", "Get-Service Spooler"]]
    assert case.knows[0].says.startswith("Stopped on HOST-1")
    assert [(rule.about, rule.outcome) for rule in case.fixes] == [
        (["restart-print-spooler", "Restart the spooler"], "applied_success")
    ]
    assert case.fix is not None
    assert case.fix != "none"
    assert case.fix.by_turn == 2
    assert case.must_know == [["HOST-1"]]
    assert case.note == "resolution"
    assert case.name == "no-print"
    assert any("texts held secrets" in one for one in made.look_at)


def test_an_escalated_session_without_fix_or_fact_is_a_case_too() -> None:
    whole = session(fixes=[], facts=[])
    whole["session"]["status"] = "escalated"
    made = make_case(whole)
    case = made.case
    assert (case.note, case.fix, case.fixes) == ("escalation", None, [])
    assert case.must_know == [["print"]]
    assert (case.kind, case.topic) == ("clean", "other")
    assert any("must_know is a guess" in one for one in made.look_at)


def test_a_silent_session_is_no_case() -> None:
    with pytest.raises(NoCase):
        make_case(session(messages=[]))


def test_a_name_is_replaced_wherever_it_stands_and_however_it_is_written() -> None:
    whole = session()
    whole["session"]["ticket"]["contact"] = "Petra Kleinschmidt"
    whole["messages"][0]["content"] = (
        "petra says jobs hang; pkleinschmidt@nordwind.example and NORDWIND\\pkleinschmidt, call +49 30 1234567."
    )
    whole["messages"][2]["content"] = "Kleinschmidt asked Max Muster of Acme; pkleinschmidt is in the group, petra too."
    text = write_case(make_case(whole, people=["Max Muster"], companies=["Nordwind Logistik GmbH"]).case)
    for name in ("petra", "kleinschmidt", "max", "muster", "acme", "nordwind", "1234567", "prn01"):
        assert name not in text.casefold(), name
    assert "person-1" in text
    assert "company-1" in text
    assert text == write_case(make_case(whole, people=["Max Muster"], companies=["Nordwind Logistik GmbH"]).case)


def test_words_that_may_be_names_are_told() -> None:
    whole = session()
    whole["messages"][0]["content"] = (
        "Since Monday the people at Hagenbrunn wait, says Veronika from sales. the Sales team too"
    )
    told = next(one for one in make_case(whole).look_at if one.startswith("These words"))
    assert "Hagenbrunn" in told
    assert "Veronika" in told
    assert "Sales" not in told


@pytest.mark.parametrize(
    ("statuses", "kind"),
    [
        ([], "clean"),
        (["applied_success"], "clean"),
        (["applied_failed"], "clean"),
        (["applied_failed", "applied_success"], "failed_then_fixed"),
        (["applied_failed", "applied_partial"], "partial"),
        (["dismissed", "applied_success"], "clean"),
    ],
)
def test_the_kind_is_guessed_from_the_outcomes(statuses: list[str], kind: str) -> None:
    fix = session()["fixes"][0]
    fixes = [{**fix, "status": status, "partial_notes": "half"} for status in statuses]
    assert make_case(session(fixes=fixes)).case.kind == kind


def test_a_long_session_is_cut_to_what_a_case_may_hold() -> None:
    said = [
        {"role": role, "content": f"{text} {'x' * 30_000}", "created_at": f"t{number:03}"}
        for number in range(40)
        for role, text in (("user", "It hangs."), ("assistant", "Is it on?"))
    ]
    made = make_case({**session(messages=said), "older_cursor": "y"})
    assert made.case.turns == 30
    assert len(made.case.opens) == 20_000
    told = " ".join(made.look_at)
    for word in ("newest 100 messages", "30 turns at most", "were cut"):
        assert word in told


@pytest.mark.parametrize("row", ["a-", "a.", "A-"])
def test_a_fact_of_any_length_is_read_in_a_moment(row: str) -> None:
    """Looked through as a whole, it would take an hour."""
    facts = [{"status": "confirmed", "text": "PRN01 is down. " + row * 100_000}]
    assert ["HOST-1"] in make_case(session(facts=facts)).case.must_know
