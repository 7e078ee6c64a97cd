"""The forms in which a notice is sent: JSON, the markdown of 企业微信 and of 钉钉, a mail.  Pure.

Names come from registers: whatever means something to a chat's markup is written full-width,
since neither bot documents an escape.  What is too long is cut by whole lines, and that is said.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal
from urllib.parse import quote

from pydantic import TypeAdapter

from auditor.alerts.model import Notice
from auditor.alerts.notice import lines, title

__all__ = [
    "SCHEMA",
    "dingtalk_body",
    "dingtalk_query",
    "key_of",
    "mail",
    "webhook_body",
    "wecom_body",
]

SCHEMA = "auditor-alert/1"
_WECOM_BYTES = {"markdown": 4096, "text": 2048}
_DINGTALK_BYTES = 20_000
_ADAPTER = TypeAdapter(Notice)
_FULL_WIDTH = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "\\`*_{}[]<>()#+!|~&@$^="})


def webhook_body(notice: Notice) -> bytes:
    """The notice as it is, with its schema and the text that people would read."""
    told = _ADAPTER.dump_python(notice, mode="json")
    document = {"schema": SCHEMA, "title": title(notice), "lines": lines(notice), **told}
    return json.dumps(document, ensure_ascii=False, sort_keys=True).encode()


def wecom_body(notice: Notice, form: Literal["markdown", "text"]) -> bytes:
    """The message of a 企业微信 bot; its content is limited in bytes."""
    limit = _WECOM_BYTES[form]
    if form == "text":
        content = _cut((title(notice), *lines(notice)), "\n", limit)
    else:
        content = _cut(_markdown(notice), "\n", limit)
    return json.dumps({"msgtype": form, form: {"content": content}}, ensure_ascii=False).encode()


def dingtalk_body(notice: Notice) -> bytes:
    """The message of a 钉钉 bot; a line ends only with an empty one."""
    text = _cut([line for line in _markdown(notice) if line], "\n\n", _DINGTALK_BYTES)
    told = {"title": _escaped(title(notice)), "text": text}
    return json.dumps({"msgtype": "markdown", "markdown": told}, ensure_ascii=False).encode()


def dingtalk_query(token: str, secret: str, at: datetime) -> str:
    """Token, time in milliseconds, and the signature over time and secret (加签)."""
    stamp = str(int(at.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    sign = quote(base64.b64encode(digest).decode(), safe="")
    return f"access_token={quote(token, safe='')}&timestamp={stamp}&sign={sign}"


def mail(notice: Notice, *, sender: str, recipients: Sequence[str]) -> EmailMessage:
    """A mail of plain text; the same notice has the same id, so that a repeat is known."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = title(notice)
    message["From"] = sender
    message["To"] = ", ".join(recipients)
    message["Date"] = format_datetime(notice.at)
    message["Message-ID"] = f"<{key_of(notice)}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join((title(notice), "", *lines(notice))) + "\n")
    return message


def key_of(notice: Notice) -> str:
    """The same for the same notice, whatever channel it takes and however often."""
    return hashlib.sha256(webhook_body(notice)).hexdigest()[:32]


def _markdown(notice: Notice) -> tuple[str, ...]:
    return (f"**{_escaped(title(notice))}**", *map(_escaped, lines(notice)))


def _escaped(text: str) -> str:
    """Nothing is left that could be markup, a mention, a link or a list."""
    shown = text.translate(_FULL_WIDTH).replace("://", "：//")
    return f"－{shown[1:]}" if shown.startswith("-") else shown


def _cut(parts: Sequence[str], joint: str, limit: int) -> str:
    """As many whole lines as fit into ``limit`` bytes with a last one that says what is left."""
    whole = joint.join(parts)
    if len(whole.encode()) <= limit:
        return whole
    for count in range(len(parts) - 1, 0, -1):
        text = joint.join((*parts[:count], f"……另有 {len(parts) - count} 行，见报告"))
        if len(text.encode()) <= limit:
            return text
    return parts[0].encode()[:limit].decode(errors="ignore")
