"""Questions and lists of names that only the table of the review uses."""

from resolvent.scripts.safety_matchers import names_key, value
from resolvent.scripts.safety_model import Command

ADMIN_GROUPS = (
    "administrators", "administratoren", "administrateurs", "administradores", "amministratori", "s-1-5-32-544", "domain admins",
    "enterprise admins", "schema admins", "domänen-admins", "account operators", "backup operators", "builtin\\administrators",
    "global administrator", "company administrator", "privileged role administrator", "dnsadmins",
)  # fmt: skip
SHELLS = "bash sh zsh dash ksh ash python python3 perl ruby node php powershell osascript fish"
DOWNLOADS = frozenset(
    [
        "invoke-webrequest",
        "invoke-restmethod",
        "curl",
        "wget",
        "fetch",
        "aria2c",
        "start-bitstransfer",
        "downloadstring",
        "downloadfile",
        "downloaddata",
        ".downloadstring",
        ".downloaddata",
        "openread",
        "getstringasync",
        "bitsadmin",
        "requests.get",
        "requests.post",
        "urllib.request.urlopen",
        "urlopen",
        "httpx.get",
        "http",
        "get-webfile",
        "lwp-request",
    ]
)
DECODERS = frozenset(
    ["frombase64string", "[convert]::frombase64string", "base64.b64decode", "codecs.decode", "zlib.decompress"]
)
DISKS = (
    "/dev/sd",
    "/dev/nvme",
    "/dev/vd",
    "/dev/hd",
    "/dev/xvd",
    "/dev/mmcblk",
    "/dev/disk",
    "/dev/rdisk",
    "\\\\.\\physicaldrive",
)
MACHINE = ("hklm:", "hkcr:", "hku:")
GUARDS_WINDOWS = "windefend wdnissvc sense mpssvc wscsvc sgrmbroker"
GUARDS_UNIX = "firewalld ufw iptables nftables auditd apparmor clamav-daemon falcon-sensor mdatp fail2ban"
UAC_NAMES = ("enablelua", "consentpromptbehavioradmin", "promptonsecuredesktop", "localaccounttokenfilterpolicy")


def decodes(command: Command) -> bool:
    """`… | base64 -d | sh`."""
    return any(
        source.name in {"base64", "openssl"} and source.has("-d", "-D", "--decode", "-base64")
        for source in command.before
    )


def encodes(command: Command) -> bool:
    """-EncodedCommand may be cut to -e; `-ep` and `-ex` are the execution policy."""
    return any(
        text[0] in "-–—/" and len(text) > 1 and "encodedcommand".startswith(text[1:])
        for text in command.texts()
        if text
    ) or any(text[1:] == "ec" and text[0] in "-–—/" for text in command.texts() if text)


def runs_text(command: Command) -> bool:
    """It evaluates something that is not written in the script."""
    words = command.words or command.fed
    return any(not word.literal for word in words) or bool(command.before and not command.words)


def runs_shell_text(command: Command) -> bool:
    return bool(command.words) and not command.words[0].literal and not command.words[0].text.startswith(("[", "("))


def opens_everyone(command: Command) -> bool:
    texts = command.texts()
    who = (
        "everyone:",
        "*s-1-1-0:",
        "jeder:",
        "users:",
        "*s-1-5-32-545:",
        "builtin\\users:",
        "authenticated users:",
        "tout le monde:",
    )
    return any(
        text.startswith(who) and {"f", "m"} & set(text.partition(":")[2].replace("(", ",").replace(")", ",").split(","))
        for text in texts
    )


def opens_mode(command: Command) -> bool:
    return any(text in {"777", "0777", "a+rwx", "ugo+rwx", "a=rwx", "o+w", "a+w", "666"} for text in command.texts())


def kills_by_name(command: Command) -> bool:
    return command.has("n|ame") or (bool(command.before) and not any(s.has("id") for s in command.before))


def sets_registry(command: Command) -> bool:
    return names_key(*MACHINE)(command)


def is_off_value(command: Command) -> bool:
    return value("value,v,/d", "0", "dword:0", "0x0", "0x00000000")(command)
