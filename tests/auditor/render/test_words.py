from auditor.model import CameraState, Outcome, RateVerdict, Severity, Verdict
from auditor.records import DeviceStatus
from auditor.render import words
from auditor.render.words import field_title, level_title, rate_word, scope_title, step_title


def test_every_member_of_every_enumeration_has_its_word() -> None:
    assert {state: words.STATES[state].text for state in CameraState} == {
        CameraState.OFFLINE: "离线",
        CameraState.ONLINE_NO_STREAM: "在线无流",
        CameraState.PICTURE_ABNORMAL: "画面异常",
        CameraState.PICTURE_OK: "出图正常",
        CameraState.NOT_PROBED: "未检测",
        CameraState.PROBE_BLOCKED: "探测受阻",
    }
    assert [rate_word(verdict).text for verdict in RateVerdict] == [
        "达标",
        "不达标",
        "无法判定",
        "不适用",
        "无数据",
        "未规定阈值",
    ]
    assert [words.SEVERITIES[severity].text for severity in Severity] == ["错误", "警告", "提示"]
    assert [words.OUTCOMES[outcome].text for outcome in Outcome] == ["合格", "不合格", "未知"]
    assert set(words.VERDICTS) == set(Verdict)
    assert set(words.STATE_MEANINGS) == set(CameraState)
    assert set(words.VERDICT_MEANINGS) == set(RateVerdict)
    assert set(words.DEVICE_STATUSES) == set(DeviceStatus)


def test_states_and_verdicts_differ_without_colour() -> None:
    symbols = [words.STATES[state].symbol for state in CameraState]
    assert len(set(symbols)) == len(symbols)
    judged = (RateVerdict.MEETS, RateVerdict.MISSES, RateVerdict.INCONCLUSIVE)
    assert len({rate_word(verdict).symbol for verdict in judged}) == 3


def test_every_symbol_is_in_gb2312() -> None:
    found = [*words.STATES.values(), *map(rate_word, RateVerdict), *words.VERDICTS.values()]
    found += [*words.SEVERITIES.values(), *words.OUTCOMES.values()]
    assert all(len(word.symbol.encode("gb2312")) == 2 for word in found)


def test_not_knowing_is_never_good_or_bad() -> None:
    unknown = [state for state in CameraState if not state.is_conclusive]
    assert {words.STATES[state].tone for state in unknown} == {"unsure"}
    assert rate_word(RateVerdict.INCONCLUSIVE).tone == "unsure"
    assert words.OUTCOMES[Outcome.UNKNOWN].tone == "unsure"
    assert words.VERDICTS[Verdict.UNKNOWN].tone == "unsure"


def test_known_keys_have_titles_and_others_stay_as_they_are() -> None:
    assert [level_title(text) for text in ("growth", "成长型", "其他")] == [
        "成长型",
        "成长型",
        "其他",
    ]
    assert [scope_title(text) for text in ("all", "fire_lane", "街道")] == [
        "全部",
        "消防通道",
        "街道",
    ]
    assert [step_title(text) for text in ("connect", "new_step", "")] == [
        "建立连接",
        "new_step",
        "",
    ]


def test_a_finding_s_field_is_told_by_the_header_of_its_column() -> None:
    told = [field_title(name) for name in ("device_code", "mac", "picture", "设备编码", "other")]
    assert told == ["设备编码", "MAC地址", "画面", "设备编码", "other"]


def test_a_state_that_a_finding_quotes_is_told_in_words() -> None:
    assert [words.value_text(text) for text in ("offline", "3701", "")] == ["离线", "3701", ""]
