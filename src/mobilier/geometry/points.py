"""Places in the plane and in space, as plain tuples of mm."""

from __future__ import annotations

Point = tuple[float, float]
"""(x, y)."""

Vector = tuple[float, float, float]
"""(x, y, z): a place or a direction in the piece."""

Vertex = tuple[float, float, float]
"""(x, y, bulge): a corner of a contour, see :mod:`mobilier.geometry.contour`."""

Bounds = tuple[float, float, float, float]
"""(low x, low y, high x, high y)."""
