"""Lines of a console that no prompt and no columns tell from words: a command as it was typed, the head of a block. Pure."""

import re
from typing import Final

COMMAND: Final = re.compile(
    r"^\s*(?:sudo )?(?:[A-Z][a-z]+-[A-Z]\w+|arp|certutil|chkdsk|cmdkey|curl|dcdiag|df|dig|dism|dsregcmd|du|free|gpresult|host|ip(?:config)?|journalctl"
    r"|klist|lsblk|manage-bde|net|netsh|netstat|nltest|nslookup|ping|powercfg|qwinsta|quser|repadmin|route|sc|sfc|smartctl|ss|systemctl|tasklist"
    r"|tracert|traceroute|vssadmin|w32tm|whoami|wmic)(?:\.exe)?(?: [^.,;!?\s]\S*)*\s*$"
)
HEAD: Final = re.compile(r"^[A-Z][\w ()]{1,40}: \S")
"""`Writer name: 'System Writer'`, over lines that are set in."""
