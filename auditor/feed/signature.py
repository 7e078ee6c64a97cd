"""The headers of a delivery: who we are, which delivery it is, and a signature over both.

The signature is an HMAC, in hexadecimal, over timestamp, line feed, idempotency key, line feed
and the body's bytes; docs/feed.md has a worked example.  Pure: the time is an argument.
"""

import hmac

from auditor.feed.document import SCHEMA
from auditor.feed.settings import Destination

__all__ = ["headers", "sign"]


def headers(
    destination: Destination, *, key: str, body: bytes, timestamp: int, schema: str = SCHEMA
) -> dict[str, str]:
    """What is sent beside ``body``; a repeat has another timestamp and the same key."""
    common = {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        "X-Auditor-Schema": schema,
        "User-Agent": "video-surveillance-auditor",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    return common | _proof(destination, key=key, body=body, timestamp=timestamp)


def sign(secret: str, *, digest: str, key: str, body: bytes, timestamp: int) -> str:
    """The signature; ``digest`` is ``sha256`` or ``sm3``."""
    message = f"{timestamp}\n{key}\n".encode() + body
    return hmac.new(secret.encode(), message, digest).hexdigest()


def _proof(to: Destination, *, key: str, body: bytes, timestamp: int) -> dict[str, str]:
    if to.auth == "none":
        return {}
    if to.auth == "bearer":
        return {"Authorization": f"Bearer {to.secret}"}
    digest = to.auth.removeprefix("hmac-")
    value = sign(to.secret, digest=digest, key=key, body=body, timestamp=timestamp)
    return {
        "X-Auditor-Key-Id": to.key_id,
        "X-Auditor-Timestamp": str(timestamp),
        "X-Auditor-Signature": f"{to.auth}={value}",
    }
