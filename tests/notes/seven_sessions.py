"""The evidence that the hand-written sentences speak of."""

from tests.notes.evidence import after, check_item, evidence, fact, fix, ticket

CLOCK = evidence(
    fact(1, "Terminal clocks in shop 14 run 7 minutes late since 2026-11-09", important=True),
    fact(2, "NTP server 10.20.4.1 answers, offset 0.3 s"),
    fact(3, "The tills synchronise with ntp.old-vendor.example, which was switched off because the contract ended"),
    fact(4, "Manager owes us a call back about the unpaid quote", internal=True),
    check_item(1, "Is UDP port 123 open?", "Yes, it is open"),
    check_item(2, "Look at the receipts of 12 November", "3 receipts carry the wrong hour, first at 18:05"),
    fix(1, "Restart the time service on TILL-03", "applied_failed", failure_reason="the clock drifted again within 2 hours",
        active=False, applied_at=after(20), verified_at=after(25)),
    fix(2, "Point the tills to 10.20.4.1", "applied_success", applied_at=after(60), verified_at=after(75)),
    on=ticket("Receipts show the wrong time", description="Since 9 November the receipts of shop 14 are late.",
              company="Birch Bakery", contact="Nora Lind"),
)  # fmt: skip
UPLOAD = evidence(
    fact(1, "Uploads above 250 MB stop with error 0x8007005B", important=True),
    fact(2, "Small files upload without errors"),
    fact(3, "The proxy has no exception for the tenant"),
    check_item(1, "Does it fail over a mobile connection?", "No, the upload finished at 16:42"),
    fix(1, "Raise the proxy timeout on PX-2 to 600 seconds", "applied_failed", failure_reason="a file of 300 MB stopped at 80 % again",
        rationale="A proxy that closes long connections would explain it."),
    on=ticket("Large uploads fail", description="Teachers cannot upload videos since 16 November.", company="Elm School", contact="Jon Park"),
)  # fmt: skip
CARDS = evidence(
    fact(1, "Card readers on lanes 2 and 5 lose their pairing every night"),
    fact(2, "Firmware 4.18.2 is on all readers"),
    check_item(1, "Replace the cable on lane 5", "no change"),
    fix(1, "Disable power saving on the readers", "applied_partial", partial_notes="lane 2 keeps its pairing, lane 5 still loses it",
        rationale="Power saving switches the radio off."),
    on=ticket("Card readers lose pairing", description="", company="Dune Market", contact="Iris Vale"),
)  # fmt: skip
BADGE = evidence(
    fact(1, "Door 7 rejects badge 40211, other badges open it"),
    fact(2, "Controller DC-EAST has 2.5 GB free"),
    fix(1, "Upload the badge list to DC-EAST again", "proposed", applied_at=after(31), rationale="An old list on the controller."),
    fix(2, "Swap the reader of door 7", "proposed", rationale="The reader may be worn."),
    on=ticket("Badge does not open door 7", company="Orchid Labs", contact="Sam Ode"),
)  # fmt: skip

CAL = evidence(
    fact(1, "Phone PH-88 shows calendar entries one hour early since the trip on 27 October 2026", important=True),
    fact(2, "Time zone on PH-88 is set to UTC-5, the office is UTC-4"),
    fact(3, "Desktop Outlook shows the right times"),
    fact(4, "iOS 18.1 on PH-88, 12 GB free"),
    check_item(1, "Is automatic time zone on?", "No, it is switched off"),
    check_item(2, "Send a test invitation", "arrived at 10:40, shown as 09:40"),
    fix(1, "Reconnect the mail account on PH-88", "applied_failed", failure_reason="test entry was still an hour early", active=False, applied_at=after(5), verified_at=after(10)),
    fix(2, "Enable automatic time zone on PH-88", "applied_success", applied_at=after(40), verified_at=after(50)),
    on=ticket("Calendar is off by one hour", description="Since the trip all meetings are early on the phone.", company="Gale Shipping", contact="Ida Noor"),
)  # fmt: skip
RAID = evidence(
    fact(1, "Volume D: on STO-4 is degraded since 2026-11-20, disk 3 reports 214 bad sectors", important=True),
    fact(2, "Hot spare is not configured"),
    fact(3, "Nightly copies take 9 hours instead of 4"),
    check_item(1, "Query the controller", "no battery error"),
    check_item(2, "Are the other disks healthy?", "Yes, SMART is fine on disks 1, 2 and 4"),
    fix(1, "Start a rebuild of disk 3", "applied_partial", partial_notes="the rebuild reached 60 %, then disk 3 dropped out", rationale="Disk 3 is dying."),
    fix(2, "Replace disk 3", "proposed", rationale="Bad sectors keep growing."),
    on=ticket("Storage is slow", company="Kite Print", contact="Leo Abt"),
)  # fmt: skip
SSO = evidence(
    fact(1, "Staff cannot sign in to the wiki, page shows 'Invalid audience'"),
    fact(2, "Token has audience wiki-old, the wiki expects wiki-new"),
    check_item(1, "Does the admin login work?", "Yes"),
    fix(1, "Change the audience to wiki-new", "applied_failed", failure_reason="same message after 5 attempts"),
    on=ticket("Wiki sign-in broken", company="Moss Labs", contact="Eva Roth"),
)  # fmt: skip
