"""Where nodes stand: positions computed here, so that the page has nothing to settle.

1. Each connected component is laid out by igraph's Fruchterman–Reingold, from a start on a sunflower
   spiral with the best connected in the middle; strong relations pull more than weak ones.
2. Distances from the middle are evened, so that it is not crowded while the rim is empty, and scaled
   until neighbours stand apart as far as their sizes ask; all is stretched sideways, since screens and
   Chinese labels are wider than high.
3. Components are packed in shelves, the largest first.
4. Nodes that still cover one another are pushed apart.

The same graph gets the same positions: the random source of igraph is seeded, and given back.
"""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Iterable, Mapping, Sequence

import igraph

from kg.view.appearance import size
from kg.view.graph import Graph

# Room between neighbours: a name of six characters fits in a small graph.  Names keep their size on the screen
# when one zooms in, so a large graph needs room for its nodes only.
_LOOSE, _DENSE = 74.0, 26.0
_EVENED = 0.6
_STRETCH = 1.45
_ASPECT = 1.6
_PULL = {"measure": 1.2, "lead": 1.5, "support": 1.3, "target": 1.0, "indicator": 1.6, "together": 0.5, "mention": 0.7}
Point = tuple[float, float]


def positions(graph: Graph) -> dict[str, Point]:
    """Return the position of each node by its id: x to the right, y downwards, centre at the origin."""
    degrees = graph.degrees()
    ids = sorted(degrees, key=lambda i: (-degrees[i], i))
    index = {name: n for n, name in enumerate(ids)}
    pairs: dict[tuple[int, int], float] = {}
    for edge in graph.edges:
        pair = tuple(sorted((index[edge.start], index[edge.end])))
        if pair[0] != pair[1]:
            pairs[pair[0], pair[1]] = max(pairs.get((pair[0], pair[1]), 0.0), _PULL.get(edge.relation, 1.0))
    whole = igraph.Graph(n=len(ids), edges=sorted(pairs), edge_attrs={"pull": [pairs[p] for p in sorted(pairs)]})
    types = {node.id: node.type for node in graph.nodes}
    sizes = [size(types[name], degrees[name]) for name in ids]
    igraph.set_random_number_generator(random.Random(1))  # noqa: S311 - nothing secret
    try:
        parts = [_component(whole, members, sizes) for members in whole.connected_components()]
    finally:
        igraph.set_random_number_generator(random)
    points = _part_ways(_pack(parts), sizes)
    return {name: (round(points[n][0], 1), round(points[n][1], 1)) for n, name in enumerate(ids)}


def _component(whole: igraph.Graph, members: Sequence[int], sizes: Sequence[float]) -> dict[int, Point]:
    """Return positions of one component around its own origin."""
    if len(members) == 1:
        return {members[0]: (0.0, 0.0)}
    part = whole.induced_subgraph(members)
    start = [_sunflower(n) for n in range(len(members))]
    layout = part.layout_fruchterman_reingold(
        weights="pull", seed=start, niter=600 if len(members) < 500 else 300,
        grid="nogrid" if len(members) < 1000 else "grid",
    )  # fmt: skip
    points = _evened([(float(x), float(y)) for x, y in layout.coords])
    spacing = max(_DENSE, _LOOSE * min(1.0, (100 / len(whole.vs)) ** 0.5))
    scale = _spread([spacing / 2 + sizes[m] for m in members]) / max(_mean(math.hypot(*p) for p in points), 1e-9)
    return {m: (p[0] * scale * _STRETCH, p[1] * scale / _STRETCH**0.5) for m, p in zip(members, points, strict=True)}


def _evened(points: Sequence[Point]) -> list[Point]:
    """Return the points around their middle, their distances drawn towards those of an evenly filled disc."""
    middle = (_mean(x for x, _ in points), _mean(y for _, y in points))
    around = [(x - middle[0], y - middle[1]) for x, y in points]
    distances = [math.hypot(*p) for p in around]
    rim = max(distances) or 1.0
    order = sorted(range(len(points)), key=distances.__getitem__)
    out = list(around)
    for rank, n in enumerate(order):
        even = rim * math.sqrt((rank + 0.5) / len(points))
        share = 1.0 if len(points) < 3 else _EVENED
        factor = 1.0 if distances[n] < 1e-9 else 1 - share + share * even / distances[n]
        out[n] = (around[n][0] * factor, around[n][1] * factor)
    return out


def _mean(values: Iterable[float]) -> float:
    return statistics.fmean(values)


def _sunflower(n: int) -> Point:
    angle = n * math.pi * (3 - 5**0.5)
    return (n**0.5 * math.cos(angle), n**0.5 * math.sin(angle))


def _spread(radii: Sequence[float]) -> float:
    """Return the mean distance from the centre that discs of these radii have when they lie side by side."""
    return 2 / 3 * math.sqrt(sum((1.15 * r) ** 2 for r in radii))


def _pack(parts: Sequence[Mapping[int, Point]]) -> dict[int, Point]:
    """Return all positions with the components side by side in shelves, the whole about as wide as a screen."""
    boxes = []
    for part in parts:
        xs, ys = [p[0] for p in part.values()], [p[1] for p in part.values()]
        boxes.append((max(xs) - min(xs) + 2 * _LOOSE, max(ys) - min(ys) + _LOOSE, min(xs), min(ys), part))
    boxes.sort(key=lambda box: (-len(box[4]), -box[0], min(box[4])))
    width = max([box[0] for box in boxes[:1]] + [math.sqrt(sum(box[0] * box[1] for box in boxes) * _ASPECT)], default=0)
    out: dict[int, Point] = {}
    x = y = shelf = 0.0
    for wide, high, left, top, part in boxes:
        if x and x + wide > width:
            x, y, shelf = 0.0, y + shelf, 0.0
        out |= {m: (p[0] - left + x, p[1] - top + y) for m, p in part.items()}
        x, shelf = x + wide, max(shelf, high)
    if not out:
        return out
    centre = [(min(p[axis] for p in out.values()) + max(p[axis] for p in out.values())) / 2 for axis in (0, 1)]
    return {m: (p[0] - centre[0], p[1] - centre[1]) for m, p in out.items()}


def _part_ways(points: Mapping[int, Point], sizes: Sequence[float], rounds: int = 24) -> dict[int, Point]:
    """Return positions in which nodes that covered one another have moved apart, as far as `rounds` allow."""
    at = {m: list(p) for m, p in points.items()}
    cell = 2 * max(sizes, default=1.0) + 14
    for _ in range(rounds):
        grid: dict[tuple[int, int], list[int]] = {}
        for m, (x, y) in at.items():
            grid.setdefault((int(x // cell), int(y // cell)), []).append(m)
        moved = False
        for m in at:
            column, row = int(at[m][0] // cell), int(at[m][1] // cell)
            near = (o for c in (-1, 0, 1) for r in (-1, 0, 1) for o in grid.get((column + c, row + r), ()))
            for other in near:
                moved |= other > m and _push(at[m], at[other], sizes[m] + sizes[other] + 12)
        if not moved:
            break
    return {m: (p[0], p[1]) for m, p in at.items()}


def _push(one: list[float], other: list[float], apart: float) -> bool:
    """Move two points until they are `apart`; return whether they were too near."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    distance = math.hypot(dx, dy)
    if distance >= apart:
        return False
    if distance < 1e-6:
        dx, dy, distance = 1.0, 0.3, math.hypot(1.0, 0.3)
    step = (apart - distance) / 2 / distance
    one[0] -= dx * step
    one[1] -= dy * step
    other[0] += dx * step
    other[1] += dy * step
    return True
