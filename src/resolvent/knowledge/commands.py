"""A command as it was typed, which no prompt tells from words. Pure."""

import re
from typing import Final

COMMAND: Final = re.compile(
    r"^\s*(?:sudo )?(?:[A-Z][a-z]+-[A-Z]\w+|arp|certutil|chkdsk|cmdkey|curl|dcdiag|df|dig|dism|dsregcmd|du|free|gpresult|host|ip(?:config)?|journalctl"
    r"|klist|lsblk|manage-bde|net|netsh|netstat|nltest|nslookup|ping|powercfg|qwinsta|quser|repadmin|route|sc|sfc|smartctl|ss|systemctl|tasklist"
    r"|tracert|traceroute|vssadmin|w32tm|whoami|wmic)(?:\.exe)?(?: [^.,;!?\s]\S*)*\s*$"
)
