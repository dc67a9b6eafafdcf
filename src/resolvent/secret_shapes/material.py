"""Keys and codes that are told by their form alone: private key blocks, recovery and product keys, hashes of passwords, links that let in."""

import re

from resolvent.secret_shapes.harmless import is_placeholder, is_reference
from resolvent.secret_shapes.names import Strength
from resolvent.secret_shapes.rules import Rule
from resolvent.secret_shapes.tokens import is_random
from resolvent.secret_shapes.values import can_be_secret


def is_filled_in(value: str) -> bool:
    return not is_placeholder(value) and not is_reference(value)


def has_a_digit(value: str) -> bool:
    return re.search(r"\d", value) is not None and len(set(value)) > 4


def is_userinfo(value: str) -> bool:
    return not is_reference(value) and not re.fullmatch(r"[<\[{*].*|\d{1,5}", value)


def is_url_secret(value: str) -> bool:
    return can_be_secret(value, Strength.STRONG, quoted=True) and not re.fullmatch(r"\d{1,5}", value)


MATERIAL = (
    Rule("AWS secret key beside its identifier", ("akia", "asia"), r"(?-i)\b(?:AKIA|ASIA)[A-Z0-9]{16}\b[^\n]{0,60}?[\s\"':=,/|]([A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+=]|$)", is_random),
    Rule("PuTTY private key", ("private-lines",), r"Private-Lines:\s*\d+\s+((?:[A-Za-z0-9+/=]{4,}\s+)+)"),
    Rule("RSA key in XML", ("<d>", "<p>", "<q>", "<dp>", "<dq>", "<inverseq>"), r"<(?:D|P|Q|DP|DQ|InverseQ)>\s*([A-Za-z0-9+/=\s]{20,})\s*</"),
    Rule("BitLocker recovery key", ("-",), r"\b(\d{6}(?:[-‐‑– ]\d{6}){7})\b", has_a_digit),
    Rule("product key", ("-",), r"(?-i:\b([A-Z0-9]{5}(?:-[A-Z0-9]{5}){4})\b)", has_a_digit),
    Rule("hash of a password", ("$",), r"(\$(?:1|2[abxy]|5|6|7|8|9|14|y|gy|apr1|argon2(?:id|i|d)|scrypt|pbkdf2(?:-sha\d+)?|sha1|md5)\$[A-Za-z0-9./+=,$_-]{13,})"),
    Rule("Juniper's reversible password", ("$9$",), r"(\$9\$[A-Za-z0-9./-]{6,})"),
    Rule("Windows password hashes", (":::",), r":([a-f0-9]{32}):([a-f0-9]{32}):::"),
    Rule("Active Directory hash", ("aad3b435b51404ee",), r"aad3b435b51404ee:([a-f0-9]{32})\b"),
    Rule("one-time password link", ("otpauth",), r"otpauth(?:-migration)?://[^\s\"'<>]{0,500}?[?&](?:secret|data)=([^&\s\"'<>]+)"),
    Rule("webhook", ("hooks.slack.com", "discord", "webhook.office.com", "outlook.office.com/webhook", "logic.azure.com", "chat.googleapis.com", "api.telegram.org", "hooks.zapier.com", "hook.", "powerplatform.com"),
         r"(https://(?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/[\w/+-]{20,}|(?:\w+\.)?discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d+/[\w-]{20,}|[\w.-]*webhook\.office\.com/webhookb2/[\w@/-]{30,}|outlook\.office\.com/webhook/[\w@/-]{30,}|chat\.googleapis\.com/v1/spaces/[\w-]+/messages\?[^\s\"'<>]{20,}|hooks\.zapier\.com/hooks/catch/\d+/\w+|hook\.[\w.-]*make\.com/\w{20,}))"),
    Rule("signed link", ("sig=", "signature=", "x-amz-security-token=", "code="), r"[?&;](?:sig|signature|x-amz-signature|x-amz-security-token|x-goog-signature|code)=([A-Za-z0-9%+/_=.~-]{24,})", is_filled_in),
    Rule("secret in a link", ("://",), r"[?&](?:access_token|id_token|refresh_token|auth_token|token|api[_-]?key|apikey|key|auth|client_secret|secret|password|passwd|pwd|pass|subscription-key|session|sid)=([^&\s\"'<>#`\\)]{6,})", is_url_secret),
    Rule("user and password in an address", ("://",), r"[a-z][a-z0-9+.-]{1,20}://[^\s:/?#@\"'<>]{0,80}:([^\s/\"'<>@]{1,200}(?:@[^\s/\"'<>@.:]{1,60})?)@[A-Za-z0-9\[$%{<.-]", is_userinfo),
    Rule("token as the user of an address", ("://",), r"https?://([A-Za-z0-9_-]{20,})@[A-Za-z0-9.-]", has_a_digit),
    Rule("machine key", ("validationkey", "decryptionkey"), r"(?:validation|decryption)Key=\"([A-F0-9]{32,})"),
    Rule("group policy password", ("cpassword",), r"cpassword\s*=\s*[\"']([A-Za-z0-9+/=]{8,})"),
    Rule("LAPS JSON", ('"p"',), r"\"n\"\s*:\s*\"[^\"]*\"\s*,\s*\"t\"\s*:\s*\"[^\"]*\"\s*,\s*\"p\"\s*:\s*\"([^\"]+)"),
)  # fmt: skip
