"""Taking credentials out of URIs and out of texts that quote them.

Used on everything that leaves a probe: payloads, failure details, logs.  It would rather hide
too much than too little; keeping the real credential is left to :class:`probes.target`.
"""

import re

__all__ = ["redact_uri", "strip_userinfo"]

_PASSES = 8  # two suffice for all that was seen
_MASK = "***"
_HOST = re.compile(r"(?:\[[^\]@]*\]|[^:@\[\]]*)(?::\d{0,5})?")
_TOKEN = re.compile(r"//\S*")
# A password with a blank in it: "//name:" is followed by something that is no port.
_SPACED = re.compile(r"//[^\s/?#@:\[\]]*:(?!\d{0,5}(?:[/?#\s]|$))[^@\r\n]*@")
_SECRET = re.compile(
    r"((?:user|usr|login|account|pass|pwd|psw|psd|token|auth|key|secret|credential|sign|session)"
    r"[\w.-]{0,40}?(?:=|%3d))"
    # XM (Xiongmai) firmware writes user=admin_password=xx_channel=1 inside the path.
    r"(.*?)(?=&|%26|\s|_(?:user|password|channel|stream|onvif)=|$)",
    re.IGNORECASE,
)


def redact_uri(text: str) -> str:
    """Return ``text`` with user names, passwords and tokens of any URI in it replaced by ***.

    Applying it twice changes nothing more; it never raises.
    """
    for _ in range(_PASSES):
        masked = _masked_once(text)
        if masked == text:
            break
        text = masked  # what was masked can lay bare what stood behind it
    return text


def _masked_once(text: str) -> str:
    masked = _SPACED.sub(f"//{_MASK}@", text)
    masked = _TOKEN.sub(lambda match: _mask_userinfo(match[0]), masked)
    return _SECRET.sub(lambda match: match[1] + _MASK, masked)


def strip_userinfo(uri: str) -> tuple[str, bool]:
    """Return ``uri`` without ``user:password@`` and whether there was one."""
    start = uri.find("//")
    if start < 0:
        return uri, False
    head, rest = uri[: start + 2], uri[start + 2 :]
    authority = _authority(rest)
    if "@" in authority:
        return head + rest[authority.rfind("@") + 1 :], True
    if "@" in rest and not _HOST.fullmatch(authority):
        return head + rest[rest.rfind("@") + 1 :], True
    return uri, False


def _authority(rest: str) -> str:
    """Return the part before the path; RFC 3986 3.2."""
    return re.split(r"[/?#\\]", rest, maxsplit=1)[0]


def _mask_userinfo(token: str) -> str:
    """Cut at the last @: an unescaped password may itself hold ``/``, ``?`` or ``@``."""
    rest = token[2:]
    authority = _authority(rest)
    if "@" not in rest or ("@" not in authority and _HOST.fullmatch(authority)):
        return token
    return f"//{_MASK}@{rest[rest.rfind('@') + 1 :]}"
