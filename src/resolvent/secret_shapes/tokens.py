"""What issuers' own tokens look like, by the formats that they publish: a prefix that nothing else has, and a length.

The whole token is the secret. Open-ended lengths take the full run, since issuers lengthen their tokens.
"""

import re

from resolvent.secret_shapes.rules import Rule


def is_issued(value: str) -> bool:
    """Not a picture of a token, one or two letters repeated. What was blotted out with `x` goes all the same."""
    letters = set(value[5:].lower()) - set("x_-.0")
    return not letters or len(letters) > 2


def is_random(value: str) -> bool:
    return all(re.search(kind, value) for kind in ("[a-z]", "[A-Z]", "[0-9]"))


def token(name: str, hints: str, pattern: str) -> Rule:
    return Rule(name, tuple(hints.split()), rf"(?-i)\b({pattern})", is_issued)


def exact(name: str, hints: str, pattern: str) -> Rule:
    """A format so exact that nothing else can be meant, whatever it is filled with."""
    return Rule(name, tuple(hints.split()), rf"(?-i)\b({pattern})")


TOKENS = (
    exact("AWS access key", "akia asia abia acca a3t", r"(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b"),
    token("AWS Bedrock", "absk bedrock-api-key-", r"ABSK[A-Za-z0-9+/]{109,269}={0,2}|bedrock-api-key-[\w+/=-]{20,}"),
    token("Alibaba access key", "ltai", r"LTAI[A-Za-z0-9]{17,21}\b"),
    token("Azure client secret", "q~", r"[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}"),
    token("Azure key", "azfu azse +ast acdb +acr aiot apim azca", r"[A-Za-z0-9+/]{40,}(?:AzFu|AzSe|\+ASt|ACDb|\+ACR|AIoT|APIM|AzCa)[A-Za-z0-9+/]{4,}={0,2}"),
    token("Azure DevOps", "azdo", r"[A-Za-z0-9]{72,}AZDO[A-Za-z0-9]{4,}\b"),
    token("Google API key", "aiza", r"AIzaSy[\w-]{33}"),
    token("Google OAuth", "gocspx- ya29. 1//0", r"GOCSPX-[\w-]{20,}|ya29\.[\w-]{20,}|1//0[\w-]{30,}"),
    exact("GitHub", "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", r"gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{50,}"),
    token("GitLab", "gl gr1348941 _gitlab_session", r"gl(?:pat|rt|rtr|dt)-(?:t\d_)?[\w-]{27,300}\.[0-9a-z]{9}|gl(?:oas|agent)-[\w-]{50,64}|gl(?:cbt|imt)-[\w-]{20,30}|gl(?:pat|dt|ft|rt|agent|soat|ffct|wt|oas)-(?:t\d_)?[\w-]{20}\b|glptt-[a-f0-9]{40}|GR1348941[\w-]{20}"),
    token("Bitbucket and Atlassian", "atatt3 atctt3 atbb atoa", r"ATATT3[\w=-]{30,}|ATCTT3xFfG[\w=-]{30,}|ATBB[A-Za-z0-9]{28,}|ATOA[\w=-]{30,}"),
    token("Slack", "xox xapp-", r"xox[bepos](?:-\d{8,14}){1,4}-[A-Za-z0-9]{6,}|xox[ar]-(?:\d-)?[A-Za-z0-9-]*\d[A-Za-z0-9-]{7,}|xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{100,}|xapp-\d-[A-Za-z0-9-]{20,}"),
    token("Stripe", "sk_ rk_ whsec_ pk_live", r"(?:sk|rk)_(?:test|live|prod)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{20,}|pk_live_[A-Za-z0-9]{20,}"),
    token("Anthropic", "sk-ant-", r"sk-ant-[\w-]{20,}"),
    token("OpenAI", "sk-", r"sk-(?:proj|svcacct|admin|None|or-v1)-[\w-]{20,}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|sk-[A-Za-z0-9]{32,}"),
    token("Hugging Face", "hf_ api_org_", r"hf_[A-Za-z0-9]{34}\b|api_org_[A-Za-z0-9]{34}\b"),
    token("Model vendors", "gsk_ xai- r8_ pplx- lsv2_ nvapi- tgp_v1_ fw_", r"gsk_[A-Za-z0-9]{40,}|xai-[A-Za-z0-9]{40,}|r8_[A-Za-z0-9]{30,}|pplx-[A-Za-z0-9]{32,}|lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}|nvapi-[\w-]{40,}|tgp_v1_[\w-]{30,}|fw_[A-Za-z0-9]{22,}\b"),
    token("npm", "npm_", r"npm_[A-Za-z0-9]{30,}"),
    token("PyPI", "pypi-ag", r"pypi-Ag[\w-]{50,}"),
    token("RubyGems, crates, NuGet, Clojars", "rubygems_ cio oy2 clojars_", r"rubygems_[a-f0-9]{48}|cio[A-Za-z0-9]{32}\b|oy2[a-z0-9]{43}\b|CLOJARS_[a-zA-Z0-9]{60}"),
    token("Docker Hub", "dckr_", r"dckr_(?:pat|oat)_[\w-]{20,}"),
    token("JWT", ".ey", r"ey[A-Za-z0-9_-]{15,}\.ey[A-Za-z0-9_/\\-]{10,}\.[A-Za-z0-9_/\\-]{8,}={0,2}"),
    token("JWT, encrypted", "eyj", r"eyJ[\w-]{15,}\.[\w-]{0,1000}\.[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}"),
    token("JWT in base64", "zxlk", r"ZXlK[A-Za-z0-9+/_-]{60,}={0,2}"),
    token("SendGrid", "sg.", r"SG\.[\w-]{16,32}\.[\w-]{16,64}"),
    token("Mail senders", "xkeysib- -us key- re_", r"xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}|[a-f0-9]{32}-us\d{1,2}\b|key-[a-f0-9]{32}\b|re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}\b"),
    token("Twilio", "sk", r"SK[a-f0-9]{32}\b"),
    token("Discord bot", ".", r"[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,40}"),
    token("Telegram bot", ":a", r"\d{8,10}:A[\w-]{34}\b"),
    token("DigitalOcean", "do", r"do[oprt]_v1_[a-f0-9]{64}"),
    token("Databricks", "dapi", r"dapi[a-f0-9]{32}(?:-\d)?\b"),
    token("HashiCorp", "hvs. hvb. hvr. .atlasv1.", r"hv[sbr]\.[\w-]{24,}|[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}"),
    token("Heroku", "hrku-", r"HRKU-[\w-]{30,}"),
    token("Grafana", "glc_ glsa_ eyjrijoi", r"glc_[A-Za-z0-9+/]{32,}={0,3}|glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|eyJrIjoi[A-Za-z0-9+/]{60,}={0,3}"),
    token("Observability", "nrak- nrii- nrjs- nrra- nrbr- dt0 phx_ phc_ sntr", r"NR(?:AK|II|JS|RA|BR)-[\w]{19,}|dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}|ph[xc]_[\w-]{30,}|sntr(?:ys|yu)_[\w+/=-]{40,}"),
    token("Secret stores", "dp. ops_ey a3- age-secret-key- pul-", r"dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.]{40,}|ops_eyJ[A-Za-z0-9+/=]{100,}|A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}|AGE-SECRET-KEY-1[A-Z0-9]{50,}|pul-[a-f0-9]{40}\b"),
    token("Code and deployment", "api- sgp_ slk_ sq pnu_ ccipat_ bkua_ bkaa_ tk-us- rnd_ nfp_ fo1_ fm1 fm2_ figd_ tskey- sbp_ rdme_", r"API-[A-Z0-9]{26,}\b|sgp_(?:[A-Fa-f0-9]{16}_|local_)?[A-Fa-f0-9]{40}|slk_[a-f0-9]{64}|sq[uap]_[\w=-]{40}\b|pnu_[A-Za-z0-9]{36}|CCIPAT_[\w]{30,}|bk[ua]a_[\w]{30,}|tk-us-[\w-]{48}|rnd_[A-Za-z0-9]{28,}|nfp_[A-Za-z0-9]{36,}|fo1_[\w-]{43}|fm1[ar]_[A-Za-z0-9+/]{100,}={0,3}|fm2_[A-Za-z0-9+/]{100,}={0,3}|figd_[\w-]{36,}|tskey-[a-z]+-[\w-]{16,}|sbp_[a-f0-9]{40}|rdme_[a-z0-9]{70}"),
    token("Databases", "pscale_ 4b1d", r"pscale_(?:tkn|pw|oauth)_[\w=.-]{30,}|4b1d[A-Za-z0-9]{38}\b"),
    token("Shops and payments", "shp eaaa sq0 access- ezak eztk flw shippo_ duffel_ live_ test_ sm_aat_", r"shp(?:at|ca|pa|ss|ua|tka)_[A-Fa-f0-9]{32}|EAAA[\w+=-]{22,}|sq0(?:atp|csp|idp)-[\w+=-]{22,}|access-(?:sandbox|development|production)-[0-9a-f-]{36}|EZ[AT]K[A-Za-z0-9]{54}|FLW(?:SECK|PUBK)(?:_TEST)?-[a-h0-9]{12,}(?:-X)?|shippo_(?:live|test)_[a-fA-F0-9]{40}|duffel_(?:test|live)_[\w=-]{43}|live_[\w=-]{40}\b|(?:live|test)_(?:pub_)?[a-f0-9]{31,35}\b|sm_aat_[A-Za-z0-9]{16}"),
    token("Facebook", "eaa", r"EAA[A-Z][A-Za-z0-9]{60,}"),
    token("Dropbox", "sl.", r"sl\.(?:u\.)?[\w=-]{60,}"),
    token("Artifactory", "akcp cmvmdgtu", r"AKCp[A-Za-z0-9]{69}|cmVmdGtu[A-Za-z0-9]{50,}"),
    token("Desk and work tools", "pmak- pat ntn_ secret_ lin_ dnkey- ico- tfp_ fio-u- p8e- s-s4t2", r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}|pat[A-Za-z0-9]{14}\.[a-f0-9]{64}|ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43}\b|lin_(?:api|oauth)_[A-Za-z0-9]{32,}|dnkey-[\w=-]{26}-[\w=-]{52}|ico-[A-Za-z0-9]{32}\b|tfp_[\w=.-]{50,}|fio-u-[\w=-]{64}|p8e-[a-z0-9]{32}\b|s-s4t2(?:ud|af)-[a-f0-9]{64}"),
    token("Identity", "sha256~ v1.0- authress sc_ ext_ scauth_", r"sha256~[\w-]{43}|v1\.0-[a-f0-9]{24}-[a-f0-9]{146}|(?:sc|ext|scauth|authress)_[a-zA-Z0-9]{5,30}\.[a-zA-Z0-9]{4,6}\.(?:acc)[_-][a-z0-9-]{10,32}\.[\w+/=-]{30,120}"),
    token("Yandex", "aqvn t1. yc", r"AQVN[\w-]{35,38}\b|t1\.[A-Z0-9a-z_-]+={0,2}\.[\w-]{86}={0,2}|YC[\w-]{38}\b"),
    token("Mapbox", "pk. sk.", r"[ps]k\.[a-zA-Z0-9]{60}\.[a-zA-Z0-9]{22}"),
    token("Harness", "pat. sat.", r"(?:pat|sat)\.[\w-]{22}\.[a-f0-9]{24}\.[A-Za-z0-9]{20}"),
    token("MaxMind", "_mmk", r"\w{6}_\w{29}_mmk\b"),
    token("LaunchDarkly, Contentful", "sdk- mob- cfpat-", r"(?:sdk|mob)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|CFPAT-[\w-]{43}"),
    token("Microsoft refresh token", "0.a 1.a", r"[01]\.A[\w-]{50,}(?:\.[\w-]{20,})?"),
    Rule("Vault, before 1.10", ("s.",), r"(?-i)\b(s\.[A-Za-z0-9]{24})\b", is_random),
    token("WooCommerce", "ck_ cs_", r"(?:ck|cs)_[a-f0-9]{40}\b"),
)  # fmt: skip
