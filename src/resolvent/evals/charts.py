"""Charts as inline SVG, without scripts and without a library. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

ROW, LABEL, PLOT, VALUE = 26, 250, 360, 150


@dataclass(frozen=True, slots=True)
class Bar:
    """A value from 0 to 1 with its interval; `older` is a second mark to compare with."""

    label: str
    value: float
    low: float
    high: float
    told: str
    older: float | None = None


def draw_intervals(bars: Sequence[Bar], title: str) -> str:
    """Points with intervals on one axis of percent."""
    height = ROW * (len(bars) + 1) + 8
    width = LABEL + PLOT + VALUE
    parts = [open_svg(width, height, title)]
    for tick in range(0, 101, 25):
        x = LABEL + PLOT * tick / 100
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="4" x2="{x:.1f}" y2="{height - ROW:.1f}"/>')
        parts.append(f'<text class="axis" x="{x:.1f}" y="{height - 10}" text-anchor="middle">{tick} %</text>')
    for at, bar in enumerate(bars):
        y = ROW * at + ROW / 2 + 4
        low, high, middle = (LABEL + PLOT * min(1.0, max(0.0, one)) for one in (bar.low, bar.high, bar.value))
        parts.append(f'<text x="{LABEL - 12}" y="{y + 4:.1f}" text-anchor="end">{escape(bar.label)}</text>')
        parts.append(f'<line class="span" x1="{low:.1f}" y1="{y:.1f}" x2="{high:.1f}" y2="{y:.1f}"/>')
        if bar.older is not None:
            old = LABEL + PLOT * min(1.0, max(0.0, bar.older))
            parts.append(f'<circle class="old" cx="{old:.1f}" cy="{y:.1f}" r="5"/>')
        parts.append(f'<circle class="point" cx="{middle:.1f}" cy="{y:.1f}" r="4"/>')
        parts.append(f'<text x="{LABEL + PLOT + 14}" y="{y + 4:.1f}">{escape(bar.told)}</text>')
    return "".join([*parts, "</svg>"])


def draw_grid(rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[float | None]], title: str) -> str:
    """Goodness from 0 to 1 as shade and figure; None is left blank."""
    side, head = 92, 46
    width, height = 170 + side * len(columns), head + ROW * len(rows) + 6
    parts = [open_svg(width, height, title)]
    for at, column in enumerate(columns):
        x = 170 + side * at + side / 2
        for line, words in enumerate(wrap(column)):
            parts.append(
                f'<text class="axis" x="{x:.1f}" y="{14 + 13 * line}" text-anchor="middle">{escape(words)}</text>'
            )
    for down, row in enumerate(rows):
        y = head + ROW * down
        parts.append(f'<text x="160" y="{y + 17}" text-anchor="end">{escape(row)}</text>')
        for across, value in enumerate(cells[down]):
            if value is not None:
                x = 170 + side * across
                parts.append(
                    f'<rect class="cell" x="{x + 1}" y="{y + 1}" width="{side - 2}" height="{ROW - 2}" fill-opacity="{0.08 + 0.6 * value:.2f}"/>'
                )
                parts.append(f'<text x="{x + side / 2:.1f}" y="{y + 17}" text-anchor="middle">{100 * value:.0f}</text>')
    return "".join([*parts, "</svg>"])


def wrap(text: str, width: int = 14) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) < width or not lines[-1]:
            lines[-1] = f"{lines[-1]} {word}".strip()
        else:
            lines.append(word)
    return lines[:3]


def open_svg(width: float, height: float, title: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{escape(title, quote=True)}">'
        f"<title>{escape(title)}</title>"
    )
