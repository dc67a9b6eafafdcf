"""Finds what a note may not make up: commands, paths, services, codes, hosts, addresses, numbers. Pure.

Deliberately simple, and independent of the grounding that it measures. An identifier is supported when it stands in the
session as a whole word, in any letter case. Not found: names of people and companies, services in plain words, numbers in words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

VERBS = (
    "Add|Backup|Checkpoint|Clear|Compare|Connect|Convert|ConvertFrom|ConvertTo|Copy|Disable|Disconnect|Dismount|Enable|Enter|Exit|Export"
    "|Find|ForEach|Format|Get|Grant|Import|Install|Invoke|Join|Lock|Measure|Mount|Move|New|Out|Publish|Read|Receive|Register|Remove"
    "|Rename|Repair|Reset|Resize|Resolve|Restart|Restore|Resume|Revoke|Save|Search|Select|Send|Set|Show|Start|Stop|Suspend|Sync|Test"
    "|Unblock|Uninstall|Unlock|Unregister|Update|Wait|Where|Write"
)
FILES = (
    "exe|dll|sys|msi|msix|ps1|bat|cmd|vbs|log|evtx|etl|pst|ost|dmp|service|socket|timer|conf|cfg|ini|plist|pem|pfx|p12|cer|crt|key"
    "|vhdx?|vib|vbk|bak|ova|iso|sh|xml|json|ya?ml|inf|cat|docx?|xlsx?|pptx?|pdf|zip|kext|rdp|tmp|dat|lock"
)
ROOTS = "Applications|Library|System|Users|Volumes|bin|boot|dev|etc|home|lib|media|mnt|opt|private|proc|root|run|sbin|srv|tmp|usr|var"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
TIME = rf"\b\d{{1,2}} (?:{MONTHS}) \d{{4}}\b|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}:\d\d(?::\d\d)?\b"
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("address", r"\bhttps?://[^\s<>\"“”`)]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        ("share", r"\\\\[\w.-]+(?:\\[\w$.~-]+)*"),
        ("path", r"\b(?:[A-Za-z]:|HK(?:LM|CU|CR|U|EY_\w+):?)\\[^\s\"“”'`,;*?<>|]*|%\w+%(?:\\[\w.~-]+)*"),
        ("path", rf"(?<![\w./])/(?:{ROOTS})(?:/[\w.@+-]+)*|~/[\w./@+-]+"),
        ("code", r"\bKB\d{6,8}\b|\b0x[0-9A-Fa-f]{2,16}\b|\b[A-Z]{2,}\d*(?:_[A-Z0-9]+)+\b|\bAADSTS\d+\b"),
        ("network", r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b|\b\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?\b"),
        ("command", rf"\b(?:{VERBS})-[A-Z][A-Za-z]{{2,}}\b"),
        ("file", rf"\b[\w-]+(?:\.[\w-]+)*\.(?:{FILES})\b"),
        ("host", r"\b(?=[A-Z0-9-]*\d)[A-Z]{2,}[A-Z0-9]*(?:-[A-Z0-9]+)*\b|\b[A-Z]{2,}(?:-[A-Z0-9]+)+\b"),
        (
            "host",
            r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|local|lan|corp|internal|example|test|intra|io|de|uk)\b",
        ),
        ("service", r"(?<=\bservice )[“\"'`]?\w*[a-z]\w*[A-Z]\w*|\b[A-Z][a-z]+[A-Z]\w+(?= service\b)"),
        ("time", TIME),
        ("number", r"(?<![\w.])\d+(?:[.,:]\d+)*(?![\w])|\d+(?:[.,]\d+)*"),
    )
)
TICKS = re.compile(r"`([^`\n]+)`")
LIST_NUMBER = re.compile(r"(?m)^\s*\d{1,2}[.)]\s+")
HEADING = re.compile(r"(?m)^#{1,6}\s.*$")
FIRST_WORD = re.compile(r"[a-z][\w.-]+")


@dataclass(frozen=True, slots=True)
class Identifier:
    kind: str
    text: str


def read_plain(markdown: str) -> str:
    """As its reader sees it: escapes of Markdown undone, headings and list numbers gone. Code spans stay as they are."""
    text = LIST_NUMBER.sub("", HEADING.sub("", markdown))
    parts = re.split(r"(`[^`\n]+`)", text)
    return "".join(part if part.startswith("`") else re.sub(r"\\([!-/:-@\[\]-`{-~])", r"\1", part) for part in parts)


def find_identifiers(note: str) -> list[Identifier]:
    """Each once, in the order of its kinds; what one kind took, a later one does not see."""
    text = read_plain(note)
    found = [Identifier("command", word[0]) for span in TICKS.findall(text) if (word := FIRST_WORD.match(span))]
    text = text.replace("`", " ")
    for kind, pattern in KINDS:
        found += [Identifier(kind, one[0].strip("“\"'`").rstrip(".,:;")) for one in pattern.finditer(text)]
        text = pattern.sub(" ", text)
    return list(dict.fromkeys(one for one in found if one.text))


def unsupported(note: str, session: Iterable[str]) -> tuple[list[Identifier], int]:
    """Those that stand nowhere in the session's texts, and how many there are in all.

    Days and times that the session holds are not counted: they are the run's own, and no two runs have as many.
    """
    texts = [" ".join(text.casefold().split()) for text in session]
    found = find_identifiers(note)
    wrong = [one for one in found if not any(stands_in(one.text, text) for text in texts)]
    return wrong, sum(one.kind != "time" for one in found) + sum(one.kind == "time" for one in wrong)


def stands_in(identifier: str, text: str) -> bool:
    """Whole: `SRV1` does not stand in `SRV10`, nor 15 in 2015."""
    wanted = identifier.casefold()
    at = text.find(wanted)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(wanted) : at + len(wanted) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        if wanted[0].isdigit() and wanted[-1].isdigit() and not before.isdigit() and not after.isdigit():
            return True
        at = text.find(wanted, at + 1)
    return False
