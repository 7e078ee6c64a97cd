"""One notice to a webhook or a bot: one POST by the feed's client, and what the answer means.

The bots answer 200 also when they refuse: their ``errcode`` decides.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from auditor.alerts.door import Door
from auditor.alerts.forms import (
    SCHEMA,
    dingtalk_body,
    dingtalk_query,
    key_of,
    webhook_body,
    wecom_body,
)
from auditor.alerts.model import Notice
from auditor.feed.client import Answer, post
from auditor.feed.signature import headers
from auditor.render.plain_text import shorten, visible

__all__ = ["Sent", "send_web"]

_BUSY_STATUS = frozenset({408, 425, 429})
_BUSY_CODES = frozenset({-1, 45009, 130101})  # system busy; too many messages of 企业微信, of 钉钉
_SHOWN = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """``again`` tells whether another try has a chance; ``answer`` never holds a secret.

    ``flaw`` is what must be told of a notice that arrived all the same.
    """

    done: bool
    again: bool = False
    answer: str = ""
    flaw: str = ""


def send_web(door: Door, notice: Notice, now: datetime) -> Sent:
    """Send once; never raises for a peer."""
    to = door.destination
    body, query = _message(door, notice, now)
    sent = headers(to, key=key_of(notice), body=body, timestamp=int(now.timestamp()), schema=SCHEMA)
    answer = post(to, body=body, headers=sent, query=query)
    return _meaning(answer, is_bot=door.channel.kind != "webhook")


def _message(door: Door, notice: Notice, now: datetime) -> tuple[bytes, str]:
    login = door.login
    match door.channel.kind:
        case "wecom":
            return wecom_body(notice, door.channel.form), f"key={login.password}"
        case "dingtalk":
            return dingtalk_body(notice), dingtalk_query(login.username, login.password, now)
        case _:
            return webhook_body(notice), ""


def _meaning(answer: Answer, *, is_bot: bool) -> Sent:
    status = answer.status
    if status is None:
        return Sent(done=False, again=True, answer=answer.text)
    if not 200 <= status < 300:  # noqa: PLR2004 - HTTP's classes
        again = status in _BUSY_STATUS or status >= 500  # noqa: PLR2004 - same
        return Sent(
            done=False, again=again, answer=shorten(f"{status} {answer.text}".strip(), _SHOWN)
        )
    return _bot_meaning(answer.text) if is_bot else Sent(done=True, answer=str(status))


def _bot_meaning(text: str) -> Sent:
    try:
        told = json.loads(text)
        code = int(told["errcode"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return Sent(done=False, answer="the answer has no errcode; is this a bot's address?")
    if code == 0:
        return Sent(done=True, answer="errcode 0")
    why = shorten(visible(str(told.get("errmsg", ""))), _SHOWN)
    return Sent(done=False, again=code in _BUSY_CODES, answer=f"errcode {code} {why}".strip())
