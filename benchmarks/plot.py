"""Draws lines over logarithmic axes as SVG."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 460, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 36, 62, 44
_COLORS = ("#1f6feb", "#bc4c00", "#57606a")


@dataclass(frozen=True, slots=True)
class Line:
    """A named line through (x, y) points, all above zero."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines that share their axes."""

    title: str
    lines: tuple[Line, ...]


def draw(panels: Sequence[Panel], x_name: str) -> str:
    """One SVG with the panels side by side."""
    width = _WIDTH * len(panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}">',
        '<g font-family="system-ui, sans-serif" font-size="12" fill="#1f2328">',
        f'<rect width="{width}" height="{_HEIGHT}" fill="#ffffff"/>',
    ]
    for position, panel in enumerate(panels):
        parts += [f'<g transform="translate({position * _WIDTH} 0)">', *_panel(panel, x_name), "</g>"]
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _panel(panel: Panel, x_name: str) -> Iterator[str]:
    points = [point for line in panel.lines for point in line.points]
    x_axis = _Axis([x for x, _ in points], _LEFT, _WIDTH - _RIGHT)
    y_axis = _Axis([y for _, y in points], _HEIGHT - _BOTTOM, _TOP)
    yield f'<text x="{_LEFT}" y="20" font-size="14" font-weight="600">{escape(panel.title)}</text>'
    for x in x_axis.ticks():
        yield _rule(x_axis.at(x), _TOP, x_axis.at(x), _HEIGHT - _BOTTOM)
        yield f'<text x="{x_axis.at(x):.1f}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{x:,.0f}</text>'
    for y in y_axis.ticks():
        yield _rule(_LEFT, y_axis.at(y), _WIDTH - _RIGHT, y_axis.at(y))
        yield f'<text x="{_LEFT - 6}" y="{y_axis.at(y) + 4:.1f}" text-anchor="end">{y:,g}</text>'
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    yield f'<text x="{middle}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(x_name)}</text>'
    key = float(_LEFT)
    for line, color in zip(panel.lines, _COLORS, strict=False):
        path = " ".join(f"{x_axis.at(x):.1f},{y_axis.at(y):.1f}" for x, y in line.points)
        yield f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>'
        for x, y in line.points:
            yield f'<circle cx="{x_axis.at(x):.1f}" cy="{y_axis.at(y):.1f}" r="3" fill="{color}"/>'
        yield f'<rect x="{key:.0f}" y="37" width="14" height="4" fill="{color}"/>'
        yield f'<text x="{key + 19:.0f}" y="43">{escape(line.name)}</text>'
        key += 38 + 6.4 * len(line.name)


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#d0d7de"/>'


class _Axis:
    """Whole decades around the values, laid out between two positions."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self._low = math.floor(math.log10(min(values)))
        self._high = max(self._low + 1, math.ceil(math.log10(max(values))))
        self._start, self._end = start, end

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self._low, self._high + 1)]

    def at(self, value: float) -> float:
        share = (math.log10(value) - self._low) / (self._high - self._low)
        return self._start + share * (self._end - self._start)
