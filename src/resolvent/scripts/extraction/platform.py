"""What belongs to the platform and not to a customer: constants that never become parameters, by general category."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from resolvent.scripts.extraction.commands import FAMILIES
from resolvent.scripts.extraction.labels import is_enumeration, is_identifying, is_secret, split_words
from resolvent.scripts.extraction.literals import Literal, Role
from resolvent.scripts.extraction.shapes import LONGEST, PATTERN, find_shape
from resolvent.scripts.extraction.words import words

MESSAGE_COMMANDS = words(
    "write-host write-output write-warning write-error write-verbose write-information write-debug write-progress "
    "read-host write-log log write-eventlog echo printf throw logger say print die warn info error fail usage "
    "out-host tee-object notify-send wall msg section"
)
PREPARING_COMMANDS = words(
    "import-module set-strictmode add-type set-psdebug set-executionpolicy start-transcript clear-host using set shopt "
    "export trap umask source . readonly declare typeset local setlocal unset ulimit chcp"
)
PROGRAM_COMMANDS = words("awk gawk sed jq yq perl")
"""Their first operand is a program in a language of its own."""
SWITCHES = words(
    "force recurse verbose debug whatif confirm online asplaintext nonewline notypeinformation passthru append wait "
    "asjob hidden leaf unique descending quiet noprofile"
)

SIBLING_SCRIPT = "$psscriptroot"
"""What stands for the command where a script beside this one is called."""
LANGUAGE_COMMANDS = words(
    "read unset shift type command hash alias unalias getopts local declare export readonly wait return exit break "
    "continue test true false let eval exec trap pushd popd select-object sort-object group-object measure-object "
    "format-table format-list where-object foreach-object % ? where select ft fl new-object get-member "
    "set-executionpolicy import-module tr cut sort paste column expr seq bc tput stty date uniq wc fold fmt"
)
"""Their operands are words of the language: variables, properties, types, formats, sets of characters."""
PACKAGE_COMMANDS = words(
    "apt apt-get aptitude dpkg yum dnf rpm zypper apk pacman snap flatpak brew port pip pip3 npm gem winget choco scoop "
    "install-package install-module update-module uninstall-module add-apt-repository"
)
"""Their operands are names of public software."""

SERVICES = words(
    "spooler wuauserv bits dnscache dhcp lanmanserver lanmanworkstation winrm w32time netlogon eventlog schedule "
    "themes audiosrv audioendpointbuilder wsearch windefend mpssvc termservice sessionenv umrdpservice netman nlasvc "
    "iphlpsvc remoteregistry cryptsvc trustedinstaller msiserver vss swprv sysmain sense usosvc dosvc dns ntds kdc adws "
    "dfsr dfs certsvc w3svc was iisadmin mssqlserver sqlserveragent sshd ssh ssh-agent cron crond rsyslog "
    "systemd-resolved systemd-timesyncd networkmanager nginx apache2 httpd docker containerd postgresql mysql mariadb "
    "cups cupsd chronyd ntpd firewalld ufw fail2ban auditd named bind9 postfix dovecot smb smbd nmbd winbind sssd "
    "bluetooth avahi-daemon wlansvc dot3svc wlidsvc clicktorunsvc gpsvc vmms vmcompute lsass wmi winmgmt bthserv "
    "remoteaccess dhcpserver ias rasauto stisvc fax tapisrv appidsvc keyiso vaultsvc policyagent ikeext rasman sstpsvc"
)
PROCESSES = words(
    "explorer outlook teams ms-teams onedrive winword excel powerpnt msedge chrome firefox svchost lsass spoolsv "
    "winlogon csrss services searchindexer taskhostw dwm rundll32 cmd powershell pwsh notepad mmc mstsc python bash"
)
STATES = words(
    "true false yes no on off ok error errors warning warnings info information success successful failed failure fail "
    "passed running stopped stopping starting started paused enabled disabled enable disable active inactive automatic "
    "manual boot up down online offline ready pending unknown none null default all any current latest stable open "
    "closed present absent installed allow deny block inbound outbound in out both read write full readonly readwrite "
    "modify fullcontrol stop continue silentlycontinue ignore inquire low medium high normal critical start restart "
    "get set add remove show list create delete update install uninstall status build test version help input output "
    "denied granted approved rejected expired locked unlocked timedout completed connected disconnected healthy unhealthy degraded"
)
TYPES = words(
    "computer string int integer dword qword binary multistring expandstring bool boolean directory file junction symboliclink "
    "hardlink container leaf any user machine process currentuser localmachine domain private public global "
    "json yaml yml xml csv tsv text table wide tsv html utf8 utf-8 utf16 ascii unicode oem ansi bytes base64 hex gzip "
    "get post put patch head options tcp udp icmp http https ssh ntfs fat32 exfat refs ext4 xfs zfs apfs "
    "name id fullname length count value key path lastwritetime creationtime target displayname "
    "linux windows darwin macos unix windows_nt win32nt win10 win11 ubuntu debian centos rhel fedora alpine "
    "localhost localdomain broadcast administrator administrators users guest guests everyone system root "
    "application security setup nobody wheel sudo admin black blue cyan gray green magenta red white yellow darkgray darkgreen darkred "
    "darkyellow kill term int hup bits main master head origin"
)
"""Values of enumerations, formats, verbs, operating systems, built-in accounts, colours."""
PROTOCOL_PORTS = words("22 25 53 80 88 110 135 137 138 139 143 389 443 445 465 587 636 993 995 3268 3389 5985 5986")
PATTERN_READERS = words("grep egrep fgrep findstr select-string")
WORD_METHODS = words(
    "getvalue setvalue getvaluekind deletevalue opensubkey contains startswith endswith replace split join trim indexof "
    "invoke getproperty getmethod getfield getenvironmentvariable getfolderpath get setdefault pop"
)
"""Methods whose literals are names of registry values, keys or pieces of text."""
PLATFORM_NOUNS = words(
    "itemproperty itempropertyvalue windowscapability windowsfeature windowsoptionalfeature module command variable alias cimclass "
    "member culture uiculture timezone packageprovider type typedata formatdata winevent eventlog counter "
    "processmitigation netadapterbinding mppreference policy package appxpackage appxprovisionedpackage help"
)
"""Nouns of cmdlets whose -Name and other arguments are the platform's own words."""
PREFERENCES = re.compile(
    r"(?:env:)?\w*Preference|(?:env:)?(?:OFS|IFS|PATH|LANG|LC_\w+|TERM|SHELL|HOME|PWD|PS[1-4]|DEBUG|DEBIAN_FRONTEND|TZ|EDITOR|"
    r"PAGER|TMPDIR|TEMP|TMP|PSModulePath|HISTFILE|PYTHONPATH|LD_LIBRARY_PATH|NC)|OutputEncoding|script_?(?:name|path|dir)|srcdir|"
    r"[ijknxy]|null|(?i:red|green|yellow|blue|cyan|magenta|bold|reset|normal|newline|separator|delimiter)",
)
PUBLIC_HOSTS = re.compile(
    r"(?:[\w-]+\.)*(?:github\.com|githubusercontent\.com|github\.io|gitlab\.com|bitbucket\.org|microsoft\.com|aka\.ms|windows\.com|"
    r"windowsupdate\.com|office\.com|office365\.com|microsoftonline\.com|azure\.com|windows\.net|live\.com|sharepoint\.com|google\.com|"
    r"googleapis\.com|gstatic\.com|amazonaws\.com|docker\.com|docker\.io|ghcr\.io|quay\.io|kubernetes\.io|k8s\.io|"
    r"ubuntu\.com|debian\.org|fedoraproject\.org|redhat\.com|apache\.org|python\.org|pypi\.org|npmjs\.org|nodejs\.org|"
    r"chocolatey\.org|powershellgallery\.com|nuget\.org|mozilla\.org|adobe\.com|apple\.com|w3\.org|xmlsoap\.org|iana\.org|"
    r"ipify\.org|ifconfig\.me|icanhazip\.com|ipinfo\.io|wttr\.in|wikipedia\.org|cloudflare\.com|example\.com|brew\.sh|sourceforge\.net)|"
    r"(?:api|apis|schemas?|get|registry|hub|www|pool)\.[\w.-]+",
    re.IGNORECASE,
)
SYSTEM_PATH = re.compile(
    r"[a-z]:[\\/]?|[a-z]:[\\/](?:windows|winnt|program files(?: \(x86\))?|programdata|users(?:[\\/]public)?|temp|tmp|inetpub)[\\/]?|"
    r"[a-z]:[\\/](?:windows|winnt)[\\/].*|[a-z]:[\\/]program files(?: \(x86\))?[\\/](?:windows|common files|microsoft|internet explorer).*|"
    r"[a-z]:[\\/]programdata[\\/]microsoft.*|"
    r"~?/?|~?/(?:tmp|opt|srv|home|mnt|media|var|root|data|backup|backups|volumes|users|applications)/?|"
    r"/(?:etc|proc|sys|dev|usr|bin|sbin|lib|lib64|run|boot|system|private/etc|library)(?:/.*)?|"
    r"/var/(?:log|run|lib|cache|spool|tmp)(?:/(?:syslog|messages|auth\.log|apt|dpkg|journal|docker|systemd|cron|cups)(?:/.*)?)?/?|"
    r"~/\.[\w./-]*|~/(?:desktop|documents|downloads|library)(?:/.*)?|\./?|\.\./?",
    re.IGNORECASE,
)
PUBLIC_ADDRESS = "address of a public service"
WELL_KNOWN: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "nothing or punctuation": re.compile(r"[\W_]*|.", re.DOTALL),
        "copy of a file": re.compile(r"[\w. -]+\.(?:old|bak|orig|tmp|backup|new)", re.IGNORECASE),
        "wildcard of a file kind": re.compile(r"[*.]+\w{1,5}|\.\w{1,6}"),
        "registry root": re.compile(r"(?:Registry::)?(?:HK(?:LM|CU|CR|U|CC|EY_\w+))(?::|\\).*|HK\w{2,}", re.IGNORECASE),
        "class, component or namespace of Windows": re.compile(
            r"(?:Win32|CIM|MSFT|MSAcpi)_\w+|root[\\/]\w.*|(?:System|Microsoft|Windows|Net|WScript|Shell|Scripting|ADODB|Word|Excel|Outlook)\.[A-Z][\w.]*|.*\.?\{[0-9A-F-]{36}\}",
            re.IGNORECASE,
        ),
        "component of the platform": re.compile(
            r"ms_\w+|systemd-[\w-]+|@?(?:\w+\.(?:dll|cpl|sys|msc))(?:,.*)?|_Total|\w+:\w+\.\w+"
        ),
        "hash, encoding or protocol": re.compile(
            r"(?:sha|md|utf|tls|ssl|ipv?|aes|rsa|smb|x|win|iso|http|ed)[-_ ]?\d+(?:[._]\d+)*|(?:application|text|image|audio|video|multipart)/[\w.+*-]+(?:;.*)?",
            re.IGNORECASE,
        ),
        "locale": re.compile(r"[a-z]{2}-[A-Z]{2}|[a-z]{2}_[A-Z]{2}(?:\.UTF-?8)?|C\.UTF-?8", re.IGNORECASE),
        "date or number format": re.compile(r"\+?(?:%[A-Za-z+-]|[yMdHhmstfzT:/ ._-])+|\{0.*\}.*|[nNdDxXfFgG]\d"),
        "well-known account": re.compile(r"(?:BUILTIN|NT AUTHORITY|NT SERVICE)\\.*|\.\\.*", re.IGNORECASE),
        "well-known security id": re.compile(r"S-1-(?:5-(?:32-\d+|\d{1,2})|1-0|0-0)"),
        "address every machine has": re.compile(
            r"127\.\d+\.\d+\.\d+|0\.0\.0\.0(?:/0)?|255(?:\.\d+){3}|::1?|1\.1\.1\.1|8\.8\.[48]\.[48]|169\.254\.[\d.*]+"
        ),
        "bit mask or code": re.compile(r"0x[0-9a-f]+", re.IGNORECASE),
        "flag": re.compile(r"-{1,2}[\w-]+|/[A-Za-z?][\w-]*(?::\w+)?|\+[A-Za-z]+"),
        "program of the script itself": re.compile(r"\$.*|%\w+%.*"),
        "query of a catalog": re.compile(
            r"\s*(?:SHOW\b.*|SELECT\b.*\b(?:INFORMATION_SCHEMA|sys|pg_catalog|sqlite_master)\b.*|SELECT\s+[\d@].*)",
            re.IGNORECASE | re.DOTALL,
        ),
        "path of the system": SYSTEM_PATH,
        PUBLIC_ADDRESS: re.compile(
            rf"(?:(?:https?|ftp)://)?(?:{PUBLIC_HOSTS.pattern})(?:[:/?#].*)?", re.IGNORECASE | re.DOTALL
        ),
        "part of a folder of the system": re.compile(
            r"\\?(?:AppData|System32|SysWOW64|Microsoft|Windows|Program Files)\\.*", re.IGNORECASE
        ),
        "drive of PowerShell": re.compile(r"(?:Cert|Env|Variable|Function|Alias|WSMan|IIS|AD):.*", re.IGNORECASE),
        "page or scheme of a program": re.compile(r"ms-[\w-]+:.*|[A-Za-z]{2}[\w.+-]*:"),
        "size": re.compile(r"[+-]?\d+(?:\.\d+)?\s?[kKMGT]i?[bB]?"),
        "object id": re.compile(r"[012](?:\.\d+){4,}"),
        "bundle of an application": re.compile(r"(?:com|org|net|io|us)\.[\w-]+\.[\w.-]+"),
        "expression": re.compile(r".*(?:\(\?|\[\^?\w-\w[^\]]*\]|\([^)|]*\|[^)]*\)|\\[dwsS][+*?{)]).*"),
        "log of Windows": re.compile(r"Microsoft-Windows-[\w-]+(?:/\w+)?|ForwardedEvents"),
        "address of this machine": re.compile(
            r"(?:\w+://)?(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/].*)?", re.IGNORECASE
        ),
        "device": re.compile(r"nul|null|con|stdin|stdout|stderr|-|/dev/.*", re.IGNORECASE),
    }
)
SETTING_CHECKS = (
    "preference of the shell",
    "technical number",
    "nothing or punctuation",
    "registry root",
    "class, component or namespace of Windows",
    "well-known service or program",
    "device",
    "object id",
    "expression",
)
"""What a setting at the head of the script can't be either; anything else there is somebody's choice."""


def find_constant(literal: Literal) -> str:
    """Why the literal is a constant of the platform, or ``""``."""
    if literal.role is not Role.KEY and is_secret(literal.label) and not literal.number:
        return "" if literal.value.strip() else "nothing or punctuation"
    return next((reason for reason in find_reasons(literal) if not literal.head or reason in SETTING_CHECKS), "")


def find_reasons(literal: Literal) -> Iterator[str]:
    yield from (reason for reason, test in CHECKS.items() if test(literal))
    if not literal.number and len(literal.value) <= LONGEST:
        yield from (reason for reason, pattern in WELL_KNOWN.items() if pattern.fullmatch(literal.value))


def is_well_known_program(literal: Literal) -> bool:
    word = literal.value.lower().removesuffix(".exe").removesuffix(".service")
    return word in SERVICES or word in PROCESSES


def is_platform_argument(literal: Literal) -> bool:
    """`-Name` of `Get-ItemProperty` and its like."""
    if literal.command.rpartition("-")[2] not in PLATFORM_NOUNS or literal.role not in {Role.NAMED, Role.POSITIONAL}:
        return False
    label = split_words(literal.label)[-1:]
    return label != ["path"] and (label != ["value"] or literal.value.isdigit()) and not is_identifying(literal.label)


def is_word_of_language(literal: Literal) -> bool:
    return literal.command in LANGUAGE_COMMANDS | PACKAGE_COMMANDS and literal.role in {Role.POSITIONAL, Role.NAMED}


def is_enumerated(literal: Literal) -> bool:
    return (
        literal.role in {Role.NAMED, Role.ENTRY, Role.PAIR}
        and is_enumeration(literal.label)
        and not find_shape(literal.value)
    )


def is_protocol_port(literal: Literal) -> bool:
    return literal.role is Role.NAMED and literal.number and literal.value in PROTOCOL_PORTS


def is_method_word(literal: Literal) -> bool:
    return literal.role is Role.METHOD and literal.command in WORD_METHODS


def is_subcommand(literal: Literal) -> bool:
    return literal.role is Role.POSITIONAL and literal.command in FAMILIES


def is_technical_number(literal: Literal) -> bool:
    """Zero, one, powers of two, units of time and size; and numbers that are compared for equality (codes, ids)."""
    if not literal.number:
        return False
    if not re.fullmatch(r"\d+", literal.value):
        return literal.value.lower() not in {"$true", "$false", "true", "false"} and not literal.head
    number = int(literal.value)
    return number in {0, 1} or (
        not literal.head and number in {2, 60, 24, 100, 255, 365, 512, 1000, 1024, 3600, 4096, 8192, 65535, 1048576}
    )


def is_pattern(literal: Literal) -> bool:
    """A regular expression is part of the program, unless the script keeps it as a setting or it only ends in `.*`."""
    if literal.head or literal.command not in PATTERN_READERS:
        return False
    plain = literal.value.removesuffix(".*").rstrip("-_")
    return bool(PATTERN.search(plain)) or not plain[:1].isalnum() or not plain[-1:].isalnum()


def is_preference(literal: Literal) -> bool:
    return literal.role in {Role.ASSIGNED, Role.DEFAULT} and bool(PREFERENCES.fullmatch(literal.label))


def is_word_of_platform(literal: Literal) -> bool:
    return literal.value.lower() in STATES or literal.value.lower() in TYPES


CHECKS: Mapping[str, Callable[[Literal], bool]] = MappingProxyType(
    {
        "preference of the shell": is_preference,
        "word of a fixed list": is_enumerated,
        "port of a protocol": is_protocol_port,
        "name of a registry value or a method": is_method_word,
        "subcommand": is_subcommand,
        "well-known service or program": is_well_known_program,
        "word of the platform": is_word_of_platform,
        "argument that names a part of the platform": is_platform_argument,
        "word of the language": is_word_of_language,
        "technical number": is_technical_number,
        "regular expression": is_pattern,
    }
)
