"""A dozen tickets as they really come in, so that a new desk has something to try. Invented companies and people."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.ticketing import desk
from resolvent.ticketing.desk_rules import IN_PROGRESS, NEW, ON_HOLD


@dataclass(frozen=True, slots=True)
class Sample:
    summary: str
    description: str
    company: str
    contact: str
    device: str | None = None
    status: str = NEW


SAMPLES = (
    Sample(
        "Nobody at the front desk can print",
        "Since this morning nothing prints at reception. Jobs go into the queue on PRN-01 and just sit there. "
        "We restarted the printer twice. It is urgent, guests are waiting for their papers.",
        "Harbour Hotel",
        "Maria Lindqvist",
        "PRN-01",
    ),
    Sample(
        "Outlook keeps asking for my password",
        "Outlook asks for the password again and again since I changed it on Monday. Webmail works fine with the new one.",
        "Northwind Logistics",
        "Tom Berger",
        "LT-2207",
    ),
    Sample(
        "Locked out again",
        "My account is locked for the third time today. I type the right password. Please unlock it and find out why.",
        "Brightwater Dental",
        "Aisha Khan",
        "WS-014",
    ),
    Sample(
        "No internet on second floor",
        "All five of us on the second floor have no internet. Teams is offline too. The first floor is fine.",
        "Keller & Sons",
        "Paul Keller",
    ),
    Sample(
        "VPN does not connect from home",
        "The VPN says it can't connect since yesterday evening. Internet at home works, I can open web pages.",
        "Northwind Logistics",
        "Elena Petrova",
        "LT-2231",
    ),
    Sample(
        "C: drive is full on the accounting server",
        "We get a warning that drive C: on SRV-ACC has less than 1 GB left and the booking program stops with an error.",
        "Brightwater Dental",
        "Jonas Weber",
        "SRV-ACC",
    ),
    Sample(
        "PC extremely slow since update",
        "My computer takes ten minutes to start and everything hangs. The fan runs all the time.",
        "Keller & Sons",
        "Sophie Laurent",
        "WS-031",
        IN_PROGRESS,
    ),
    Sample(
        "OneDrive does not sync",
        "The cloud icon shows a red cross and my files from yesterday are not on my other laptop.",
        "Harbour Hotel",
        "David Okafor (VIP)",
        "LT-1102",
    ),
    Sample(
        "No sound in Teams meetings",
        "In Teams nobody hears me and I don't hear them. YouTube has sound. New headset since last week.",
        "Northwind Logistics",
        "Tom Berger",
        "LT-2207",
    ),
    Sample(
        "S: drive is gone",
        "The S: drive with our quotes is missing this morning on my PC. My colleague still has it.",
        "Keller & Sons",
        "Paul Keller",
        "WS-028",
    ),
    Sample(
        "New starter on Monday",
        "We have a new colleague in sales from Monday. She needs a laptop, a mailbox and access to the CRM.",
        "Harbour Hotel",
        "Maria Lindqvist",
    ),
    Sample(
        "Door access terminal shows error 17",
        "The terminal at the back door shows error 17 and does not open with any card. The vendor's change is planned for Thursday.",
        "Brightwater Dental",
        "Jonas Weber",
        None,
        ON_HOLD,
    ),
)


async def add_sample_tickets(db: AsyncSession, account_id: UUID) -> None:
    for sample in SAMPLES:
        await desk.open_ticket(
            db,
            account_id,
            summary=sample.summary,
            description=sample.description,
            company=sample.company,
            contact=sample.contact,
            device=sample.device,
            status=sample.status,
            by=sample.contact,
        )
