"""The shipped cases are whole, varied and sound; a broken one is refused with its field."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from resolvent.cases.case import KINDS, Case, CaseError, read_case
from resolvent.evals.choice import SHIPPED, load_cases
from resolvent.evals.engineer import holds
from resolvent.scripts.shipped import load_shipped

CASES = load_cases()
SLUG = {template.slug for template in load_shipped()}
GOOD = {
    "kind": "clean",
    "topic": "vpn",
    "ticket": {"summary": "VPN down", "description": "It says error 809."},
    "note": "resolution",
    "must_know": [["809"]],
}


def write(folder: Path, content: object, name: str = "a-case") -> Path:
    path = folder / name / "case.yaml"
    path.parent.mkdir()
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content))
    return path


def test_there_are_enough_of_every_kind() -> None:
    kinds = Counter(case.kind for case in CASES)
    assert len(CASES) >= 100
    assert all(kinds[kind] >= 8 for kind in KINDS), kinds
    assert min(Counter(case.topic for case in CASES).values()) >= 3


def test_every_text_is_its_own() -> None:
    texts = Counter(case.ticket.description.strip() for case in CASES)
    summaries = Counter(case.ticket.summary.casefold() for case in CASES)
    assert [text for text, n in (texts + summaries).items() if n > 1 and len(text) > 20] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_shipped_case_can_be_played_to_its_end(case: Case) -> None:
    """Templates that it names exist; the fix that it wants is one that a rule cures with; nothing it wants is forbidden."""
    named = [phrase for rule in case.fixes for phrase in rule.about]
    if case.fix is not None and case.fix != "none":
        named += case.fix.one_of
        cures = [rule for rule in case.fixes if rule.outcome in ("applied_success", "applied_partial")]
        assert any(holds(" ".join(rule.about), case.fix.one_of) for rule in cures)
        assert case.fix.by_turn <= case.turns
    assert [phrase for phrase in named if phrase.count("-") >= 2 and " " not in phrase and phrase not in SLUG] == []
    forbidden = [one.text.casefold() for one in case.never]
    assert not [group for group in case.must_know if all(token.casefold() in forbidden for token in group)]
    if case.kind in ("failed_then_fixed", "partial"):
        outcomes = [rule.outcome for rule in case.fixes]
        assert ("applied_failed" in outcomes) if case.kind == "failed_then_fixed" else ("applied_partial" in outcomes)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "tidy"}, "kind: Input should be 'clean'"),
        ({"colour": "red"}, "colour: Extra inputs are not permitted"),
        ({"must_know": [["0x1"]]}, "must_know: nobody tells any of ['0x1']"),
        ({"must_know": []}, "must_know"),
        ({"ticket": {"summary": "VPN down"}}, "ticket.description: Field required"),
        ({"kind": "secrets"}, "never: a case of kind secrets names what must not appear"),
        ({"kind": "secrets", "never": ["hunter2"]}, "stands nowhere in the case"),
        ({"fixes": [{"about": ["x1"], "outcome": "applied_partial"}]}, "fixes.0: applied_partial needs notes"),
        ({"fixes": [{"about": ["x1"], "outcome": "applied_success", "by": "words"}]}, "needs then_says"),
        ({"fix": "none", "fixes": [{"about": ["x1"], "outcome": "applied_failed"}]}, "no fix may be suggested"),
    ],
)
def test_a_broken_case_is_refused_with_its_field(tmp_path: Path, change: dict[str, object], told: str) -> None:
    with pytest.raises(CaseError) as refused:
        read_case(write(tmp_path, {**GOOD, **change}))
    assert told in str(refused.value)
    assert "a-case/case.yaml" in str(refused.value)


@pytest.mark.parametrize("text", ["- a\n- b\n", "kind: [", ""])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CaseError, match=r"case\.yaml"):
        read_case(write(tmp_path, text))


def test_scalars_stay_as_they_are_written(tmp_path: Path) -> None:
    text = yaml.safe_dump(GOOD) + "knows:\n- {asked: [proxy], says: no}\nopens: 0x80070035\nturns: 7\n"
    case = read_case(write(tmp_path, text))
    assert (case.knows[0].says, case.opens, case.turns) == ("no", "0x80070035", 7)


def test_cases_are_chosen_by_name_and_kind(tmp_path: Path) -> None:
    assert {case.topic for case in load_cases(names="printing-*")} == {"printing"}
    assert {case.kind for case in load_cases(kinds=["secrets"])} == {"secrets"}
    with pytest.raises(CaseError, match="There is no kind tidy"):
        load_cases(kinds=["tidy"])
    with pytest.raises(CaseError, match="No case in"):
        load_cases(names="nothing-like-that")
    write(tmp_path, GOOD, name="Not A Name")
    with pytest.raises(CaseError, match="folder's name"):
        load_cases(tmp_path)


def test_a_digest_follows_the_content() -> None:
    one, other = Case(name="a", **GOOD), Case(name="a", **{**GOOD, "turns": 9})
    assert one.digest() == Case(name="a", **GOOD).digest()
    assert one.digest() != other.digest()
    assert SHIPPED.is_dir()
