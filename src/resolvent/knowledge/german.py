"""What German Windows prints, in the words of the English one, so that one pattern of a playbook reads both. Pure.

Only what Windows translates: PowerShell's property names and states are English everywhere.
"""

import re
from functools import lru_cache
from typing import Final

_SAID: Final = {
    # net, and the messages of the system
    r"Systemfehler (\d+) aufgetreten": r"System error \1 has occurred",
    r"Zugriff verweigert": "Access is denied",
    r"Der Befehl wurde erfolgreich ausgeführt": "The command completed successfully",
    r"Neue Verbindungen werden gespeichert": "New connections will be remembered",
    r"Es sind keine Einträge in der Liste": "There are no entries in the list",
    r"Der Netzwerkpfad wurde nicht gefunden": "The network path was not found",
    r"Der Netzwerkname wurde nicht gefunden": "The network name cannot be found",
    r"Das angegebene Netzwerkkennwort ist (?:falsch|nicht korrekt)": "The specified network password is not correct",
    r"Der Benutzername oder das Kennwort ist (?:falsch|nicht korrekt)": "The user name or password is incorrect",
    r"Mehrfache Verbindungen zu einem Server": "Multiple connections to a server",
    r"Das System kann die angegebene Datei nicht finden": "The system cannot find the file specified",
    r"Das System kann den angegebenen Pfad nicht finden": "The system cannot find the path specified",
    r"Es steht nicht genug(?:end)? Speicherplatz auf dem Datenträger zur Verfügung": "There is not enough space on the disk",
    r"Die Vertrauensstellung zwischen dieser Arbeitsstation und der primären Domäne konnte nicht hergestellt werden": (
        "The trust relationship between this workstation and the primary domain failed"
    ),
    r"keine Anmeldeserver\b.* verfügbar": "no logon servers available",
    r"Es wurden keine Ereignisse gefunden, die den angegebenen Auswahlkriterien entsprechen": (
        "No events were found that match the specified selection criteria"
    ),
    r"Der angegebene Registrierungsschlüssel bzw\. Wert wurde nicht gefunden": (
        "The system was unable to find the specified registry key or value"
    ),
    r"^Nicht verfügbar(?=\s+[A-Z]:\s)": "Unavailable",
    r"^Getrennt(?=\s+[A-Z]:\s)": "Disconnected",
    r"^(\s*)Ziel: ": r"\1Target: ",
    r"\* KEINE \*": "* NONE *",
    # ping, nslookup
    r"Zeitüberschreitung der Anforderung": "Request timed out",
    r"Zielhost nicht erreichbar": "Destination host unreachable",
    r"^Antwort von ": "Reply from ",
    r"Bytes=(\d+) Zeit(?=[=<])": r"bytes=\1 time",
    r"\((\d+)\s?% Verlust\)": r"(\1% loss)",
    r"Pakete: Gesendet = (\d+), Empfangen = (\d+), Verloren = (\d+)": r"Packets: Sent = \1, Received = \2, Lost = \3",
    r"Mittelwert = ": "Average = ",
    r"Ping-Anforderung konnte Host (\S+) nicht finden": r"Ping request could not find host \1",
    r"kann (\S+) nicht finden:": r"can't find \1:",
    # ipconfig, netsh
    r"IPv4-Adresse \(Auto\. Konfiguration\)|Autokonfigurations?-IPv4-Adresse": "Autoconfiguration IPv4 Address",
    r"IPv4-Adresse": "IPv4 Address",
    r"Standardgateway": "Default Gateway",
    r"Subnetzmaske": "Subnet Mask",
    r"DHCP aktiviert": "DHCP Enabled",
    r"Medienstatus": "Media State",
    r"Medium getrennt": "Media disconnected",
    r"DNS-Server(?=[ .]*:)": "DNS Servers",
    r"(?<=\. : )Ja$": "Yes",
    r"(?<=\. : )Nein$": "No",
    r"^(\s*)Status(\s+: )Verbunden": r"\1State\2connected",
    r"^(\s*)Status(\s+: )Getrennt": r"\1State\2disconnected",
    r"^(\s*)Kanal(\s+: )": r"\1Channel\2",
    r"^(\s*)Funktyp(\s+: )": r"\1Radio type\2",
    r"Empfangsrate \(MBit/s\)": "Receive rate (Mbps)",
    r"Übertragungsrate \(MBit/s\)": "Transmit rate (Mbps)",
    # upkeep
    r"hat keine Integritätsverletzungen gefunden": "did not find any integrity violations",
    r"Es wurde keine Komponentenspeicherbeschädigung erkannt": "No component store corruption detected",
    r"Der Komponentenspeicher kann repariert werden": "The component store is repairable",
    r"^(\s*)Status: \[(\d+)\] Stabil": r"\1State: [\2] Stable",
    r"Letzter Fehler: Kein Fehler": "Last error: No error",
    r"Die Aktualisierung der Computerrichtlinie wurde erfolgreich abgeschlossen": (
        "Computer Policy update has completed successfully"
    ),
    r"Die Aktualisierung der Benutzerrichtlinie wurde erfolgreich abgeschlossen": (
        "User Policy update has completed successfully"
    ),
}
_LINES: Final = tuple((re.compile(german), english) for german, english in _SAID.items())


@lru_cache(maxsize=4096)
def in_english(line: str) -> str:
    for german, english in _LINES:
        line = german.sub(english, line)
    return line


def lines_in_english(text: str) -> str:
    """As many lines as before."""
    return "\n".join(in_english(line) for line in text.split("\n"))


def as_written(quote: str, text: str) -> str:
    """What stands in `text` of a quotation from its English: the whole line where the two differ."""
    differ = [(in_english(line), line.strip()) for line in text.split("\n") if in_english(line) != line]
    parts = quote.split("\n")
    return "\n".join(next((line for english, line in differ if part.strip() in english), part) for part in parts)
