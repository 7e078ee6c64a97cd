from auditor import examples
from auditor.records import LocationClass


def test_every_class_has_a_label_of_its_own() -> None:
    assert {c: c.label for c in LocationClass} == {
        LocationClass.RESIDENTIAL_GATE: "小区出入口",
        LocationClass.PARKING_GATE: "停车库（场）出入口",
        LocationClass.MAIN_ROAD: "社区主干道",
        LocationClass.FIRE_LANE: "消防通道",
        LocationClass.OTHER: "其他关键位置",
    }


def test_records_are_values() -> None:
    assert examples.camera() == examples.camera()
    assert hash(examples.camera()) == hash(examples.camera())
    assert examples.camera() != examples.camera(row=2)
