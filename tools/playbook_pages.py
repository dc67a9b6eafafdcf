"""Writes docs/playbooks: a page for each shipped playbook, and a list of them. A test holds the pages to the YAML."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Check, Fix, Playbook
from resolvent.scripts.shipped import load_shipped as load_templates

FOLDER = Path(__file__).parents[1] / "docs" / "playbooks"
FOR, AGAINST = 1.4, 0.5
"""An answer's likelihood under a cause, in terms of the mean over all causes, from which it speaks for it, or against it."""


def write_pages() -> dict[str, str]:
    """File name → Markdown."""
    playbooks = sorted(load_shipped(), key=lambda one: one.title)
    templates = {one.slug: one.title for one in load_templates()}
    pages = {f"{one.id}.md": "\n".join(write_page(one, templates)) for one in playbooks}
    return {"README.md": "\n".join(write_list(playbooks)), **pages}


def write_list(playbooks: Sequence[Playbook]) -> Iterator[str]:
    yield "# Playbooks"
    yield ""
    yield f"What the playbook assistant knows without a language model: {len(playbooks)} kinds of trouble. Each page is written from the"
    yield "playbook's YAML (`make playbook-pages`)."
    yield ""
    yield "| playbook | what it is for | causes | checks | fixes |"
    yield "|---|---|---|---|---|"
    for one in playbooks:
        counts = f"{len(one.causes)} | {len(one.checks)} | {len(one.fixes)}"
        yield f"| [{cell(one.title)}]({one.id}.md) | {cell(one.about)} | {counts} |"
    yield ""


def write_page(playbook: Playbook, templates: dict[str, str]) -> Iterator[str]:
    yield f"# {playbook.title}"
    yield ""
    yield playbook.about
    yield ""
    if playbook.symptoms.heard:
        yield "## As people tell it"
        yield ""
        yield from (f"- {one}" for one in playbook.symptoms.heard)
        yield ""
    yield "## Causes"
    yield ""
    yield "How often each is the one, before anything was checked:"
    yield ""
    weight = sum(cause.prior for cause in playbook.causes) / (1 - playbook.other)
    for cause in sorted(playbook.causes, key=lambda one: -one.prior):
        yield f"- {cause.title}: {share(cause.prior / weight)}"
    yield f"- something else: {share(playbook.other)}"
    yield ""
    yield "## Checks"
    yield ""
    for check in playbook.checks:
        yield from write_check(playbook, check)
    yield "## Fixes"
    yield ""
    yield f"One is suggested once its cause is at least {share(playbook.threshold)} likely."
    yield ""
    for fix in playbook.fixes:
        yield from write_fix(playbook, fix, templates)


def write_check(playbook: Playbook, check: Check) -> Iterator[str]:
    yield f"### {check.title}"
    yield ""
    where = f", {check.where}" if check.where else ""
    yield f"About {minutes(check.minutes)}{where}."
    yield ""
    if check.command:
        yield f"```{check.language}"
        yield check.command.rstrip()
        yield "```"
        yield ""
    if check.hint:
        yield check.hint
        yield ""
    yield "| answer | what is noted | speaks for | speaks against |"
    yield "|---|---|---|---|"
    for answer in check.answers:
        told = " | ".join(cell("; ".join(causes)) or "–" for causes in weigh(playbook, check, answer.id))
        yield f"| {cell(answer.label)} | {cell(answer.fact)} | {told} |"
    yield ""


def weigh(playbook: Playbook, check: Check, answer_id: str) -> tuple[list[str], list[str]]:
    """Titles of the causes that an answer speaks for, and against."""
    likely = {one.title: check.likelihood(answer_id, one.id) for one in playbook.causes}
    mean = sum(likely.values()) / len(likely)
    spoken = [title for title, value in likely.items() if value >= FOR * mean]
    against = [title for title, value in likely.items() if value <= AGAINST * mean]
    return spoken, ["all others"] if spoken and len(spoken) + len(against) == len(likely) else against


def write_fix(playbook: Playbook, fix: Fix, templates: dict[str, str]) -> Iterator[str]:
    yield f"### {fix.title}"
    yield ""
    cured = sorted(fix.cures.items(), key=lambda one: -one[1])
    yield "Cures " + "; ".join(f"“{playbook.cause(cause).title}” ({share(often)})" for cause, often in cured) + "."
    script = f" Script: {templates[fix.template]} (`{fix.template}`)." if fix.template else ""
    yield f"Risk: {fix.risk}; about {minutes(fix.minutes)}.{script}"
    yield ""
    yield f"- **Why**: {fix.rationale}"
    yield f"- **Take care**: {fix.caution}"
    if fix.by_hand:
        yield f"- **By hand**: {fix.by_hand}"
    yield f"- **Proof**: {fix.verify}"
    yield ""


def share(part: float) -> str:
    return f"{100 * part:.0f} %"


def minutes(number: float) -> str:
    return "1 minute" if number == 1 else f"{number:g} minutes"


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> int:
    pages = write_pages()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.md"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
