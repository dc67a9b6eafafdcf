"""The format refuses what a technician may get wrong, naming file and field; the shipped playbooks are whole."""

import re
from typing import Any

import pytest
import yaml

from resolvent.knowledge.loader import PlaybookError, load_shipped, parse_playbook
from resolvent.knowledge.phrases import expand
from resolvent.knowledge.playbook import OTHER, Check, Playbook
from resolvent.knowledge.reading import read_message

SHIPPED = load_shipped()
TEN = {
    "outlook-password-prompts",
    "account-lockout",
    "print-spooler",
    "no-internet-dns",
    "vpn",
    "disk-full",
    "slow-pc",
    "onedrive-sync",
    "teams-audio",
    "mapped-drive",
}


def a_playbook() -> dict[str, Any]:
    causes = [{"id": f"cause-{n}", "title": f"Cause {n}", "prior": 1} for n in range(5)]
    checks = [
        {
            "id": f"check-{n}",
            "title": f"Is it {n}?",
            "minutes": 1,
            "answers": [
                {"id": "yes", "label": "yes", "fact": "It is.", "given": {"cause-0": 0.9}, "otherwise": 0.1},
                {"id": "no", "label": "no", "fact": "It is not."},
            ],
        }
        for n in range(6)
    ]
    fix = {
        "id": "fix",
        "title": "Fix it",
        "cures": {f"cause-{n}": 0.9 for n in range(5)},
        "minutes": 5,
        "risk": "low",
        "caution": "None known.",
        "rationale": "It cures.",
        "template": "fix-it",
        "verify": "Look at it.",
    }
    return {
        "id": "sample",
        "title": "Sample",
        "about": "A sample.",
        "symptoms": {"phrases": ["it breaks"], "topics": ["thing"], "signs": ["broken"]},
        "causes": causes,
        "checks": checks,
        "fixes": [fix],
    }


def test_a_whole_playbook_is_read() -> None:
    assert parse_playbook("sample.yaml", yaml.safe_dump(a_playbook())).title == "Sample"


def spoil(path: list[Any], value: Any) -> str:
    body = a_playbook()
    here: Any = body
    for step in path[:-1]:
        here = here[step]
    if value is None:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return yaml.safe_dump(body)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["checks", 1, "answers", 0, "label"], None, "checks.check-1.answers.yes.label: Field required"),
        (["fixes", 0, "risk"], "huge", "fixes.fix.risk: Input should be 'low', 'medium' or 'high'"),
        (["causes", 0, "prior"], 0, "causes.cause-0.prior: Input should be greater than 0"),
        (["causes"], [], "causes: List should have at least 5 items"),
        (["checks", 0, "command"], "```\nx", "checks.check-0.command: holds a code fence"),
        (["checks", 0, "answers", 0, "output"], ["("], "checks.check-0.answers.yes.output.0: not a regular expression"),
        (
            ["checks", 0, "answers", 0, "says"],
            ["it (is)"],
            "checks.check-0.answers.yes.says.0: “it (is)” begins or ends",
        ),
        (["checks", 0, "answers", 0, "below"], 5, "checks.check-0: an answer has below or at_least"),
        (["checks", 0, "answers", 0, "given"], {"nope": 0.5}, "checks.check-0.answers.yes.given: no such cause: nope"),
        (["checks", 0, "answers", 1, "otherwise"], 0.3, "checks.check-0: under cause-0 its answers sum to 1.20, not 1"),
        (["checks", 1, "id"], "check-0", "check given twice: check-0"),
        (["fixes", 0, "cures"], {"cause-0": 0.9}, "fixes: nothing cures cause-1"),
        (["fixes", 0, "script"], "Get-Date", "fixes.fix.script: Extra inputs are not permitted"),
        (["fixes", 0, "parameters"], {"name": "("}, "fixes.fix.parameters.name: not a regular expression"),
        (["surprise"], 1, "surprise: Extra inputs are not permitted"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(path: list[Any], value: Any, said: str) -> None:
    with pytest.raises(PlaybookError) as caught:
        parse_playbook("sample.yaml", spoil(path, value))
    assert "sample.yaml: " in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["", "- 1", "id: [", "!!python/object:os.system x", "\x00"])
def test_what_is_no_playbook_is_refused(text: str) -> None:
    with pytest.raises(PlaybookError, match=r"^sample\.yaml: "):
        parse_playbook("sample.yaml", text)


def test_the_file_is_named_for_the_playbook() -> None:
    with pytest.raises(PlaybookError, match=r"the file must be named sample\.yaml"):
        parse_playbook("other.yaml", yaml.safe_dump(a_playbook()))


def test_ten_playbooks_ship() -> None:
    assert {playbook.id for playbook in SHIPPED} >= TEN
    assert len({playbook.title for playbook in SHIPPED}) == len(SHIPPED)


@pytest.mark.parametrize("playbook", SHIPPED, ids=lambda playbook: playbook.id)
def test_a_shipped_playbook_is_whole(playbook: Playbook) -> None:
    assert sum(check.command is not None for check in playbook.checks) >= 3
    for check in playbook.checks:
        assert any(answer.says or answer.short or answer.output for answer in check.answers)
        if check.command and check.measure is None:
            assert any(answer.output for answer in check.answers), f"{check.id}: no output is understood"
        likelihoods = [check.likelihood(answer.id, OTHER) for answer in check.answers]
        assert sum(likelihoods) == pytest.approx(1, abs=0.02)
    for fix in playbook.fixes:
        assert max(fix.cures.values()) >= 0.7


def test_titles_tell_checks_and_fixes_apart_across_playbooks() -> None:
    """The next turn knows by its title what was asked."""
    checks = [check.title for playbook in SHIPPED for check in playbook.checks]
    fixes = [fix.title for playbook in SHIPPED for fix in playbook.fixes]
    assert len(set(fixes)) == len(fixes)
    assert not set(checks) & set(fixes)


def test_no_fix_claims_in_its_name_what_nobody_told() -> None:
    """A note says "we …" with the name of an applied fix: that somebody agreed, or was called, is told by the engineer alone."""
    claims = re.compile(
        r"\b(?:after|with|upon|on) (?:\w+ ){0,2}(?:approvals?|calls?|consent|agreement|permission)\b", re.IGNORECASE
    )
    titles = [(playbook.id, fix.title) for playbook in SHIPPED for fix in playbook.fixes]
    assert claims.search("Add the user to the right group, after approval")
    assert [one for one in titles if claims.search(one[1])] == []


@pytest.mark.parametrize("playbook", SHIPPED, ids=lambda playbook: playbook.id)
def test_everybody_alone_answers_only_what_was_asked(playbook: Playbook) -> None:
    """Such words stand in any sentence: unasked it takes more than one of them."""
    people = {"everybody", "everyone", "nobody", "no_one", "all_users", "all_of_us", "whole_team", "whole_office"}
    for check in playbook.checks:
        for answer in check.answers:
            for phrase in answer.says:
                needed = [slot for slot in expand(phrase).split() if slot != "..." and not slot.startswith("(")]
                assert len(needed) > 1 or people.isdisjoint(needed[0].split("|")), f"{check.id}, {answer.id}: {phrase}"


@pytest.mark.parametrize(
    ("playbook", "check", "asked", "unasked"),
    [
        ("app-crash", "scope", "everybody", "everybody in accounting gets the same"),
        ("browser-problem", "br-device", "nobody", "nobody can open it"),
        ("conditional-access", "others", "everyone", "everyone in the branch is blocked"),
        ("scan-to-email", "scan-scope", "nobody", "nobody has seen a scan since Monday"),
    ],
)
def test_everybody_is_an_answer_where_it_was_asked_or_what_for_is_told(
    playbook: str, check: str, asked: str, unasked: str
) -> None:
    book = next(one for one in SHIPPED if one.id == playbook)

    def reads(text: str, pending: Check | None = None) -> bool:
        return any(one.check.id == check for one in read_message(book, text, pending).readings)

    assert reads(asked, book.check(check))
    assert reads(unasked)
    for text in ("Everybody here waits for me.", "Nobody told me who set that up.", asked):
        assert not reads(text)
