"""Boards and what is cut from them: materials, measured lots, sheets and racks."""

from __future__ import annotations

from statistics import median
from typing import Annotated, Literal

from pydantic import Field, model_validator

from mobilier.document import MistakeError
from mobilier.errors import ProfileError
from mobilier.profiles.table import Positive, Profile

Grain = Literal["x", "y"]


class Material(Profile):
    """A board as it lies on the bench.

    ``thickness`` is the measured mean; openings that receive this board take
    ``thickness_max`` + ``clearance``, pocket floors are judged on ``thickness_min``.
    """

    name: str
    family: str = Field(description="what cutting data is looked up by, e.g. plywood")
    about: str = ""
    about_fr: str = Field(default="", description="the same in French")
    nominal: Positive = Field(description="mm; names the board, sizes nothing")
    thickness: Positive
    thickness_min: Positive
    thickness_max: Positive
    readings: Annotated[int, Field(ge=0)] = Field(
        default=0, description="how many readings of the real board stand behind the thickness; 0: none"
    )
    density: Positive
    grained: bool = True
    clearance: Annotated[float, Field(ge=0, le=0.6)] = Field(description="across the thickness, total")
    clearance_along: Annotated[float, Field(ge=0, le=1.5)] = Field(description="along the joint, total")
    sheets: tuple[tuple[float, float], ...] = Field(description="sizes sold, mm, face grain along the first")
    source: str

    @model_validator(mode="after")
    def _in_order(self) -> Material:
        if not self.thickness_min <= self.thickness <= self.thickness_max:
            raise MistakeError("thickness")
        return self

    def measured(self, *readings: float) -> Material:
        """Return this board with its thickness as measured (one or several readings, mm)."""
        mean = min(max(sum(readings) / len(readings), min(readings)), max(readings))
        return self.model_copy(
            update={
                "thickness": mean,
                "thickness_min": min(readings),
                "thickness_max": max(readings),
                "readings": len(readings),
            }
        )

    def mass(self, volume: float) -> float:
        """Return what a volume (mm³) of this board weighs, kg."""
        return volume * 1e-9 * self.density

    @property
    def opening(self) -> float:
        """Width in mm of an opening that receives this board across its thickness."""
        return self.thickness_max + self.clearance


def tolerance(nominal: float) -> float:
    """Return by how much, in mm, a sanded board may be thinner than its nominal thickness.

    EN 315, table 2: 0.4 + 0.03 t under it, less above it.
    """
    return 0.4 + 0.03 * nominal


def measured(board: Material, where: str, *readings: float) -> Material:
    """Return a board as measured, in mm; a reading that cannot be this board's is refused by name.

    A board may be off its nominal by twice what EN 315 allows, as cheap ones are; the readings of
    one lot lie within the whole width of that tolerance.  ``where``: what was said, for the message.

    Raises:
        ProfileError: such a reading.
    """
    allowed = tolerance(board.nominal)
    wrong = [r for r in readings if abs(r - board.nominal) > 2 * allowed + 1e-9]
    if wrong:
        raise ProfileError.of(
            "reading-off",
            f"{where} {wrong[0]:g}".strip(),
            reading=wrong[0],
            off=abs(wrong[0] - board.nominal),
            nominal=board.nominal,
            low=round(board.nominal - 2 * allowed, 2),
            high=round(board.nominal + 2 * allowed, 2),
        )
    middle = median(readings)
    far = max(readings, key=lambda r: abs(r - middle))
    if max(readings) - min(readings) > 2 * allowed + 1e-9:
        raise ProfileError.of(
            "readings-apart",
            f"{where} {far:g}".strip(),
            reading=far,
            off=abs(far - middle),
            middle=round(middle, 2),
            spread=round(2 * allowed, 2),
        )
    return board.measured(*readings)


class Lot(Profile):
    """A batch of boards as it was measured: thickness readings, and the fit a coupon proved.

    EN 324-1 takes eight readings per board, 50 mm from the edges.
    """

    name: str
    material: str
    readings: Annotated[tuple[Positive, ...], Field(min_length=1)] = Field(description="thickness, mm")
    clearance: Annotated[float, Field(ge=0, le=0.6)] | None = None
    clearance_along: Annotated[float, Field(ge=0, le=1.5)] | None = None
    about: str = ""
    about_fr: str = Field(default="", description="the same in French")
    source: str

    def applied(self, material: Material) -> Material:
        """Return ``material`` as this batch measures, with the fit it proved.

        Raises:
            ProfileError: a reading that is no board's of this lot.
        """
        proven = {"clearance": self.clearance, "clearance_along": self.clearance_along}
        return measured(material, f"lot {self.name}", *self.readings).model_copy(
            update={k: v for k, v in proven.items() if v is not None}
        )


class Sheet(Profile):
    """A board to cut from: a full sheet of the stock, or an offcut of it.

    x runs along ``length``; ``grain`` is the direction of the face grain.  An offcut that
    is not a rectangle has an ``outline`` of (x, y) points; ``defects`` are polygons that
    no part may touch.  ``quantity`` None means as many as needed.
    """

    name: str
    material: str
    length: Positive
    width: Positive
    grain: Grain = "x"
    quantity: int | None = None
    cost: Annotated[float, Field(ge=0, le=100_000)] | None = None
    outline: tuple[tuple[float, float], ...] = ()
    defects: tuple[tuple[tuple[float, float], ...], ...] = ()

    @property
    def area(self) -> float:
        """Area in mm², defects counted."""
        if not self.outline:
            return self.length * self.width
        ring = zip(self.outline, (*self.outline[1:], self.outline[0]), strict=True)
        return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in ring)) / 2


class Stock(Profile):
    """Sheets and offcuts that lie in a rack, beside what a lab buys."""

    source: str
    sheet: tuple[Sheet, ...] = Field(default=(), description="each with its quantity")
