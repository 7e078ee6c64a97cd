from auditor.model import RateVerdict
from auditor.render.plan_text import Doing, doings, headline, remarks
from auditor.repairs import Action, Goal, Repair, RepairPlan, Task


def task(
    indicator: str = "health_rate", action: Action = Action.MEND, reason: str = "黑屏"
) -> Task:
    return Task(indicator=indicator, title=indicator, action=action, reason=reason)


def repair(*tasks: Task, of_location: bool = False) -> Repair:
    return Repair(key="1", label="东门", of_location=of_location, tasks=tasks or (task(),))


def plan(
    *repairs: Repair,
    verdict: RateVerdict = RateVerdict.MISSES,
    at_least: int | None = None,
    left_out: tuple[str, ...] = (),
) -> RepairPlan:
    goal = Goal(indicator="health_rate", title="完好率", verdict=verdict, needed=len(repairs))
    least = len(repairs) if at_least is None else at_least
    return RepairPlan(
        goals=(goal,) if repairs else (), repairs=repairs, at_least=least, left_out=left_out
    )


LOOK = repair(task(action=Action.VERIFY))


def test_the_headline_counts_cameras_and_places_apart() -> None:
    assert headline(plan(repair(), repair(), repair())) == "修复以下 3 路可达标"
    assert headline(plan(repair(), repair(of_location=True), LOOK)) == (
        "修复以下 1 路、1 处并核实以下 1 路可达标"
    )
    assert headline(plan(LOOK, verdict=RateVerdict.INCONCLUSIVE)) == "核实以下 1 路可作出达标判定"
    assert headline(plan()) == "没有未达标的指标，不需修复"
    assert headline(plan(left_out=("完好率",))) == "无法给出修复清单"


def test_the_remarks_say_how_sure_it_is() -> None:
    assert remarks(plan()) == ()
    assert remarks(plan(repair()))[0].startswith("这是最少的个数")
    looked, chosen, left = remarks(plan(LOOK, LOOK, at_least=1, left_out=("出图率",)))
    assert looked.startswith("“核实”的对象本轮未知")
    assert chosen == "多项指标合并选取，共 2 个；任何选法都不会少于 1 个。"
    assert left == "未列入（抽样检测或没有明细）：出图率。"


def test_tasks_of_one_kind_and_reason_are_one_thing_to_do() -> None:
    tasks = (
        task(),
        task("picture_output_rate"),
        task("networking_rate", reason="离线"),
        task("record_compliance_rate", reason="编码缺位"),
        task("coverage_rate", reason="无摄像机"),
        task("health_rate", Action.VERIFY, reason="未检测"),
    )
    assert doings(repair(*tasks)) == (
        Doing("修复", "黑屏", ("health_rate", "picture_output_rate")),
        Doing("修复", "离线", ("networking_rate",)),
        Doing("更正登记", "编码缺位", ("record_compliance_rate",)),
        Doing("补建或补登", "无摄像机", ("coverage_rate",)),
        Doing("核实", "未检测", ("health_rate",)),
    )
