"""The operator's lists in a kept case: back as they were, absent in old ones, none unknown."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.case_bytes import pack_case, unpack_case
from auditor.conclude import Case
from auditor.errors import StoreError
from auditor.record_check import prepared
from auditor.records import RowError
from auditor.registry.exclusions import ExclusionRow, ExclusionsFile
from auditor.waivers_file import Waiver, WaiversFile
from tests.auditor.small_community import Place, registry_rows, write_inputs
from tests.auditor.store.values import texts

numbers = st.integers(1, 1_000_000)
exclusion_files = st.builds(
    ExclusionsFile,
    name=texts,
    sha256=texts,
    rows=st.lists(
        st.builds(
            ExclusionRow,
            line=numbers,
            device_code=texts,
            camera_row=texts,
            reason=texts,
            starts=texts,
            ends=texts,
            approver=texts,
            reference=texts,
            filed=texts,
        ),
        max_size=3,
    ).map(tuple),
    errors=st.lists(
        st.builds(RowError, file=texts, row=numbers, line=numbers, message=texts), max_size=2
    ).map(tuple),
)
waiver_files = st.builds(
    WaiversFile,
    name=texts,
    sha256=texts,
    waivers=st.lists(
        st.builds(
            Waiver,
            number=numbers,
            rule=texts,
            device_code=texts,
            community=texts,
            reason=texts,
            owner=texts,
            expires=st.dates(),
        ),
        max_size=3,
    ).map(tuple),
)
WAIVERS = WaiversFile(
    name="w.csv",
    sha256="",
    waivers=(
        Waiver(
            number=1,
            rule="CODE-02",
            device_code="",
            community="云帆社区",
            reason="待换",
            owner="王某",
            expires=dt.date(2026, 12, 31),
        ),
    ),
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("case")
    inputs = write_inputs(folder, registry_rows(Place(stream=1, onvif=2, outside=3)))
    frame, _ = prepared(inputs.registry, inputs.plan.locations, inputs.terms)
    return Case(
        registry=inputs.registry,
        frame=frame,
        plan=inputs.plan,
        community=inputs.community,
        profile=inputs.profile,
        criteria=inputs.terms.criteria,
        tries=3,
        waivers=WAIVERS,
    )


@settings(deadline=None, max_examples=40)
@given(exclusions=st.none() | exclusion_files, waivers=st.none() | waiver_files)
def test_lists_come_back_as_they_were(
    case: Case, exclusions: ExclusionsFile | None, waivers: WaiversFile | None
) -> None:
    told = replace(case, exclusions=exclusions, waivers=waivers)
    parts = pack_case(told, credentials=frozenset())
    again = unpack_case(parts)
    assert (again.exclusions, again.waivers) == (exclusions, waivers)
    assert pack_case(again, credentials=frozenset()) == parts


def changed(case: Case, **facts: object) -> Case:
    """The case from parts whose facts were written otherwise; None leaves a fact out."""
    parts = dict(pack_case(case, credentials=frozenset()))
    told = json.loads(parts["facts"]) | facts
    kept = {name: value for name, value in told.items() if value is not None}
    return unpack_case({**parts, "facts": json.dumps(kept).encode()})


def test_a_case_of_before_the_lists_has_none(case: Case) -> None:
    again = changed(case, exclusions=None, waivers=None)
    assert again.community == case.community
    assert (again.exclusions, again.waivers) == (None, None)


def test_a_fact_that_a_later_version_wrote_is_named_and_refused(case: Case) -> None:
    with pytest.raises(StoreError) as caught:
        changed(case, weather="fog")
    assert str(caught.value) == (
        "what the round was judged by has the field weather, which a later version wrote; "
        "read it with that"
    )
