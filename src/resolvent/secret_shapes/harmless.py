"""What stands where a secret could stand, and isn't one: placeholders, variables, code, words, numbers, paths. Pure."""

import re
from collections.abc import Callable

from resolvent.secret_shapes.rules import compiled, words_of

STATES = words_of(
    "required expired incorrect invalid wrong changed reset set unset ok okay yes no true false enabled disabled "
    "never always unknown missing blank empty null none nil undefined hidden masked redacted removed protected "
    "encrypted stored saved prompt prompted na optional any default string str text bool boolean int integer number "
    "object array list varchar char password passwords securestring credential user username email name value type id "
    "basic bearer digest negotiate oauth kerberos ntlm auto automatic manual standard only must should can cannot not did does do "
    "is was are has your you the a an this that it its my our their his her for from to in on of and or with without "
    "when if please enter see click use used using change forgot forgotten valid failed failure success successful "
    "accepted denied rejected locked mismatch same below above here sent revoked refresh access public private self "
    "file files inherit validation verification authentication void let const var return await new function def class "
    "pending active inactive stdin stdout env vault bytes byte static dynamic custom other test example sample dummy "
    "placeholder needed unavailable unchanged correct complex strong weak synced syncing confirmed reserved "
    "recommended"
)
"""Words that stand behind `password:` or `password is` and say something about it. Of the language, not of any text."""
PROSE = words_of(
    "your you is are was be been has have had must please enter not does do will should can cannot may click reset "
    "forgot invalid expired required incorrect failed password passwords credential credentials account login"
)
PLACEHOLDER = (
    r"[x*.•●_?#-]{3,}\W*", r"[*•●x]+", r"<[^<>]*>?.*", r"\[[^\[\]]*\]", r"\.\.\.+", r"-+", r"\(.*", r"n/?a",
    (r"(?:the|my|your|insert|enter|some|replace|put|add|todo|fixme|change|removed|redacted|hidden|masked)[-_ .](?:.*[-_ .])?"
     r"(?:pass(?:word)?|pwd|secret|token|key|me|here|this|it|value|code|pin|string|hash|redacted|removed|masked)(?:[-_ .].*)?"),
    r"(?:my|your|insert|enter|some|the|change|replace|fake|dummy|sample|not)(?:super|fake|dummy|sample|real|a|secret|pass|word|pwd|token|api|access|client|key|me|here|this|it|value|code|pin|string)+",
    r"(?:your|insert|enter|replace)[-_ ].*", r"x{4,}.*", r".*x{6,}.*", r".*\*{4,}.*", r"redacted.*", r"placeholder.*",
    r"example\W*", r".*\.\.[\[.…].*", r".*…", r"change_?me\W*",
)  # fmt: skip
REFERENCE = (
    r"\$[A-Za-z_?][\w:]*(?:[.\[(].*)?", r"\$[\d@*]?", r"@?\$[{(].*", r"%[A-Za-z_][\w()]*%.*", r"![A-Za-z_]\w*!",
    r"\{\{.*\}\}.*", r"\{[\w.:-]*\}", r"#\{.*", r"#[\w(].{0,3}#", r"[:@?&][A-Za-z_]\w*", r"@[{(].*", r"[%?]s?",
    r"%\(\w+\)s", r"%[-\w.]*", r"(?:!|#!)[a-z][\w.]*\s.*", r"![a-z]\w+", r"<%.*", r"\[[\w.]+\](?:::)?.*",
    r"@?(?:microsoft\.keyvault|azurekeyvault)\b.*", r"arn:aws.*", r"projects/.*/secrets/.*",
    r"(?:op|vault|kv|ssm|secretsmanager|awssm|gcpsm|doppler|ref|env|keyring|file|aws|bws)(?:\+\w+)?:.*",
    r"os\.(?:environ|getenv).*", r"process\.env.*",
    (r"(?:var|local|data|each|module|secrets|env|vars|config|settings|params|args|self|this|inputs|steps|values|opts|"
     r"options|request|req|ctx|\.values)\.\w[\w.\[\]\"']*"),
)  # fmt: skip
"""Shell, PowerShell, cmd, templates, format strings, SQL binds, YAML tags, vault addresses, reads of the environment."""
PLAIN = (
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}.*", r"\d{4}-\d{2}-\d{2}(?:[T ].*)?", r"\d{1,2}:\d{2}(?::\d{2})?(?:[ap]m)?",
    r"\d{1,2}[ap]m", r"\d+(?:st|nd|rd|th|d|h|s|m|ms|kb|mb|gb|tb|k|x|%)", r"0x[0-9a-f]{1,8}",
    r"[-+]?\d{1,3}(?:[.,]\d+)?", r"v?\d+\.\d+(?:\.\d+)*\W?", r"[\w.+-]+@[\w-]+\.[\w.-]+", r"kb\d{6,7}", r"cve-\d+-\d+",
    r"(?:\d{1,3}\.){3}\d{1,3}(?::\d+|/\d+)?",
    (r"(?:sha|aes|md5|ntlm|tls|ssl|rc4|3?des|rsa|oauth|ms-?chap|wpa|pbkdf|bcrypt|argon|saml|http|utf|ecdsa|ed25519|hmac|"
     r"ws-?fed)[\w./-]{0,12}"),
    r"(?:windows|office|microsoft|server|exchange|outlook|sharepoint|sql|win|m|o|word|excel|teams|acrobat)[-_]?\d{1,4}",
    r"(?:https?|ftp|ssh|ldaps?|file)://[^@]*", r"(?:[A-Z]:|\\\\[\w.-]+)\\.*", r"(?:~|\.{1,2})/.*",
    r"/(?-i:[a-z._-]+/)+[\w.*-]*", r"S-1-\d[\d-]+", r"(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}", r"HK(?:LM|CU|CR|U)[:\\].*", r"CN=.*",
    (r"[\w./\\~ -]+\.(?:txt|json|ya?ml|pem|key|crt|cer|pfx|p12|ppk|pub|conf|cfg|ini|env|kdbx|gpg|asc|ps1|sh|py|js|xml|md|"
     r"log|html?|docx?|xlsx?|php|aspx?)"),
)  # fmt: skip
"""Dates, times, sizes, codes, versions, addresses, algorithms, products, paths, names of directories and files."""
CODE = (
    r"[A-Za-z_][\w.]*(?:->|::)?\w*\(.*", r"[A-Za-z_][\w.>-]*\[[\"'$\w].*", r"[a-z_]\w*(?:(?:\.|->|::)[A-Za-z_]\w*)+",
    r"(?:Get|Set|New|Read|ConvertTo|ConvertFrom|Import|Export|Invoke|Add|Remove|Select|Out|Write|Start|Stop|Test|Unprotect|Protect|Where|ForEach|Join|Find|Format)-[A-Z]\w+", r"[a-z]+(?:[A-Z][a-z]+)+", r"[a-z]+(?:_[a-z]+)+", r"[A-Z]+(?:_[A-Z]+)+", r"\*\w+",
    r"\[?[\w.]+\]\$\w+",
)  # fmt: skip
"""Bare: a call, an index, a member, a cmdlet, a name in camel or snake case."""
EMBEDDED = re.compile(
    r"\$\{[\w.:?+/@-]*\}|\$\([^()]*\)|\$[A-Za-z_]\w*|\$\d|\{\{[^{}]*\}\}|#\{[^{}]*\}|%[A-Za-z_]\w*%|<[A-Za-z_ -]+>|\{\w*\}"
)


def whole(*patterns: str) -> Callable[[str], bool]:
    """Tells whether a value is one of these from end to end."""
    pattern = compiled(f"(?s)(?:{'|'.join(patterns)})")
    return lambda value: pattern.fullmatch(value) is not None


matches_placeholder, matches_reference, is_plain = whole(*PLACEHOLDER), whole(*REFERENCE), whole(*PLAIN)
matches_harmless, is_code = whole(*PLACEHOLDER, *REFERENCE, *PLAIN), whole("(?-i)" + "|".join(CODE))


def is_listed(value: str) -> bool:
    """A placeholder, a reference or something plain."""
    return matches_harmless(value) or is_repeated(value)


def is_harmless(value: str) -> bool:
    """The same, or made of references: in code and configuration."""
    return is_listed(value) or is_embedding(value)


def is_placeholder(value: str) -> bool:
    return matches_placeholder(value) or is_repeated(value)


def is_repeated(value: str) -> bool:
    """One letter, or little else."""
    return value == value[:1] * len(value) or (len(value) >= 16 and value.count(value[-1]) > 0.8 * len(value))


def is_reference(value: str) -> bool:
    """A variable, a template, a vault's address, or a text made of such."""
    return matches_reference(value) or is_embedding(value)


def is_embedding(value: str) -> bool:
    """Made of variables, with little between them."""
    rest, count = EMBEDDED.subn("", value)
    return count > 0 and not (re.search(r"\d", rest) and re.search(r"[A-Za-z]", rest)) and len(rest) < 12


def is_state(value: str) -> bool:
    """A word that says something about a secret."""
    return re.sub(r"[^a-z]", "", value.lower()) in STATES and not re.search(r"\d", value)


def is_prose(value: str) -> bool:
    words = re.findall(r"[A-Za-z']+", value)
    if len(words) < 2 or not re.search(r"\s", value.strip()):
        return False
    return any(word.lower() in PROSE for word in words) or len(words) > 6
