"""Each fix of a shipped playbook names a shipped template, and both tell the same of what its script risks and needs."""

import pytest

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.parameters import read_parameters
from resolvent.knowledge.playbook import Fix, Playbook
from resolvent.scripts.parameters import read_parameters as read_schema
from resolvent.scripts.parameters import value_problems
from resolvent.scripts.shipped import load_shipped as load_templates

TEMPLATES = {template.slug: template for template in load_templates()}
FIXES = {f"{playbook.id}: {fix.id}": fix for playbook in load_shipped() for fix in playbook.fixes}
BY_TEMPLATE = {fix.template: fix for fix in FIXES.values() if fix.template}
RISKS = ("low", "medium", "high")
TOLD = [
    ("map-network-drive", "The S: drive is gone since Monday", {"drive_letter": "S"}),
    ("map-network-drive", "drive H is missing on PC-12", {"drive_letter": "H"}),
    ("map-network-drive", "net use t: does nothing. My T drive is not there.", {"drive_letter": "T"}),
    ("map-network-drive", "Both the S: and the T: drive are gone", {}),
    ("map-network-drive", "The network drive I use is gone, see \\\\fs01\\s", {}),
    ("map-network-drive", "a mapped drive is missing", {}),
    ("reconnect-network-drives", "his P: drive shows a red cross", {"drive_letter": "P"}),
]


@pytest.mark.parametrize("fix", FIXES.values(), ids=FIXES)
def test_its_template_is_shipped(fix: Fix) -> None:
    assert fix.template in TEMPLATES
    parameters = {one.name: one for one in read_schema(TEMPLATES[fix.template].parameters_schema)}
    assert set(fix.parameters) <= set(parameters)
    assert not [name for name in fix.parameters if parameters[name].sensitive]


@pytest.mark.parametrize("fix", FIXES.values(), ids=FIXES)
def test_its_risk_is_that_of_the_template_or_lies_in_what_is_done_by_hand(fix: Fix) -> None:
    template = TEMPLATES[fix.template or ""]
    assert RISKS.index(fix.risk) >= RISKS.index(template.risk)
    if fix.risk != template.risk:
        assert fix.by_hand is not None
        assert "The script " in fix.by_hand, "it says how far the script goes, and what is left to the engineer"


@pytest.mark.parametrize("playbook", load_shipped(), ids=lambda playbook: playbook.id)
def test_a_fix_is_no_template_of_another(playbook: Playbook) -> None:
    """Of its own playbook. Two problems may have one cure."""
    assert len({fix.template for fix in playbook.fixes}) == len(playbook.fixes)


def test_what_runs_as_an_administrator_for_a_user_says_so() -> None:
    fix = BY_TEMPLATE["limit-outlook-cache"]
    assert TEMPLATES[fix.template or ""].needs_admin
    assert "as an administrator" in fix.caution
    assert "user's name" in fix.caution


@pytest.mark.parametrize(("template", "text", "told"), TOLD)
def test_the_conversation_fills_the_form_only_with_what_it_says(template: str, text: str, told: dict[str, str]) -> None:
    found = read_parameters(BY_TEMPLATE[template], [text])
    assert found == told
    parameters = {one.name: one for one in read_schema(TEMPLATES[template].parameters_schema)}
    assert not [name for name, value in found.items() if value_problems(parameters[name], value)]
