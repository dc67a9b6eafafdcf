"""Machines, services and directory objects: one, or many at once."""

from resolvent.scripts.safety_model import Command, Word

DIRECTORY_NOUNS = frozenset(
    [
        "aduser",
        "adcomputer",
        "adgroup",
        "adgroupmember",
        "adobject",
        "adaccount",
        "adaccountpassword",
        "adaccountexpiration",
        "adorganizationalunit",
        "adprincipalgroupmembership",
        "adserviceaccount",
        "mailbox",
        "casmailbox",
        "distributiongroup",
        "distributiongroupmember",
        "unifiedgroup",
        "mailuser",
        "mailcontact",
        "mailboxpermission",
        "recipientpermission",
        "mailboxfolderpermission",
        "inboxrule",
        "spouser",
        "sposite",
        "team",
        "teamuser",
    ]
)
CLOUD = ("mg", "msol", "azuread", "entra")
"""Nouns of the modules for Entra ID and Microsoft 365 begin with these."""
CHANGES = frozenset(
    [
        "set",
        "remove",
        "disable",
        "enable",
        "add",
        "new",
        "move",
        "rename",
        "unlock",
        "update",
        "revoke",
        "clear",
        "reset",
        "grant",
        "restore",
    ]
)
LISTS = frozenset(["import-csv", "get-content"])
MANY_OPTIONS = ("fi|lter", "ldapfilter", "searchb|ase", "a|ll", "resultsize", "anr")
ONE_MACHINE = frozenset(["localhost", ".", "$env:computername", "127.0.0.1"])
STOPPERS = frozenset(["restart-computer", "stop-computer", "reboot", "halt", "poweroff", "shutdown"])
REBOOTS = {
    "shutdown": ("/r", "/s", "/g", "/p", "/h", "-r", "-h", "-P", "-H", "-s", "-p", "-g"),
    "systemctl": (),
    "init": (),
    "telinit": (),
}
SERVICE_VERBS = frozenset(["stop", "restart", "kill", "try-restart", "reload-or-restart", "isolate"])


def split_noun(name: str) -> tuple[str, str]:
    verb, _, noun = name.partition("-")
    return verb, noun


def is_directory(noun: str) -> bool:
    """`aduser`, `mguser`, `msoluser`, …; `mgcontext` and `mggraph` are no objects."""
    return noun in DIRECTORY_NOUNS or (noun.startswith(CLOUD) and noun not in {"mgcontext", "mggraph", "mgprofile"})


def lists_many(source: Command) -> bool:
    """A list from a file, or a query without a name."""
    if source.name in LISTS:
        return True
    verb, noun = split_noun(source.name)
    if verb != "get" or not is_directory(noun):
        return False
    return source.has(*MANY_OPTIONS) or not (
        source.arguments or source.get("i|dentity", "us|erid", "userprincipalname", "objectid")
    )


def narrows_to_one(source: Command) -> bool:
    return source.name == "select-object" and any(word.text == "1" for word in source.get("f|irst", "l|ast"))


def changes_many(command: Command) -> bool:
    verb, noun = split_noun(command.name)
    if verb not in CHANGES or not is_directory(noun):
        return False
    upstream = command.upstream()
    if any(narrows_to_one(source) for source in command.before):
        return False
    return any(lists_many(source) for source in upstream) or (command.repeated() and loops_over_unknown(command))


def loops_over_unknown(command: Command) -> bool:
    """In a loop whose list the script doesn't spell out, or that is longer than three."""
    words = (*command.words, *command.fed)
    held = [
        command.values.known.get(name)
        for word in words
        for name in word.variables
        if name in command.values.never_empty
    ]
    return any(values is None or len(values) > 3 for values in held) if held else False


def changes_objects(command: Command) -> bool:
    """Deletes an object of the directory, not a membership or a permission."""
    verb, noun = split_noun(command.name)
    members = (
        "member",
        "permission",
        "membership",
        "license",
        "rule",
        "policy",
        "assignment",
        "manager",
        "bysharedref",
        "memberbyref",
    )
    return (
        verb == "remove" and is_directory(noun) and not noun.endswith(members) and noun not in {"spouser", "teamuser"}
    )


def stops_machine(command: Command) -> bool:
    if command.name in {"restart-computer", "stop-computer", "reboot", "halt", "poweroff"}:
        return not command.has("--help")
    if command.name == "shutdown":
        return command.has(*REBOOTS["shutdown"]) or (
            command.language.value == "bash" and bool(command.arguments) and not command.has("-c", "-k")
        )
    if command.name == "systemctl":
        return any(text in {"reboot", "poweroff", "halt", "kexec"} for text in command.texts()[:2])
    return command.name in {"init", "telinit"} and any(text in {"0", "6"} for text in command.texts())


def stops_machines(command: Command) -> bool:
    if not stops_machine(command):
        return False
    hosts = command.get("c|omputername")
    several = len(hosts) > 1 or any(word.inside or knows_several(word, command) for word in hosts)
    sent = any(scope.hosts > 1 for scope in command.scope.chain())
    return several or sent or command.repeated() or bool(command.before and not narrows_to_one(command.before[-1]))


def knows_several(word: Word, command: Command) -> bool:
    """A variable that holds a list: spelled out, read from a file or asked of the directory."""
    for name in word.variables:
        known = command.values.known.get(name)
        if known is not None and len(known) > 1:
            return True
        if any(lists_many(source) for source in command.values.fed_by.get(name, ())):
            return True
    return False


def stops_services(command: Command) -> int:
    """How many services it stops or restarts; 2 stands for many."""
    words: tuple[Word, ...] = ()
    match command.name:
        case "stop-service" | "restart-service" | "suspend-service":
            words = command.get("n|ame", "displayname", "inputobject") + command.arguments
            if not words:
                sources = [w for s in command.before[:1] for w in s.get("n|ame") + s.arguments]
                words = tuple(sources) if sources else (Word("*", command.line),)
        case "sc" | "net" | "net1":
            texts = [word for word in command.arguments if not word.text.startswith("\\\\")]
            words = tuple(texts[1:2]) if texts and texts[0].lower == "stop" else ()
        case "systemctl":
            texts = list(command.arguments)
            words = tuple(texts[1:]) if texts and texts[0].lower in SERVICE_VERBS else ()
        case "service":
            words = command.arguments[:1] if any(text in SERVICE_VERBS for text in command.texts()[1:2]) else ()
        case "launchctl":
            words = (
                command.arguments[1:2]
                if any(t in {"unload", "bootout", "kickstart"} for t in command.texts()[:1])
                else ()
            )
    sent = any(scope.hosts > 1 for scope in command.scope.chain())
    if words and (sent or len(words) > 1 or any("*" in word.text for word in words)):
        return 2
    return len(words[:1])
