"""What becomes of a delivery after an answer: sent, tried again later, or parked.  Pure.

2xx is sent.  No answer, 408, 425, 429 and 5xx are tried again: after 2, 4, 8 … seconds up to an
hour, of which the second half is by chance, and never before the platform's Retry-After (a day
at most).  Anything else, redirects too, is parked: a person has to look.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from auditor.feed.client import Answer
from auditor.store.outbox import Settled, State

__all__ = ["decide"]

_FIRST = timedelta(seconds=2)
_LONGEST = timedelta(hours=1)
_LONGEST_ASKED = timedelta(days=1)
_DOUBLINGS = 12
_TRY_AGAIN = frozenset({408, 425, 429})


def decide(answer: Answer, *, attempts: int, now: datetime, chance: float) -> Settled:
    """``attempts`` includes this one, ``chance`` is in [0, 1)."""
    told = answer.text if answer.status is None else f"{answer.status} {answer.text}".strip()
    state = _state(answer.status)
    if state is not State.PENDING:
        return Settled(state=state, next_try_at=now, answer=told)
    pause = max(_back_off(attempts, chance), _asked(answer.retry_after, now))
    return Settled(state=state, next_try_at=now + pause, answer=told)


def _state(status: int | None) -> State:
    if status is None or status in _TRY_AGAIN or 500 <= status < 600:  # noqa: PLR2004 - HTTP's classes
        return State.PENDING
    return State.SENT if 200 <= status < 300 else State.PARKED  # noqa: PLR2004 - same


def _back_off(attempts: int, chance: float) -> timedelta:
    full = min(_LONGEST, _FIRST * (1 << min(attempts - 1, _DOUBLINGS)))
    return full / 2 + full / 2 * chance


def _asked(retry_after: str | None, now: datetime) -> timedelta:
    """Seconds or an HTTP date; what is neither asks for nothing."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return min(_LONGEST_ASKED, timedelta(seconds=int(text[:9])))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return timedelta(0)
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(_LONGEST_ASKED, max(timedelta(0), aware - now))
