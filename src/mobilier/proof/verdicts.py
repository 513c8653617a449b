"""Verdicts: what the proof found, one per program (or sheet) and rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TOLERANCE = 0.05
"""mm. How far the wood left may differ from the parts (DESIGN.md, proof)."""

Rule = Literal[
    "reading",
    "known-state",
    "feed-set",
    "feed",
    "plunge",
    "rapid",
    "depth",
    "pass-depth",
    "travel",
    "keep-out",
    "spindle",
    "tool",
    "touched",
    "part-whole",
    "wood-left",
    "tabs",
    "skin",
    "pocket",
    "engraving",
    "order",
    "placed",
    "claim",
    "bill",
    "drawing",
]
"""Names of the rules; `RULES` says what each demands."""

RULES: dict[Rule, str] = {
    "reading": "every word of the program is understood and accepted by the controller",
    "known-state": "units, plane, absolute positions and feed mode are stated first; the end is safe",
    "feed-set": "no cut before a feed is set",
    "feed": "no faster through wood than tool and machine allow, nor so slow that the edge rubs",
    "plunge": "no faster downwards than tool and machine allow",
    "rapid": "no rapid move below the top of the sheet",
    "depth": "nothing deeper than the spoilboard allowance or the flutes of the cutter",
    "pass-depth": "no pass takes more depth than the cutter's step",
    "travel": "everything within the sheet's surroundings and the machine's travel",
    "keep-out": "clear of clamps and screws",
    "spindle": "the spindle turns at speed before wood is met and stands still at the end",
    "tool": "the cutter in the spindle is the one declared",
    "touched": "nothing but kerfs, openings, reliefs, lead-ins, marks and screw holes is touched",
    "part-whole": "no part loses wood beyond its allowed reliefs",
    "wood-left": "all wood between a part and the rest is gone but for tabs, skin and fillets",
    "tabs": "the tabs found are those declared",
    "skin": "the skin left is the one declared",
    "pocket": "pockets and blind holes are clear, to their depth",
    "engraving": "every stroke is engraved",
    "order": "a part is cut free only when everything in it is cut",
    "placed": "every copy lies on the sheet, clear of its edges and defects",
    "claim": "what is declared is possible",
    "bill": "every part of the bill is there exactly as often as needed",
    "drawing": "the sheet's DXF says the same",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether one program or sheet keeps one rule.

    ``worst`` is the largest deviation found in mm (or in the unit the message names),
    also when the rule is kept; ``where`` a line, part or place.
    """

    subject: str
    rule: Rule
    passed: bool
    worst: float = 0.0
    where: str = ""
    message: str = ""

    def __str__(self) -> str:
        """Return one readable line."""
        head = "kept" if self.passed else "BROKEN"
        place = f" at {self.where}" if self.where else ""
        return f"{head} [{self.rule}] {self.subject}{place}: {self.message or RULES[self.rule]}"
