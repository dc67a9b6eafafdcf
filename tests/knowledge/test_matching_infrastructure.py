"""Tickets about networks, servers and phones find the playbook of their own, not a neighbour's."""

import pytest

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.matching import match_playbook

SHIPPED = load_shipped()

FITTING = [
    ("dhcp-no-address", "PC gets a 169.254 address", "Two new workstations on the first floor have no valid IP."),
    ("dhcp-no-address", "No IP address from DHCP", "Laptops that come in this morning do not get an address."),
    ("dhcp-no-address", "DHCP scope full", "Guests can't get an address any more."),
    ("dhcp-no-address", "Ethernet doesn't have a valid IP configuration", "The troubleshooter says so on PC-22."),
    (
        "wifi-drops",
        "Wi-Fi keeps dropping",
        "Every ten minutes my laptop loses the wireless, with the cable all is well.",
    ),
    ("wifi-drops", "Slow WiFi in meeting room 3", "Calls break up there, at my desk it is fine."),
    ("wifi-drops", "Laptop can't connect to staff wifi", "It says authentication failed since Monday."),
    ("rdp-fails", "Remote Desktop not working", "I can't get onto my office PC from home, VPN is connected."),
    ("rdp-fails", "RDP error: an authentication error has occurred", "The function requested is not supported."),
    ("rdp-fails", "No Remote Desktop License Servers available", "Nobody gets onto TS02 since this morning."),
    (
        "file-share-slow",
        "Excel file locked for editing",
        "It says locked by Anna, but she closed it yesterday. It is on the S drive.",
    ),
    ("file-share-slow", "Network drive very slow", "Opening a folder on the file server takes minutes since Tuesday."),
    ("file-share-slow", "Files on the shared drive open read-only", "Nobody can save the price list."),
    ("backup-failed", "Backup job failed", "The nightly backup of SRV02 ended with an error."),
    ("backup-failed", "Veeam backup failing with VSS error", "Failed to create snapshot on SQL01."),
    ("backup-failed", "No successful backup since Friday", "The NAS may be full."),
    (
        "certificate-expired",
        "Certificate expired on intranet",
        "The browser says your connection is not private since today.",
    ),
    (
        "certificate-expired",
        "SSL certificate warning on the customer portal",
        "Firefox shows SEC_ERROR_UNKNOWN_ISSUER, Chrome opens it.",
    ),
    (
        "certificate-expired",
        "Your connection is not private",
        "NET::ERR_CERT_DATE_INVALID when I open the time sheets.",
    ),
    ("time-sync", "Clock is wrong on all PCs", "They are seven minutes behind since the weekend."),
    ("time-sync", "Server time drifts", "DC01 runs ahead, users get Kerberos errors."),
    ("time-sync", "Kerberos clock skew", "KRB_AP_ERR_SKEW in the log of the file server."),
    (
        "internet-slow",
        "Internet very slow in the whole office",
        "Since this morning every page takes ages, for everybody and on the cable too.",
    ),
    ("internet-slow", "Slow internet at the Leeds branch", "Speed test shows 8 of 200 Mbit."),
    ("internet-slow", "Packet loss on our internet line", "Downloads stall all day."),
    # next
]


@pytest.mark.parametrize(("wanted", "title", "text"), FITTING)
def test_a_fitting_ticket_finds_its_playbook(wanted: str, title: str, text: str) -> None:
    match = match_playbook(SHIPPED, title, text)
    assert match.playbook is not None
    assert match.playbook.id == wanted
    assert match.level in ("certain", "likely")
