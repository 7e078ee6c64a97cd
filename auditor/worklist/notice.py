"""Who has to repair what after a round.  Pure.

Only what was found is asked for: a camera that could not be tested is listed apart, to be looked
at, and never as a fault.  Doubts, waived findings and warnings are left out.  Layout is left to
`auditor.render.notice_docx` and `auditor.render.xlsx`.
"""

import enum
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from auditor.discovery import all_rules
from auditor.finding_ids import finding_ids, state_ids
from auditor.masking.reports import mask_words, masked
from auditor.model import CameraResult, CameraState, Finding, Report, Severity, Verdict
from auditor.moments import BEIJING
from auditor.records import KeyLocation
from auditor.rule import RuleMeta

__all__ = ["By", "Doubtful", "ItemPicture", "Notice", "Responsible", "WorkItem", "notices"]

_TO_DO = {
    CameraState.OFFLINE: "检查设备供电、网络和台账地址，恢复在线",
    CameraState.ONLINE_NO_STREAM: "检查取流地址、口令和编码设置，恢复视频流",
    CameraState.PICTURE_ABNORMAL: "检查镜头、视野和图像设置，恢复正常画面",
}
_STATES = {
    CameraState.OFFLINE: "离线",
    CameraState.ONLINE_NO_STREAM: "在线无流",
    CameraState.PICTURE_ABNORMAL: "画面异常",
}
_CLAUSE = "山东省智慧社区建设指标 4"
_NOBODY = {"maintainer": "（台账未登记管理单位）", "owner": "（台账未登记设备归属）"}


class By(enum.StrEnum):
    """What the lists are grouped by; the register has no column of its own for maintainers."""

    MAINTAINER = "maintainer"
    OWNER = "owner"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible:
    """Whom a camera's row of the register names: 管理单位, its contact, Owner."""

    maintainer: str = ""
    contact: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ItemPicture:
    """The round's picture of a camera: its relative name, and the hash of its file."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One thing to repair (Chinese but for ids); the first of a camera has its picture."""

    number: int
    device_code: str
    name: str
    place: str
    fault: str
    to_do: str
    clause: str
    finding_id: str
    remark: str
    picture: ItemPicture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A camera of which nothing is known; it is to be looked at and is no fault."""

    number: int
    device_code: str
    name: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A list that is addressed to one party."""

    number: str
    addressee: str
    contacts: tuple[str, ...]
    community: str
    round_id: str
    issued_on: date
    deadline: date | None
    items: tuple[WorkItem, ...]
    doubtful: tuple[Doubtful, ...]


def notices(
    report: Report,
    responsible: Mapping[int, Responsible],
    *,
    by: By,
    deadline: date | None = None,
    unmasked: bool = False,
) -> tuple[Notice, ...]:
    """One notice a party that has anything to do or to look at, in the order of their names."""
    shown = report if unmasked else masked(report)
    work = _Work(shown, finding_ids(report), state_ids(report))
    groups: dict[str, list[CameraResult]] = defaultdict(list)
    for one in shown.cameras:
        named = responsible.get(one.camera.row, Responsible())
        groups[_party(shown, named if unmasked else _masked(named), by)].append(one)
    issued = report.provenance.ended_at.astimezone(BEIJING).date()
    told: list[Notice] = []
    for party in sorted(groups):
        items = tuple(item for one in groups[party] for item in _pictured(one, work.of(one)))
        doubtful = tuple(one for one in groups[party] if not one.state.is_conclusive)
        if items or doubtful:
            contacts = _contacts(groups[party], responsible)
            told.append(
                Notice(
                    number=f"整改〔{issued:%Y%m%d}〕{len(told) + 1:03d} 号",
                    addressee=party,
                    contacts=contacts if unmasked else tuple(map(mask_words, contacts)),
                    community=shown.community,
                    round_id=report.provenance.round_id,
                    issued_on=issued,
                    deadline=deadline,
                    items=_numbered(items),
                    doubtful=tuple(
                        work.doubtful(number, one) for number, one in enumerate(doubtful, start=1)
                    ),
                )
            )
    return tuple(told)


def _masked(named: Responsible) -> Responsible:
    return replace(named, maintainer=mask_words(named.maintainer), owner=mask_words(named.owner))


def _party(report: Report, named: Responsible, by: By) -> str:
    if by is By.COMMUNITY:
        return report.community
    text = named.maintainer if by is By.MAINTAINER else named.owner
    return text.strip() or _NOBODY[by.value]


def _contacts(
    cameras: list[CameraResult], responsible: Mapping[int, Responsible]
) -> tuple[str, ...]:
    texts = (responsible.get(one.camera.row, Responsible()).contact.strip() for one in cameras)
    return tuple(dict.fromkeys(text for text in texts if text))


class _Work:
    """What is wrong with each camera of a report; the ids are those of the whole one."""

    def __init__(self, report: Report, ids: Sequence[str], states: Mapping[int, str]) -> None:
        self._places = {place.id: place for place in report.key_locations}
        self._states = states
        self._metas = {rule.meta.id: rule.meta for rule in all_rules()}
        self._excused = {
            item.camera_row: f"已报备：{item.reason}（{item.reference}）"
            for item in report.exclusions
            if item.counts and item.camera_row is not None
        }
        self._findings: dict[int, list[tuple[str, Finding]]] = defaultdict(list)
        for name, finding in zip(ids, report.findings, strict=True):
            if finding.verdict is Verdict.FAIL:
                self._findings[finding.row].append((name, finding))

    def of(self, one: CameraResult) -> Iterator[WorkItem]:
        """The state first, then what else the rules refuse: what they say of the state is one."""
        found = self._findings[one.camera.row]
        if one.state in _TO_DO:
            yield self._state_item(one, [pair for pair in found if _tells_state(one, pair[1])])
        for name, finding in found:
            if finding.severity is Severity.ERROR and not _tells_state(one, finding):
                yield self._rule_item(one, name, finding, self._metas.get(finding.rule))

    def doubtful(self, number: int, one: CameraResult) -> Doubtful:
        """A camera that this round says nothing of."""
        return Doubtful(
            number=number,
            device_code=one.camera.device_code,
            name=one.camera.name,
            place=_place(one, self._places),
            reason=one.reason,
        )

    def _state_item(self, one: CameraResult, told: Sequence[tuple[str, Finding]]) -> WorkItem:
        """By the id and clause of the finding that tells it, so that the report has it too."""
        fault, to_do = f"{_STATES[one.state]}：{one.reason}", _TO_DO[one.state]
        if not told:
            return self._item(one, fault, to_do, _CLAUSE, self._states[one.camera.row])
        name, finding = told[0]
        clause = _clause(finding, self._metas.get(finding.rule))
        return self._item(one, fault, to_do, clause, name)

    def _rule_item(
        self, one: CameraResult, name: str, finding: Finding, meta: RuleMeta | None
    ) -> WorkItem:
        title = f"{meta.title}：" if meta and not _says(finding.message, meta.title) else ""
        written = f"（登记为“{finding.value}”）" if finding.value else ""
        fault = f"{title}{finding.message}{written}"
        return self._item(one, fault, finding.suggestion, _clause(finding, meta), name)

    def _item(
        self, one: CameraResult, fault: str, to_do: str, clause: str, finding_id: str
    ) -> WorkItem:
        return WorkItem(
            number=0,
            device_code=one.camera.device_code,
            name=one.camera.name,
            place=_place(one, self._places),
            fault=fault,
            to_do=to_do,
            clause=clause,
            finding_id=finding_id,
            remark=self._excused.get(one.camera.row, ""),
        )


def _pictured(one: CameraResult, items: Iterator[WorkItem]) -> Iterator[WorkItem]:
    """What is wrong with a camera, its picture beside the first: once is enough."""
    if one.picture and one.picture_sha256:
        picture = ItemPicture(one.picture, one.picture_sha256)
        yield from (replace(item, picture=picture) for item in itertools.islice(items, 1))
    yield from items


def _tells_state(one: CameraResult, finding: Finding) -> bool:
    """A defect that the state names, or the rule that says the state itself."""
    return finding.rule in one.defects or finding.value == one.state.value


def _clause(finding: Finding, meta: RuleMeta | None) -> str:
    clauses = "；".join(map(str, meta.clauses)) if meta else ""
    return f"{finding.rule} {clauses}".strip()


def _says(message: str, title: str) -> bool:
    return "".join(title.split()) in "".join(message.split())


def _place(one: CameraResult, places: Mapping[str, KeyLocation]) -> str:
    """The key location and the address, as far as they are registered."""
    place = places.get(one.camera.key_location_id)
    named = f"{place.id} {place.name}" if place else ""
    return "；".join(text for text in (named, one.camera.address.strip()) if text)


def _numbered(items: tuple[WorkItem, ...]) -> tuple[WorkItem, ...]:
    return tuple(replace(item, number=number) for number, item in enumerate(items, start=1))
