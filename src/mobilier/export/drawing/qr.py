"""QR codes as SVG: the one place that loads segno."""

from __future__ import annotations

from mobilier.export.drawing.svg import Svg, num


def qr(text: str, size: float = 20.0) -> str:
    """Return ``text`` as a QR code, ``size`` mm wide with its quiet zone."""
    import segno

    rows = list(segno.make(text, error="m", micro=False).matrix)
    quiet = 2
    step = size / (len(rows) + 2 * quiet)
    svg = Svg(size, size)
    svg.rectangle((0, 0), (size, size), fill="#ffffff")
    side = num(step)
    spots = [(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    d = [f"M{num((x + quiet) * step)} {num((y + quiet) * step)}h{side}v{side}h-{side}z" for x, y in spots]
    svg.path("".join(d), fill="#000000")
    return svg.render(text)
