"""A resolved session as the beginning of a playbook: what it tells, and nothing made up. Pure.

What no session tells (how often a cause is behind such a problem, how surely an answer speaks for it) begins with one cautious
figure, which the person who completes the playbook sees and changes.
"""

import re
from typing import Any, Final

import yaml

from resolvent.exports.record import CheckPart, FixPart, SessionRecord
from resolvent.knowledge.stems import FILLER, stem
from resolvent.playbooks.names import free_name
from resolvent.scripts.slugs import slug_of

TITLE, SENTENCE, CODE = 180, 400, 12_000
PHRASE_WORDS: Final = 4
LEAD: Final = """\
# Made from a resolved session. Its problem, checks, results and fix stand here as they were told.
# The session does not tell how likely anything is: prior, given, otherwise and cures are a cautious beginning.
"""
_WORD = re.compile(r"[^\W_][\w'-]*")
_SIGN = re.compile(
    r"(?:not|n't|no|stop|fail|error|crash|hang|froze|freez|slow|stuck|blank|wrong|miss|lost|broke|cannot|can't|won't|doesn't"
    r"|isn't|offline|unable|den(?:y|ied)|block|expire|full|reject|refus|corrupt|garbl|flicker|disconnect|drop)",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s*\((?:“.*”(?:, from the output)?|from the output|not quite certain)\)$", re.DOTALL)
"""What the assistant notes behind a result."""
_ROOT_CAUSE = re.compile(r"^#+ *Root cause *\n+(?P<text>.+?)(?=\n#|\Z)", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_MARKS = re.compile(r"[*_`>]+|^\s*[-•]\s+", re.MULTILINE)


def write_source(record: SessionRecord, taken: set[str]) -> str:
    """YAML. `record`: cleared of secrets, as for a file. It may lack what the session lacks: a check, a fix that worked.
    `taken`: ids of other playbooks."""
    return LEAD + yaml.safe_dump(write_body(record, taken), sort_keys=False, allow_unicode=True, width=110)


def write_body(record: SessionRecord, taken: set[str]) -> dict[str, Any]:
    title = flatten(record.session.title, TITLE)
    told = record.session.problem or (record.ticket.description if record.ticket else "") or ""
    fix = find_cure(record.fixes)
    checks = [one for one in record.checks if one.status == "done" and (one.result or "").strip()]
    return {
        "id": free_name(slug_of(title), taken),
        "title": title,
        "about": first_sentence(told) or title,
        "symptoms": write_symptoms(title, told),
        "other": 0.4,
        "causes": [{"id": "cause", "title": find_cause(record, fix), "prior": 1}],
        "checks": list(write_checks(checks).values()),
        "fixes": [write_fix(fix)] if fix else [],
    }


def find_cure(fixes: list[FixPart]) -> FixPart | None:
    """The last that worked, else the last that worked in part."""
    for status in ("applied_success", "applied_partial"):
        if found := [one for one in fixes if one.status == status]:
            return found[-1]
    return None


def find_cause(record: SessionRecord, fix: FixPart | None) -> str:
    """As the posted note tells it."""
    notes = [one.text for one in record.notes if one.kind == "resolution"]
    told = _ROOT_CAUSE.search(notes[-1]) if notes else None
    if told and (cause := first_sentence(_MARKS.sub("", told["text"]))):
        return flatten(cause, TITLE).rstrip(".")
    return flatten(f"What “{fix.title}” cures", TITLE) if fix else "Not known"


def write_symptoms(title: str, told: str) -> dict[str, list[str]]:
    """The title's words in their order are the phrase, and the whole is how it was told. Only with a sign of trouble beside it does a single word count."""
    words = [one.lower() for one in _WORD.findall(title)]
    told_words = [one for one in words if stem(one) not in FILLER] or words
    about = [one for one in dict.fromkeys(told_words) if not _SIGN.match(one) and len(one) > 2]
    signs = [one.lower() for one in _WORD.findall(f"{title} {first_sentence(told)}") if _SIGN.match(one)]
    return {
        "phrases": [" ... ".join(dict.fromkeys(told_words[:PHRASE_WORDS]))],
        "topics": about[:8] or told_words[:1],
        "signs": list(dict.fromkeys(signs))[:8] or ["error", "fail*", "problem*"],
        "heard": [flatten(told if told.startswith(title.rstrip("…")) else f"{title}. {told}", SENTENCE)],
    }


def write_checks(checks: list[CheckPart]) -> dict[str, dict[str, Any]]:
    """By title; of two with one title the later result counts."""
    written: dict[str, dict[str, Any]] = {}
    for number, check in enumerate(checks, 1):
        title = flatten(check.title, TITLE)
        result = flatten(_BEHIND.sub("", (check.result or "").strip()).split("\n")[0], 120)
        command = (check.command or "").strip()
        written[title.casefold()] = {
            "id": f"check-{number}",
            "title": title,
            "minutes": 2,
            **({"command": command} if 3 <= len(command) <= CODE and "```" not in command else {}),
            "answers": [
                {
                    "id": "as-then",
                    "label": result if len(result) > 1 else f"{result} (as then)",
                    "fact": flatten(f"{title} {result}", SENTENCE),
                    "given": {"cause": 0.9},
                    "otherwise": 0.2,
                },
                {
                    "id": "otherwise",
                    "label": "something else",
                    "fact": flatten(f"{title} Something else than “{result}”.", SENTENCE),
                },
            ],
        }
    return written


def write_fix(fix: FixPart) -> dict[str, Any]:
    title = flatten(fix.title, TITLE)
    by_hand = flatten(fix.outcome_notes or fix.partial_notes or f"{title}.", SENTENCE)
    return {
        "id": "fix",
        "title": title,
        "cures": {"cause": 0.9},
        "minutes": 10,
        "risk": "medium",
        "caution": "Read the script before you run it." if fix.template else "Note how it was before.",
        "rationale": first_sentence(fix.rationale) or "It worked in the session that this playbook was made from.",
        **({"template": fix.template} if fix.template else {"by_hand": by_hand}),
        "verify": "Let the user try again what did not work.",
    }


def first_sentence(text: str) -> str:
    flat = flatten(text, 4_000)
    return flatten(re.split(r"(?<=[.!?])\s", flat, maxsplit=1)[0], SENTENCE) if len(flat) > 2 else ""


def flatten(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
