"""What a customer must never read: shapes of secrets and bodies of scripts. Pure."""

import re

SECRET = re.compile(
    r"""(?: -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----[\s\S]*?(?:-----END\ [A-Z ]*PRIVATE\ KEY-----|$)
      | \b(?:gh[pousr]_[A-Za-z0-9]{20,} | github_pat_\w{20,} | glpat-[\w-]{16,} | xox[abprs]-[\w-]{10,} | sk-[A-Za-z0-9_-]{20,}
          | AKIA[0-9A-Z]{16} | ASIA[0-9A-Z]{16} | AIza[\w-]{30,} | ya29\.[\w-]{20,} | eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*)
      | \b(?:\d{6}-){7}\d{6}\b
      | \b[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}\b
      | (?<=://)[^\s/:@]+:[^\s/@]+(?=@)
      | [?&](?:sig|token|key|code|password)=[\w%.-]{12,}
      | (?i:\b(?:authorization|proxy-authorization)\s*:\s*(?:basic|bearer|digest)\s+\S+)
      | (?i:\bbearer\s+[\w.~+/-]{16,}=*)
      | (?i:\bnet\s+user\s+\S+\s+(?!/)\S+) | (?i:/pass(?:word)?:\S+)
      | (?i:ConvertTo-SecureString\s+(?:-String\s+)?["'][^"']+["'])
      | (?i:\b(?:password|passwort|passwd|passcode|pwd|passphrase|secret|api[-_ ]?key|access[-_ ]?key|token|pin)\b["']?\s*
          (?:\s(?:is|was|set\ to|reset\ to|changed\ to)\s*:?\s*|[:=]\s*)["'“`]*+(?!\*{2,}|\[|<|\$|%|•|…|x{3,})(?=[^\s"'”]*[\d!@\#$%^&*+?~-])[^\s"'”,;]{4,})
    )""",
    re.VERBOSE,
)
REMOVED = "[removed]"
LEFT_OUT = "[script left out]"

SCRIPT = re.compile(
    r"""```|~~~ | ^\s*\#!\s*/ | (?:^|[\s`;{(])\$\w+(?:\.\w+)*\s*[+-]?=(?!=) | \bparam\s*\(\s*[\[$] | \bforeach\s*\(\s*\$ | \|\s*(?:ForEach|Where)-Object
      | \bfunction\s+[\w-]+\s*(?:\(\s*\))?\s*\{ | \b(?:if|while)\s*\(\s*\$\w | (?:^|[.!?:;“`]\s?)\s*(?:set\s+-[euxo]|sudo\s+\S+\s+\S+|@echo\s+off)
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)


def hide_secrets(text: str) -> str:
    return SECRET.sub(REMOVED, text)


def has_secret(text: str) -> bool:
    return SECRET.search(text) is not None


def has_script(text: str) -> bool:
    return SCRIPT.search(text) is not None


def hide_script(text: str) -> str:
    return LEFT_OUT if has_script(text) else text
