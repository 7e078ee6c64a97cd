"""Acceptance sampling by the hypergeometric distribution: exact, no table of a standard.

The smallest plan (n, Ac) with P(accept | AQL) >= 1 - producer's risk and
P(accept | LQ) <= consumer's risk, where P(accept) = sum over k <= Ac of
C(D,k) C(N-D,n-k) / C(N,n).  It is not the table of GB/T 2828.1.
"""

from dataclasses import dataclass
from math import comb

__all__ = ["Plan", "acceptance", "find_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Look at ``sample`` of ``lot``; accept up to ``accept`` faulty ones, reject from ``reject``."""

    lot: int
    good_faulty: int
    bad_faulty: int
    sample: int
    accept: int

    @property
    def reject(self) -> int:
        """The number from which the lot is refused."""
        return self.accept + 1


def acceptance(*, lot: int, faulty: int, sample: int, accept: int) -> tuple[int, int]:
    """The probability of acceptance as numerator and denominator."""
    ways = sum(
        comb(faulty, found) * comb(lot - faulty, sample - found)
        for found in range(min(accept, faulty, sample) + 1)
    )
    return ways, comb(lot, sample)


def find_plan(
    *, lot: int, aql: int, lq: int, producer_risk: int = 50, consumer_risk: int = 100
) -> Plan:
    """The plan with the smallest sample; all four figures in thousandths.

    A lot at the AQL has the faulty members rounded down, one at the LQ rounded up.
    Looking at all always is a plan.
    """
    good, bad = lot * aql // 1000, -(-lot * lq // 1000)
    if not (lot > 0 and 0 <= good < bad <= lot):
        raise ValueError("the limiting quality must allow more faulty members than the AQL")
    accept = 0
    for sample in range(1, lot):
        # The most that may be accepted while bad lots are refused often enough.
        while _bad_refused(lot, bad, sample, accept, consumer_risk):
            accept += 1
        allowed = accept - 1
        if allowed >= 0 and _good_passes(lot, good, sample, allowed, producer_risk):
            return Plan(lot=lot, good_faulty=good, bad_faulty=bad, sample=sample, accept=allowed)
    return Plan(lot=lot, good_faulty=good, bad_faulty=bad, sample=lot, accept=bad - 1)


def _bad_refused(lot: int, bad: int, sample: int, accept: int, risk: int) -> bool:
    ways, of = acceptance(lot=lot, faulty=bad, sample=sample, accept=accept)
    return ways * 1000 <= risk * of


def _good_passes(lot: int, good: int, sample: int, accept: int, risk: int) -> bool:
    ways, of = acceptance(lot=lot, faulty=good, sample=sample, accept=accept)
    return ways * 1000 >= (1000 - risk) * of
