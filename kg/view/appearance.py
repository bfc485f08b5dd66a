"""How types and relations look: colour and shape, so that neither has to be told by colour alone.

Colours keep apart under deuteranopia and protanopia (after Okabe & Ito, "Color Universal Design", 2008,
and Paul Tol's "muted" scheme, adjusted to one lightness a theme); types of like colour differ in shape.
A target is hollow as long as it is a promise and filled when it is a result.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Look(NamedTuple):
    """`shape` of vis-network; `light` and `dark` are the colours in the two themes; `hollow` ones show their rim."""

    shape: str
    light: str
    dark: str
    hollow: bool = False
    dashes: bool = False


class Line(NamedTuple):
    """An edge: colours in the two themes, whether dashed, whether it has a direction."""

    light: str
    dark: str
    dashes: bool = False
    arrow: bool = True


LOOKS: dict[str, Look] = {
    "PolicyDocument": Look("square", "#3b4a6b", "#aebbd9"),
    "Programme": Look("dot", "#2f75b5", "#5aa5e6"),
    "Institution": Look("hexagon", "#d98324", "#f0a94c"),
    "Place": Look("triangleDown", "#2a9470", "#4fc29a"),
    "Facility": Look("triangle", "#4a9fb5", "#72c3d8"),
    "Event": Look("star", "#b5528b", "#dd85b8", hollow=True),
    "Honour": Look("star", "#c9a227", "#e8c65a"),
    "Principle": Look("dot", "#7a62a8", "#ab96d9", hollow=True),
    "CitedDocument": Look("square", "#5b6b8f", "#97a6cb", hollow=True),
    "Target": Look("diamond", "#c44536", "#f07f6c", hollow=True),
    "Result": Look("diamond", "#c44536", "#f07f6c"),
    "Baseline": Look("diamond", "#8c8c8c", "#a3a3a3", hollow=True),
    "Indicator": Look("hexagon", "#c44536", "#f07f6c", hollow=True),
    "Community": Look("dot", "#7d8590", "#8f98a5", hollow=True, dashes=True),
}
LINES: dict[str, Line] = {
    "measure": Line("#6f9cc6", "#4a7aa8"),
    "lead": Line("#d98324", "#d9964a"),
    "support": Line("#e3b27c", "#a57f4e"),
    "issue": Line("#8a79b0", "#8a79b0"),
    "target": Line("#d99a92", "#96594f"),
    "indicator": Line("#c44536", "#c46a5c", dashes=True),
    "area": Line("#7fbfa8", "#3f7c69"),
    "located": Line("#7fbfa8", "#3f7c69", dashes=True),
    "mention": Line("#c3cad4", "#48515e"),
    "together": Line("#d5dae1", "#3d4551", dashes=True, arrow=False),
    "gathered": Line("#c3cad4", "#48515e", dashes=True, arrow=False),
}


# A star or triangle of the same radius covers less than a disc does.
_SCALE = {"star": 1.4, "triangle": 1.1, "triangleDown": 1.1, "square": 0.9}


def size(type_: str, degree: int) -> float:
    """Return the radius of a node of this type with so many edges: its area grows with them."""
    return round(min(7 + 2.6 * math.sqrt(degree), 32.0) * _SCALE.get(LOOKS[type_].shape, 1.0), 1)
