"""What earlier sittings of a round saw, so that it goes on where it stopped.  Pure.

A resumed round walks the same way again from the first pass; what was seen is recalled instead
of asked.  So every decision on the way - who needs another try, who is confirmed - follows from
the same evidence as in a round that nobody disturbed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, groupby

from auditor.schedule.press import PackedSeen, Press
from auditor.store.sent_logins import LOST, SentLogin
from auditor.store.visits import VisitMark
from probes.logins import Logins, service_of
from probes.observation import Observation
from probes.rtsp_frame import RtspFrame
from probes.target import Target

__all__ = [
    "KnownVisit",
    "Memory",
    "last_sign",
    "lost_logins",
    "lost_pictures",
    "rebuilt_logins",
    "remember",
]

Seen = Observation[object]
PictureCheck = Callable[[int, int, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVisit:
    """What one visit saw; not ``finished`` when all there is of it is a refused login.

    ``observations`` may lie packed.
    """

    row: int
    observations: Iterable[Seen] = ()
    discovered: tuple[str, ...] = ()
    finished: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """``visits`` by attempt; ``ours`` are the looks at ourselves; ``sittings`` their beginnings."""

    visits: Mapping[int, tuple[KnownVisit, ...]] = field(default_factory=dict)
    ours: tuple[Seen, ...] = ()
    sittings: tuple[datetime, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nobody sat over this round before."""
        return not self.sittings

    @property
    def finished(self) -> int:
        """How many visits need not be made again."""
        return sum(visit.finished for known in self.visits.values() for visit in known)

    @property
    def observations(self) -> Iterator[Seen]:
        """What was seen of cameras, pass by pass."""
        passes = sorted(self.visits.items())
        return (seen for _, known in passes for visit in known for seen in visit.observations)

    def pass_began(self, attempt: int) -> datetime | None:
        """When the pass was last begun or taken up, None when nothing of it is known.

        By the first visit of the last sitting that made any: tries are spread from there.
        """
        starts = [
            seen.started_at for visit in self.visits.get(attempt, ()) for seen in visit.observations
        ]
        if not starts:
            return None
        sat_down = max((at for at in self.sittings if at <= max(starts)), default=min(starts))
        return min(at for at in starts if at >= sat_down)


def remember(
    observations: Iterable[Seen], marks: Iterable[VisitMark], sittings: tuple[datetime, ...]
) -> Memory:
    """Sort what the store holds of a round; ``observations`` in the order of their making.

    They are packed as they come: those of a large round would fill the memory.
    """
    press, ours = Press(), list[Seen]()
    parts: dict[tuple[int, int], tuple[bytes, ...]] = {}
    for (row, attempt), seen in groupby(observations, lambda one: (int(one.target), one.attempt)):
        if row > 0:
            parts[row, attempt] = (*parts.get((row, attempt), ()), press.pack(seen))
        else:
            ours += seen
    known = {(mark.row, mark.attempt): mark for mark in marks if mark.row > 0}
    visits: dict[int, list[KnownVisit]] = defaultdict(list)
    for row, attempt in dict.fromkeys((*parts, *known)):
        mark = known.get((row, attempt))
        visits[attempt].append(
            KnownVisit(
                row=row,
                observations=PackedSeen(press, parts.get((row, attempt), ())),
                discovered=mark.discovered if mark else (),
                finished=mark is not None,
            )
        )
    return Memory(
        visits={attempt: tuple(found) for attempt, found in visits.items()},
        ours=tuple(ours),
        sittings=sittings,
    )


def last_sign(observations: Iterable[Seen], began: datetime) -> datetime:
    """When the round was last known to go on."""
    return max((seen.started_at + seen.duration for seen in observations), default=began)


def lost_pictures(memory: Memory, is_there: PictureCheck) -> frozenset[tuple[int, int]]:
    """The visits (row and attempt) whose picture is not kept as it was seen."""
    return frozenset(
        (visit.row, attempt)
        for attempt, known in memory.visits.items()
        for visit in known
        if (sha256 := _picture_of(visit)) and not is_there(visit.row, attempt, sha256)
    )


def lost_logins(memory: Memory, sent: Iterable[SentLogin]) -> tuple[SentLogin, ...]:
    """Logins whose answer was lost with the last sitting, to be written down as such.

    Their visits are made again, without them; a further sitting must not take what those saw
    for the answer.
    """
    told = _told(memory)
    return tuple(
        replace(one, attempt=LOST)
        for one in sent
        if not one.taken and one.attempt != LOST and _key(one) not in told
    )


def rebuilt_logins(
    targets: Iterable[Target], memory: Memory, sent: Iterable[SentLogin] = ()
) -> Logins:
    """Who took or refused which password in earlier sittings.

    A login that was ``sent`` and whose answer is not known counts as refused: it is not sent
    again.
    """
    by_key = {target.key: target for target in targets}
    logins, told = Logins(), _told(memory)
    for seen in chain(memory.ours, memory.observations):
        if seen.target in by_key:
            logins.note(by_key[seen.target], seen)
    for login in sent:
        if str(login.row) in by_key and _key(login) not in told:
            logins.recall(by_key[str(login.row)], login.service, taken=login.taken)
    return logins


def _told(memory: Memory) -> frozenset[tuple[int, str, int]]:
    """Row, service and try of the logins whose answer stands in an observation.

    A visit that goes on may have sent another one since.
    """
    passes = (known for known in memory.visits.values())
    visits = (visit for known in passes for visit in known if visit.finished)
    seen = chain(memory.ours, (one for visit in visits for one in visit.observations))
    return frozenset((int(one.target), service_of(one.probe), one.attempt) for one in seen)


def _key(login: SentLogin) -> tuple[int, str, int]:
    return login.row, login.service, login.attempt


def _picture_of(visit: KnownVisit) -> str | None:
    """The hash of the visit's last picture: one file is kept for each visit."""
    frames = [seen.payload for seen in visit.observations if isinstance(seen.payload, RtspFrame)]
    shown = [frame.picture_sha256 for frame in frames if frame.picture_sha256]
    return shown[-1] if shown else None
