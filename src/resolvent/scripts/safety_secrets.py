"""Secrets that stand in a command as plain text: where they are, so that they can be named and masked."""

import re
from collections.abc import Callable, Iterator, Mapping

from resolvent.scripts.safety_model import Command, Word
from resolvent.scripts.safety_targets import resolve
from resolvent.scripts.syntax import Language

ENDINGS = (
    "password", "passwd", "pwd", "passphrase", "secret", "token", "apikey", "accesskey", "secretkey", "kennwort", "passwort",
    "motdepasse",
)  # fmt: skip
NO_SECRETS = frozenset(
    ["", "*", "true", "false", "yes", "no", "none", "null", "0", "1", "-", "stdin", "prompt", "oldpwd", "pwd"]
)
EXPANDED = re.compile(r"[$%!]\{?\w|`|<[\w -]+>|\{\{|^\*+$|^@|^\(|^\[|^\{")
"""What is no literal: expansions, commands, `<placeholders>`, masks."""
LOGIN = re.compile(r"^[a-z][a-z+.-]*://[^/\s:@]+:([^/\s@]+)@", re.IGNORECASE)
BEARER = re.compile(r"^(?:authorization|x-api-key|x-auth-token)\s*:\s*(?:\w+\s+)?(\S+)$", re.IGNORECASE)

Finder = Callable[[Command], Iterator[Word]]


def find_secrets(command: Command) -> list[str]:
    """The secret texts of a command, each a literal of the script."""
    finders: list[Finder] = [find_by_name, find_in_words]
    if (special := FINDERS.get(command.name)) is not None:
        finders.append(special)
    texts = (text for find in finders for word in find(command) for text in resolve(word, command.values))
    return [text for text in dict.fromkeys(texts) if is_literal(text)]


def is_literal(text: str) -> bool:
    return text.lower() not in NO_SECRETS and not EXPANDED.search(text)


def names_secret(name: str) -> bool:
    plain = re.sub(r"[^a-z]", "", name.lower())
    return plain.endswith(ENDINGS) and plain not in {"pwd", "oldpwd"}


def find_by_name(command: Command) -> Iterator[Word]:
    """`-Password x`, `--token=x`, `/pass:x`, `$password = 'x'`, `connect(password="x")`."""
    for name, given in command.options.items():
        if names_secret(name) and (command.name != "(assign)" or not given[0].inside):
            yield from (
                word
                for word in given[:1]
                if word.literal or (word.variables and command.language is not Language.PYTHON)
            )


def find_in_words(command: Command) -> Iterator[Word]:
    for word in command.words:
        if not word.inside and (found := LOGIN.match(word.text) or BEARER.match(word.text)):
            yield Word(found[1], word.line)


def find_after(*options: str) -> Finder:
    return lambda command: iter(command.get(*options)[:1])


def find_glued(prefix: str) -> Finder:
    """`mysql -pSecret`."""
    return lambda command: (
        Word(word.text[len(prefix) :], word.line)
        for word in command.words
        if word.text.startswith(prefix) and len(word.text) > len(prefix) and not word.text.startswith("--")
    )


def find_user_pair(sign: str, *options: str) -> Finder:
    return lambda command: (
        Word(word.text.partition(sign)[2], word.line) for word in command.get(*options)[:1] if sign in word.text
    )


def find_secure_string(command: Command) -> Iterator[Word]:
    if command.has("asplaintext", "a|splaintext"):
        yield from (*command.get("s|tring"), *command.arguments, *command.fed)


def find_net(command: Command) -> Iterator[Word]:
    """`net user name secret`, `net use x: \\\\server\\share secret /user:name`."""
    words = [word for word in command.words if not word.text.startswith("/")]
    kind = words[0].lower if words else ""
    if kind == "user":
        yield from words[2:3]
    elif kind == "use" and any(word.lower.startswith("/user") for word in command.words):
        shares = [at for at, word in enumerate(words) if word.text.startswith("\\\\")]
        yield from words[shares[0] + 1 : shares[0] + 2] if shares else ()
        named = next((at for at, w in enumerate(command.words) if w.lower.startswith("/user")), len(command.words))
        yield from (word for word in command.words[named + 1 : named + 2] if not word.text.startswith("/"))


def find_printed(command: Command) -> Iterator[Word]:
    """`echo secret | passwd --stdin`, `echo name:secret | chpasswd`."""
    for source in command.before[-1:]:
        if source.name in {"echo", "printf"}:
            for word in source.arguments[-1:]:
                yield Word(word.text.partition(":")[2] if command.name == "chpasswd" else word.text, word.line)


def find_auth(command: Command) -> Iterator[Word]:
    """`requests.get(url, auth=("name", "secret"))`."""
    for word in command.options.get("auth", ()):
        quoted = re.findall(r"""["']([^"']*)["']""", word.text)
        yield from (Word(text, word.line) for text in quoted[1:2])


def find_registry(command: Command) -> Iterator[Word]:
    """`Set-ItemProperty … -Name DefaultPassword -Value secret`, `reg add … /v DefaultPassword /d secret`."""
    if any(names_secret(word.text) for word in command.get("n|ame", "/v")):
        yield from command.get("value", "/d")[:1]


def either(*finders: Finder) -> Finder:
    return lambda command: (word for find in finders for word in find(command))


FINDERS: Mapping[str, Finder] = {
    "convertto-securestring": find_secure_string,
    "net": find_net,
    "set-itemproperty": find_registry,
    "new-itemproperty": find_registry,
    "reg": find_registry,
    "curl": either(find_user_pair(":", "-u", "--user", "-U", "--proxy-user"), find_user_pair(": ", "-H", "--header")),
    "sshpass": either(find_after("-p"), find_glued("-p")),
    "mysql": find_glued("-p"),
    "mysqldump": find_glued("-p"),
    "mysqladmin": find_glued("-p"),
    "sqlcmd": find_after("-p", "-P"),
    "cmdkey": find_after("/pass", "/p"),
    "psexec": find_after("-p", "/p"),
    "psexec64": find_after("-p", "/p"),
    "schtasks": find_after("/rp", "/p"),
    "wmic": find_after("/password"),
    "smbclient": find_user_pair("%", "-U"),
    "rasdial": lambda command: iter([word for word in command.words if not word.text.startswith("/")][2:3]),
    "az": find_after("-p"),
    "useradd": find_after("-p"),
    "usermod": find_after("-p"),
    "passwd": find_printed,
    "chpasswd": find_printed,
    "requests.get": find_auth,
    "requests.post": find_auth,
}
