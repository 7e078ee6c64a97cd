"""Who may do what: three roles, each of which may do what the ones before may."""

import enum

__all__ = ["ROLE_TITLES", "Role"]


class Role(enum.StrEnum):
    """``view`` looks, ``operate`` also re-probes and waives, ``administer`` also sees to users."""

    VIEW = "view"
    OPERATE = "operate"
    ADMINISTER = "administer"

    def may(self, needed: "Role") -> bool:
        """Whether this role includes ``needed``.

        >>> Role.OPERATE.may(Role.VIEW), Role.OPERATE.may(Role.ADMINISTER)
        (True, False)
        """
        order = list(Role)
        return order.index(self) >= order.index(needed)


ROLE_TITLES = {Role.VIEW: "查看", Role.OPERATE: "操作", Role.ADMINISTER: "管理"}
