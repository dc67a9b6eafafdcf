"""Where commands, devices and protocols carry a secret, by their own syntax. The operand alone is masked."""

import re

from resolvent.secret_shapes.names import Strength
from resolvent.secret_shapes.rules import Rule
from resolvent.secret_shapes.values import can_be_secret

WORD = r"""(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'<>|;]\S*))"""
"""An operand: in quotes, or up to the next space."""
PLAINTEXT = r"""["'“”‘’]([^"'“”‘’\n]+)["'“”‘’]"""
REST = r"[^\n|;]{0,300}?"
"""What may stand between a command and its option, on one line."""
SHELL = r"(?:^|[\s;&|`(/\\\"'])"


def is_operand(value: str) -> bool:
    """Neither an option, a prompt (`*`), a variable nor a placeholder."""
    bare = value.strip("\"'`,;)")
    return (
        bare != ""
        and not re.match(r"/[a-z]+(?::|$)|--?[a-z]+$", bare, re.IGNORECASE)
        and not re.fullmatch(r"[A-Z][A-Z_]*", bare)
        and can_be_secret(bare, Strength.STRONG, quoted=len(bare) > 3)
    )


def is_short_operand(value: str) -> bool:
    """Device configuration: anything but a placeholder, a keyword or the kind of the encryption."""
    bare = value.strip("\"'`,;)")
    return not bare.isdigit() and len(bare) > 2 and can_be_secret(bare, Strength.STRONG, quoted=True)


def is_cookie(value: str) -> bool:
    return len(value) >= 8 and can_be_secret(value, Strength.STRONG, quoted=True)


def is_credential(value: str) -> bool:
    return len(value) >= 6 and can_be_secret(value, Strength.STRONG, quoted=True)


def command(name: str, hints: str, pattern: str) -> Rule:
    return Rule(name, tuple(hints.split("|")), SHELL + pattern, is_operand)


def device(name: str, hints: str, pattern: str) -> Rule:
    return Rule(name, tuple(hints.split("|")), pattern, is_short_operand)


COMMANDS = (
    command("net user", "net user|net1 user|net.exe user", rf'net1?(?:\.exe)?\s+user\s+(?:"[^"\n]+"|[^\s/]\S*)\s+{WORD}'),
    command("net use, behind the share", "net use|net.exe use", rf"net1?(?:\.exe)?\s+use\s+{REST}(?:\\\\|https?://)\S+\s+{WORD}\s+/user:"),
    command("net use, behind the user", "/user:|/u:", rf'net1?(?:\.exe)?\s+use\s+{REST}/u(?:ser)?:(?:"[^"\n]+"|\S+)\s+{WORD}'),
    command("Windows option", "/pass:|/password:|/p:|/passwordd:|/passwordo:|/pd:|/po:|-p:|/rp:", rf"(?:cmdkey|mstsc|wmic|winrs|netdom|xfreerdp3?|wfreerdp|rdesktop|djoin|wbadmin|winexe|schtasks){REST}\s[/-](?:pass|password|p|passwordd|passwordo|pd|po|rp):{WORD}"),
    command("schtasks", "schtasks", rf"schtasks{REST}\s/rp\s+{WORD}"),
    command("ConvertTo-SecureString", "convertto-securestring", rf"ConvertTo-SecureString\s+(?:-\w+\s+)*?(?:-String\s+)?(?:-AsPlainText\s+)?(?:-Force\s+)?(?:-String\s+)?{PLAINTEXT}"),
    command("ConvertTo-SecureString, bare", "convertto-securestring", r"ConvertTo-SecureString\s+(?:-String\s+)?([^\s\"'$()-]\S*)\s+-"),
    Rule("piped to ConvertTo-SecureString", ("convertto-securestring",), r"(?:[\"']([^\"'\n]+)[\"']|[=\s(]([\w!#%^&*+./-]{6,}))\s*\|\s*ConvertTo-SecureString\b[^\n|]*-AsP", is_operand),
    Rule("NetworkCredential", ("networkcredential", "pscredential"), r"(?:NetworkCredential|PSCredential)(?:\]::new)?\s*\(\s*[\"'][^\"'\n]*[\"']\s*,\s*[\"']([^\"'\n]+)[\"']", is_operand),
    command("SQL client", "sqlcmd|osql|bcp|isql|dtexec", rf"(?:sqlcmd|osql|bcp|isql)(?:\.exe)?\s{REST}(?-i:-P)\s*{WORD}"),
    command("PsExec and its like", "psexec|psloggedon|pslist|psservice|pskill|paexec|remcom|psshutdown", rf"(?:psexec(?:64)?|pslist|psservice|pskill|psshutdown|paexec|csexec)(?:\.exe)?\s{REST}\s-p\s+{WORD}"),
    command("MySQL client", "mysql|mariadb|mysqldump|mysqladmin", r"(?:mysql\w*|mariadb[\w-]*)\s[^\n|;]{0,200}?(?-i:\s-p)(?:\"([^\"\n]+)\"|'([^'\n]+)'|([^\s\"']\S*))"),
    command("sshpass", "sshpass", rf"sshpass\s+(?:-v\s+)?-p\s*{WORD}"),
    command("PuTTY tools", "plink|pscp|psftp|putty|kitty", rf"(?:plink|pscp|psftp|putty|kitty)(?:\.exe)?\s{REST}-pw\s+{WORD}"),
    command("curl", "curl|--user|-u", r"(?:curl|http|https|xh|wget|aria2c)\b[^\n]{0,300}?\s(?:-u|--user|--proxy-user|-U|-a|--auth)[\s=]*(?:\"[^\":\n]*:([^\"\n]+)\"|'[^':\n]*:([^'\n]+)'|[^\s\"':]+:([^\s\"']+))"),
    command("Samba client", "smbclient|rpcclient|smbmap|net rpc|winexe|wmiexec|net ads|smbget", r"(?:smbclient|rpcclient|smbget|winexe|wmic|net)\b[^\n|;]{0,200}?\s(?:-U|--user(?:name)?)[\s=]*(?:\"[^\"%\n]*%([^\"\n]+)\"|'[^'%\n]*%([^'\n]+)'|[^\s\"'%]+%([^\s\"']+))"),
    command("LDAP tools", "ldap", rf"ldap(?:search|modify|add|delete|passwd|whoami|compare)\b{REST}(?-i:\s-(?:w|s|a))\s*{WORD}"),
    command("openssl", "-passin|-passout|-pass |pass:", r"openssl\b[^\n]{0,300}?\s-pass(?:in|out)?\s+[\"']?pass:([^\s\"']+)(?:[^\n]{0,200}?-passout\s+pass:([^\s\"']+))?"),
    command("archives", "7z|zip|rar", r"(?:7za?|7zz|rar|unrar)(?:\.exe)?\s[^\n|;]{0,200}?\s-h?p(?:\"([^\"\n]+)\"|'([^'\n]+)'|([^\s\"']+))"),
    command("zip", "zip ", rf"(?:zip|unzip)\s{REST}(?-i:-P)\s*{WORD}"),
    command("redis", "redis-cli", rf"redis-cli\b{REST}\s-a\s+{WORD}"),
    command("login option -p", "login|mongo|ipmitool|rdesktop|az |htpasswd|crackmapexec|netexec|docker|podman|helm|oc |xfreerdp|keytool", rf"(?:(?:docker|podman|helm registry|nerdctl|oc|az|cf|buildah|skopeo)\s+login|az\s+login|mongo(?:sh|dump|restore)?|rdesktop|crackmapexec|netexec|evil-winrm|certutil)\b{REST}\s-p\s+{WORD}"),
    command("ipmitool", "ipmitool|racadm", rf"(?:ipmitool|racadm)\b{REST}\s-[Pp]\s+{WORD}"),
    command("htpasswd", "htpasswd", rf"htpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+{WORD}|htpasswd\s+-\w*nb\w*\s+\S+\s+{WORD}"),
    Rule("chpasswd", ("chpasswd",), r"echo\s+(?:-\w+\s+)?[\"']?[^\s\"':]+:([^\s\"'|]+)[\"']?\s*\|\s*(?:sudo\s+)?chpasswd", is_operand),
    Rule("echo into a prompt", ("--stdin", "sudo -s", "passwd", "--password-stdin", "smbpasswd", "-s"), r"echo\s+(?:-\w+\s+)?(?:\"([^\"\n]+)\"|'([^'\n]+)'|([^\s\"'|]+))\s*\|\s*(?:sudo\s+-\w*S|(?:sudo\s+)?(?:passwd\s+--stdin|\w+\s+login\b[^\n]*--password-stdin|cryptsetup|kinit))", is_operand),
    command("macOS", "dscl|networksetup|wpa_passphrase|security |sysadminctl", rf"(?:dscl\s+\S+\s+-passwd\s+\S+|networksetup\s+-setairportnetwork\s+\S+\s+(?:\"[^\"]+\"|\S+)|wpa_passphrase\s+(?:\"[^\"]+\"|\S+)|security\s+unlock-keychain\s+-p)\s+{WORD}"),
    command("security add-password", "security add-", rf"security\s+add-\w+-password\b{REST}\s-w\s+{WORD}"),
    command("directory tools", "dsadd|dsmod|ntdsutil", rf"ds(?:add|mod)\s{REST}-pwd\s+{WORD}"),
    command("sc config", "password=", rf"sc(?:\.exe)?\s+(?:\\\\\S+\s+)?(?:config|create)\s{REST}password=\s+{WORD}"),
    command("SNMP tools", "snmp", rf"snmp(?:walk|get|set|bulkwalk|bulkget|table|trap|status)\b{REST}\s(?-i:-[cAX])\s+{WORD}(?:{REST}\s(?-i:-[AX])\s+(\S+))?"),
    command("Wi-Fi tools", "nmcli|netsh|iwconfig", rf"(?:nmcli|iwconfig)\b{REST}\s(?:password|key|wifi-sec\.psk|802-11-wireless-security\.psk)\s+(?:s:)?{WORD}"),
    Rule("Wi-Fi key, as shown", ("key content", "schlüsselinhalt"), r"(?:Key Content|Schlüsselinhalt)\s*:\s*(\S[^\n]*)", is_short_operand),
    command("dialling and logging on", "rasdial|autologon|setcredentials", r"(?:rasdial\s+(?:\"[^\"\n]+\"|\S+)\s+\S+|autologon(?:64)?(?:\.exe)?\s+(?:/accepteula\s+)?\S+\s+\S+|bitsadmin\s+/setcredentials\s+(?:\"[^\"\n]+\"|\S+)\s+\w+\s+\w+\s+\S+)\s+" + WORD),
    Rule("netrc", ("machine ", "login "), r"\blogin\s+\S+\s+password\s+(\S+)", is_operand),
    command("setting a variable", "setx|export|set |setenv|configure set|secret set|config set|-storepass|secret", r"(?:setx|setenv|(?:aws|git|npm|gh|doctl|az|kubectl|vault|pulumi|heroku)\s+(?:\w+\s+)?(?:configure|config|secret|kv)\s+(?:set|put|add)(?:\s+--\w+)*)\s+[\w.:/-]*(?:pass|passwd|password|pwd|secret|token|key|auth|authToken|pat|cred)[\w.:/-]{0,24}[\s=]+(?:\"([^\"\n]+)\"|'([^'\n]+)'|([^\s\"'=<>|;&]\S*))"),
    command("kinit and friends", "gpg|keytool|jarsigner|signtool", rf"(?:gpg2?|signtool\s+sign|jarsigner|keytool)\b{REST}\s(?:--passphrase|/p|-(?:src|dest)?(?:store|key)pass)[\s=]+{WORD}"),
    Rule("registry value", ("reg add", "reg.exe add"), r"reg(?:\.exe)?\s+add\s[^\n]{0,300}/v\s+[\"']?[\w.-]*(?:password|passwd|pwd|secret|token|psk)[\"']?\s[^\n]{0,100}?/d\s+(?:\"([^\"\n]+)\"|(\S+))", is_operand),
    Rule("registry value, as shown", ("reg_sz", "reg_multi_sz", "reg_expand_sz"), r"(?m:^)\s*[\w.-]*(?:password|passwd|pwd|secret|token|psk)\s+REG_(?:SZ|MULTI_SZ|EXPAND_SZ|BINARY)\s+(\S[^\n]*)", is_operand),
)  # fmt: skip

LINE = r"(?m:^)[^\n]{0,60}?"
TYPE = r"(?:(?:level\s+\d+\s+)?(?:encrypted\s+|clear\s+|cleartext\s+|plaintext\s+|hash\s+|cipher\s+|simple\s+|irreversible-cipher\s+|hmac-sha-256\s+|ENC\s+|ascii\s+)?(?:\d{1,2}\s+)?)"
DEVICES = (
    device("Cisco enable", "enable ", rf"\benable\s+(?:secret|password|algorithm-type\s+\w+\s+secret)\s+{TYPE}(\S+)"),
    device("Cisco user", "username |user |user-name", rf"(?m:^)\s*(?:[\w.()-]+[#>]\s*)?(?:username|user|local-user|user-name)\s+\S+\s(?:[\w-]+\s+){{0,6}}?(?:password|secret)\s+{TYPE}(\S+)"),
    device("Cisco line", "password ", r"(?m:^)\s*(?:ppp\s+(?:chap|pap)\s+(?:sent-username\s+\S+\s+)?|neighbor\s+\S+\s+)?password\s+(?:[0-9]|ENC|encrypted)\s+(\S+)"),
    device("Cisco line, plain", "line vty|line con|line aux", r"line\s+(?:vty|con|aux)[^\n]*\n(?:\s[^\n]*\n){0,4}?\s+password\s+(\S+)"),
    device("Cisco ASA", " encrypted", r"\bpasswd\s+(\S+)\s+encrypted|password\s+(\S+)\s+(?:encrypted|pbkdf2|mschap)"),
    device("SNMP community", "snmp-server|community", r"\bsnmp(?:-server)?\s+(?:host\s+\S+\s+(?:(?:traps|informs|version\s+\S+|community)\s+)*|community\s+(?:\d\s+)?(?:add\s+)?)\"?([^\s\"]+)"),
    device("SNMP community, net-snmp", "community", r"(?m:^)\s*(?:ro|rw)community6?\s+(\S+)"),
    device("SNMP user", "snmp-server user", r"snmp-server\s+user\s[^\n]*?\bauth\s+\w+\s+(\S+)(?:[^\n]*?\bpriv\s+(?:aes|des|3des)(?:\s+\d+)?\s+(\S+))?"),
    device("IKE key", "crypto|pre-shared-key|psksecret|isakmp", rf"\b(?:crypto\s+isakmp\s+key|(?:ikev[12]\s+)?(?:local-authentication\s+|remote-authentication\s+)?pre-shared-key(?:\s+(?:address|local|remote|hex|ascii-text|hostname)(?:\s+[\d./]+){{0,2}})?)\s+{TYPE}(?:key\s+)?\"?([^\s\":=]+)"),
    device("AAA server key", "tacacs|radius", rf"\b(?:tacacs|radius)(?:-server)?\s[^\n]{{0,120}}?\b(?:key|secret|shared-secret)\s+{TYPE}\"?([^\s\"]+)"),
    device("AAA server key, own line", "key ", r"(?m:^)\s+key\s+\d\s+(\S+)"),
    device("routing key", "key-string|authentication-key|message-digest-key|authentication mode", rf"\b(?:key-string|authentication-key(?:\s+\d+\s+md5)?|message-digest-key\s+\d+\s+md5)\s+{TYPE}\"?([^\s\"]+)"),
    device("wireless key", "wpa-psk|passphrase|wpa-passphrase|psk ", rf"\b(?:wpa-psk|wpa-passphrase|wpa2-psk|psk\s+set-key|security\s+wpa\s+psk)\s+(?:set-key\s+)?{TYPE}\"?([^\s\"]+)"),
    device("Fortinet", "set ", r"\bset\s+(?:password|passwd|psksecret|passphrase|secret|key|auth-pwd|priv-pwd|private-key|sae-password|shared-secret|community)\s+(?:ENC\s+)?(?:\"([^\"\n]+)\"|([^\s\"]+))\s*(?m:$)"),
    device("Juniper", "encrypted-password|plain-text-password|ascii-text|secret ", r"\b(?:encrypted-password|ascii-text|secret|authentication-key)\s+\"([^\"\n]+)\""),
    device("VPN secrets file", " psk | eap | xauth ", r":\s+(?:PSK|EAP|XAUTH|RSA)\s+\"([^\"\n]+)\""),
)  # fmt: skip

AUTH = r"""(?:authorization|proxy-authorization|x-authorization)\\?["'\]]{0,3}\s*(?:[:=,]|=>)\s*[\["'`$@f\\]{0,4}"""
HEADERS = (
    Rule("authorization", ("authorization",), AUTH + r"(?:Basic|Bearer|Token|ApiKey|Api-Key|Negotiate|NTLM|Key|GenieKey|SSWS|Splunk|OAuth|JWT|Bot|PVEAPIToken=\S+?=)\s*:?\s*(?:token=)?[\"']?([^\s\"'`,;\\<>]+)", is_credential),
    Rule("authorization, without a scheme", ("authorization",), AUTH + r"([A-Za-z0-9+/=_.:-]{20,})", is_credential),
    Rule("digest", ("digest",), AUTH + r"Digest\s[^\n]{0,400}?\bresponse=\\?[\"']?([a-f0-9]{32,})", is_credential),
    Rule("bearer token", ("bearer",), r"\bBearer\s+([A-Za-z0-9._~+/=-]{16,})", is_credential),
    Rule("basic credentials", ("basic",), r"\bBasic\s+([A-Za-z0-9+/]{12,}={1,2}|(?-i:[A-Za-z0-9+/]*[A-Z][A-Za-z0-9+/]*[0-9][A-Za-z0-9+/]{8,}))", is_credential),
    Rule("set cookie", ("set-cookie",), r"set-cookie[2]?\\?[\"']?\s*[:=,]\s*[\"']?[^\s=;]+=\"?([^\s;\"',]+)", is_cookie),
)  # fmt: skip
