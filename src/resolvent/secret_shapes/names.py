"""Which names say that their value is a secret. Pure.

A compound name is what its last noun says: `password_length` is a length, `length_of_password` could be a password.
Words that only qualify (`_prod`, `2`, `Value`) are passed over.
"""

import re
from enum import IntEnum
from functools import lru_cache

from resolvent.secret_shapes.rules import words_of


class Strength(IntEnum):
    """How much a name tells of its value."""

    NONE = 0
    WEAK = 1
    """Only what looks random is a secret: `key`, `auth`, `sid`."""
    FAIR = 2
    """What no prose would say: `token`, `pin`."""
    STRONG = 3
    """Anything that is not plainly something else: `password`, `client_secret`, `api_key`."""


ENDINGS = {
    "password": 3, "passwort": 3, "kennwort": 3, "passphrase": 3, "passcode": 3, "passwd": 3, "passwrd": 3, "pword": 3,
    "psswd": 3, "motdepasse": 3, "wachtwoord": 3, "contraseña": 3, "contrasena": 3, "senha": 3, "lösenord": 3,
    "adgangskode": 3, "salasana": 3, "heslo": 3, "hasło": 3, "secret": 3, "secrets": 1, "token": 2, "tokens": 1,
    "passwords": 2, "credential": 1, "credentials": 1, "pwd": 3, "webhook": 1, "apikey": 3, "secretkey": 3,
    "accesskey": 3, "privatekey": 3, "authkey": 2, "sharedkey": 3, "masterkey": 3, "signingkey": 3, "encryptionkey": 3,
    "admpwd": 3, "sessionid": 1, "sessid": 1, "jwt": 1, "signature": 1, "accountkey": 3, "presharedkey": 3,
    "authtoken": 2, "creds": 1, "keymaterial": 3,
    "psksecret": 3, "authstring": 2, "seed": 1,
}  # fmt: skip
"""What a name may end in, written together or apart."""
WORDS = {
    "pass": 3, "pw": 3, "psk": 3, "pin": 2, "otp": 2, "totp": 2, "auth": 1, "key": 1, "keys": 1, "sig": 1, "sid": 1,
    "cred": 1, "bearer": 1, "session": 1, "authorization": 1, "skey": 2, "pat": 1, "ikey": 1,
}  # fmt: skip
"""The same where it is a word of its own: `compass` and `monkey` are none."""
KEYS_OF = words_of(
    "api apis secret private access account auth authorization encryption decryption master shared preshared signing "
    "storage client subscription security wifi wireless wpa wep network admin service app application session "
    "consumer deploy function integration tacacs radius host hmac aes crypto cipher webhook jwt token ssh write read "
    "ingest instrumentation psk management rsa"
)
"""A key of these is a secret; a key of anything else is one when it looks random."""
VENDORS = words_of(
    "adafruit adobe algolia alibaba artifactory asana atera autotask beamer bittrex codecov cohere coinbase confluent "
    "connectwise contentful crowdstrike datadog datto deepseek discord dropbox duo etsy fastly finicity finnhub "
    "flickr freshbooks freshdesk gitter gocardless halopsa heroku hubspot hudu huntress intercom itglue jfrog kaseya "
    "kraken kucoin launchdarkly linkedin lob looker mailchimp mailgun mapbox mattermost meraki messagebird mimecast "
    "netlify newrelic ninjaone nytimes okta openweather pagerduty plaid planetscale pushover rapidapi sendbird "
    "sentinelone sidekiq snyk sonarqube sourcegraph squarespace sumologic syncro tailscale telegram travis trello "
    "twitch twitter typeform unifi vercel virustotal zendesk"
)
"""Issuers of tokens that have no form of their own: what looks random right behind their name is one."""
NEUTRAL = words_of(
    "value text plain plaintext cleartext clear string str raw b64 base64 encoded prod production dev development "
    "test testing stage staging qa uat live local old new current default temp temporary initial primary secondary "
    "confirm confirmation confirmed again repeat override env main backup prd stg v here super secure strong real "
    "actual safe"
)
PUBLIC = words_of(
    "public pub primary foreign registry row partition sort cache next page continuation sync cancellation cancel "
    "keyboard max min num count total prompt completion input output unused no null bos eos pad sep end start stop "
    "special csrf2 idempotency dedup lookup translation i18n message routing index unique object partial"
)
"""A name with one of these is no secret, whatever its noun."""
SPLIT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-zß-öø-ÿł]+|[A-Z]+|\d+")
LONGEST_ENDING = max(map(len, ENDINGS))


@lru_cache(maxsize=2_048)
def strength_of(name: str) -> Strength:
    """`name` as it is written: `DB_PASSWORD_PROD`, `clientSecret`, `API key`, `X-Auth-Token`."""
    words = [word.lower() for word in SPLIT.findall(name)]
    while words and (words[-1].isdigit() or (words[-1] in NEUTRAL and len(words) > 1)):
        words.pop()
    if not words or PUBLIC & set(words):
        return Strength.NONE
    return Strength(max(by_word(words), by_ending("".join(words))))


def by_word(words: list[str]) -> int:
    last = words[-1]
    if last in {"key", "keys"} and len(words) > 1 and KEYS_OF & set(words[:-1]):
        return Strength.STRONG if last == "key" else Strength.WEAK
    return WORDS.get(last, Strength.NONE)


def by_ending(joined: str) -> int:
    # The last letter may be one of inflection.
    for name in (joined, joined[:-1]) if len(joined) > 6 else (joined,):
        for length in range(min(LONGEST_ENDING, len(name)), 2 if name is joined else 5, -1):
            if (tail := name[-length:]) in ENDINGS:
                return ENDINGS[tail]
    # `etsykey`, `dbpass`: a weak word at the end of one long word.
    if joined.endswith("pass") and len(joined) <= 12:
        return Strength.FAIR
    return Strength.WEAK if joined.endswith(("key", "auth")) or joined in VENDORS else Strength.NONE


def names_a_secret(value: str) -> bool:
    """Whether a value is itself a name of one: `password = password`, `secret: db-credentials`."""
    letters = re.sub(r"[^A-Za-z]", "", value)
    return value.isascii() and not re.search(r"\d", value) and letters != "" and strength_of(value) >= Strength.FAIR
