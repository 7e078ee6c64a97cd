"""The editions of GB/T 28181 whose code tables differ.

Which edition a register was coded under is for the caller to say: the code does not tell.
The 2011 edition is left out: its text was not at hand when the tables were made.
"""

import enum

__all__ = ["Edition"]


class Edition(enum.IntEnum):
    """An edition by its year; the 2022 one is in force since 2023-07-01."""

    E2016 = 2016
    E2022 = 2022

    @property
    def title(self) -> str:
        """The standard's number, such as ``GB/T 28181-2022``."""
        return f"GB/T 28181-{self.value}"
