"""Sending what is due to every channel: few tries, short pauses, and no channel stops another.

What could not be sent waits in the memory and is sent before the next notice.
"""

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from auditor.alerts.door import Door, open_door
from auditor.alerts.due import due, may_send, noted_failure, noted_sent
from auditor.alerts.memory import ChannelMemory, Memory, load_memory, save_memory
from auditor.alerts.model import Notice
from auditor.alerts.post_office import send_mail
from auditor.alerts.settings import Alerts, Channel
from auditor.alerts.web import Sent, send_web
from auditor.errors import ConfigError, ReportError

__all__ = ["Dispatcher", "Outcome", "send_once"]

_TRIES = 3
_FIRST_PAUSE_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one channel: notices sent, notices that wait, and why."""

    channel: str
    sent: int = 0
    waiting: int = 0
    fault: str = ""


def send_once(door: Door, notice: Notice, now: datetime) -> Sent:
    """By mail or HTTP."""
    return send_mail(door, notice) if door.channel.kind == "smtp" else send_web(door, notice, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatcher:
    """``reports`` is where the memory lies; clock and pause can be replaced."""

    alerts: Alerts
    reports: Path
    credentials: str
    environment: Mapping[str, str]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    pause: Callable[[float], None] = time.sleep
    tries: int = field(default=_TRIES)

    def send(self, notice: Notice | None) -> tuple[Outcome, ...]:
        """Send ``notice`` and what waits; the memory is kept after each channel."""
        memory = self._put_by(load_memory(self.reports), notice)
        outcomes = []
        for channel in self.alerts.channels:
            known = memory.get(channel.name, ChannelMemory())
            memory[channel.name], outcome = self._serve(channel, known)
            if memory[channel.name] != known:
                save_memory(self.reports, memory)
            outcomes.append(outcome)
        return tuple(outcomes)

    def _put_by(self, memory: Memory, notice: Notice | None) -> Memory:
        """What is due waits until it is sent: whoever is ended meanwhile has lost no notice."""
        put_by = dict(memory)
        for channel in self.alerts.channels:
            known = memory.get(channel.name, ChannelMemory())
            waiting = due(known, notice, now=self.now(), repeat=self._repeat)
            put_by[channel.name] = replace(known, waiting=waiting)
        if notice is not None:
            with contextlib.suppress(ReportError):  # a full disk is no reason to say nothing
                save_memory(self.reports, put_by)
        return put_by

    @property
    def _repeat(self) -> timedelta:
        return timedelta(hours=self.alerts.repeat_h)

    def _serve(self, channel: Channel, memory: ChannelMemory) -> tuple[ChannelMemory, Outcome]:
        queue, repeat = memory.waiting, self._repeat
        before, fault = memory, ""
        try:
            door = self._door(channel) if queue else None
        except ConfigError as error:
            door, fault = None, str(error)
            memory = noted_failure(memory, fault)
        while door and queue and not fault:
            memory, fault, done = self._next(door, memory, queue[0], repeat)
            queue = queue[1:] if done else queue
        sent = memory.delivered - before.delivered
        memory = replace(memory, waiting=queue)
        return memory, Outcome(channel=channel.name, sent=sent, waiting=len(queue), fault=fault)

    def _next(
        self, door: Door, memory: ChannelMemory, notice: Notice, repeat: timedelta
    ) -> tuple[ChannelMemory, str, bool]:
        """One notice: what is wrong with it, or an empty text, and whether it was sent."""
        most = door.channel.max_per_hour
        if not may_send(memory, now=self.now(), max_per_hour=most):
            return memory, f"{most} messages were sent within the hour", False
        sent = self._try(door, notice)
        if sent.done:
            return noted_sent(memory, notice, now=self.now(), repeat=repeat), sent.flaw, True
        fault = sent.answer or "no answer"
        return noted_failure(memory, fault), fault, False

    def _try(self, door: Door, notice: Notice) -> Sent:
        sent = send_once(door, notice, self.now())
        for attempt in range(1, self.tries):
            if sent.done or not sent.again:
                break
            self.pause(_FIRST_PAUSE_S * 4 ** (attempt - 1))
            sent = send_once(door, notice, self.now())
        return sent

    def _door(self, channel: Channel) -> Door:
        return open_door(channel, credentials=self.credentials, environment=self.environment)
