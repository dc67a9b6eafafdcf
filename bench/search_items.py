"""Known items: a closed session as it was told then, and how somebody else asks for it later, in a few typed words and as a new
problem. The words that both sides share are few on purpose. Written by hand, once, before anything was measured."""

from typing import Final, NamedTuple


class Item(NamedTuple):
    title: str
    problem: str
    typed: str
    told: str


ITEMS: Final = tuple(
    Item(*one)
    for one in (
        ("Franking machine prints yesterday's date", "The postage meter in the mail room stamps each letter one day back.", "postage meter wrong day", "Letters leave the mail room with the previous day on the stamp of our franking device."),
        ("Badge reader at the side entrance stays red", "Staff hold their cards to the door at the loading dock, it does not unlock.", "door card not opening loading dock", "Nobody gets in at the loading dock: the door ignores our access cards."),
        ("Dictation microphone cuts off after a minute", "Dr. Weiss records reports, and the recording ends by itself after sixty seconds.", "recording stops by itself dictation", "When a doctor dictates a report the recorder quits after about a minute."),
        ("Label printer feeds three blank labels", "The Zebra in shipping spits out empty stickers before each parcel label.", "empty stickers zebra shipping", "In shipping each parcel sticker comes with several blank ones ahead of it."),
        ("Calendar shows meetings one hour early", "Since the clocks changed the appointments of the London office are shifted.", "appointments shifted an hour", "All appointments from London are off by sixty minutes since daylight saving began."),
        ("Cash drawer does not pop open", "At till 2 the receipt comes out, the drawer stays shut until it is opened by key.", "till drawer stays shut", "The register prints receipts, but its drawer has to be opened with the key."),
        ("Voicemail messages arrive as empty mails", "The phone system mails voice messages, and the sound file is missing.", "voicemail mail without sound file", "We get the mail about a new voice message, there is no audio attached."),
        ("Projector in room Elbe has a pink tint", "Every picture over HDMI is pink, the other cable is fine.", "beamer pink picture hdmi", "Presentations in Elbe look pinkish when a notebook is plugged in by HDMI."),
        ("Excel macro stops with run-time error 1004", "The controlling workbook breaks when it writes its pivot sheet.", "pivot workbook macro 1004", "Controlling's spreadsheet aborts with 1004 while the pivot is filled."),
        ("Tablet drops out of device management overnight", "The iPads of the drivers show as not compliant each morning.", "ipads not compliant morning", "Every morning the drivers' tablets have lost their management profile."),
        ("Barcode gun types the letters twice", "The hand scanner in the warehouse doubles each character of the code.", "scanner doubles characters warehouse", "Article codes read with the handheld reader come out with every sign twice."),
        ("Payroll export has commas for decimal points", "DATEV refuses the file of wages since the server's regional format changed.", "datev refuses wages file", "The wages file is not accepted by DATEV: amounts are written with a comma."),
        ("Screen saver password asked during presentations", "The notebook locks after five minutes although slides are shown.", "notebook locks while slides shown", "During a talk the laptop goes to the lock screen every five minutes."),
        ("Elevator phone line dead after the move to VoIP", "The emergency call of the lift has no dial tone on the new gateway.", "lift emergency call no tone", "The lift company says that the alarm button reaches nobody since telephony was changed."),
        ("Camera recordings missing for the weekend", "The video recorder kept nothing from Saturday on, its disk is shown as foreign.", "cctv no footage saturday", "There is no surveillance footage of last weekend on the recorder."),
        ("Signature block appears twice under each mail", "Exclaimer adds the footer, and Outlook adds its own.", "footer twice outgoing mail", "Customers complain that our contact details stand two times beneath every message."),
        ("Plotter cuts off the right edge of A1 plans", "Drawings from AutoCAD lose two centimetres on the big HP.", "plans cropped autocad plotter", "Large drawings are cropped on one side when the architects print them."),
        ("Fingerprint sensor forgotten after the BIOS update", "Windows Hello says that the option is unavailable.", "hello unavailable after firmware", "After new firmware nobody can sign in with a finger any more."),
        ("Time clock counts the lunch break twice", "The terminal of the canteen books two pauses.", "break booked double terminal", "In attendance the midday pause is subtracted two times for canteen staff."),
        ("Database of the lab is read only since the crash", "LIMS opens, and nobody can store a sample.", "lims cannot store sample", "Lab staff are unable to save results, the system only lets them look."),
        ("Fax from the hospital breaks off on page three", "Long transmissions over T.38 end with a communication error.", "long fax breaks off t.38", "Clinic documents of many pages never arrive whole by telefax."),
        ("Digital sign in the lobby shows a desktop", "The welcome player starts into Windows instead of the slides.", "welcome screen lobby desktop", "Visitors see a Windows background on the entrance display instead of our greeting."),
        ("Keyboard types French on one login only", "For Ms. Keller the letters A and Q are swapped at every station.", "letters swapped keller", "At whatever PC one colleague signs in, the layout is AZERTY."),
        ("Web shop mails land in junk at GMX", "Order confirmations fail SPF since the new host.", "order confirmations junk", "Customers do not get confirmations of purchase, they find them in the spam folder."),
        ("Backup tape ejected before it is verified", "The autoloader throws the LTO cartridge out at 3 in the morning.", "lto cartridge thrown out", "The nightly job fails, the drive has given its tape back too soon."),
        ("Machine control loses its share at midnight", "The CNC mill reads programs from a folder that is gone after the nightly restart.", "cnc mill programs folder gone", "In the morning the milling machine cannot load its programs from the server."),
        ("Reading glasses symbol makes everything huge", "The magnifier starts with Windows at the reception.", "everything huge reception magnifier", "On the front desk's PC the picture is enlarged right after boot."),
        ("Solar inverter portal shows no yield", "The logger has no network since the switch in the attic was replaced.", "solar logger no yield", "We see no production values of the roof panels since electricians changed a switch."),
        ("Headset beeps every thirty seconds", "The Jabra warns of low battery although it hangs in its charger.", "jabra beeps charger", "A wireless headphone keeps warning of an empty battery while it charges."),
        ("Guests get the login page in Chinese", "The captive portal of the hotel picks the wrong language.", "captive portal wrong language", "Visitors cannot read the wireless welcome page, it is not in English."),
    )
)  # fmt: skip
