"""Space-time diagrams, in the terminal and as images, and the table of a machine.

A space-time diagram has a row for each time and a column for each cell; time runs downwards.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from rich.table import Table
from rich.text import Text

from bbsynth._common.files import write_atomically
from bbsynth.busy_beaver.machines.notation import HALT, Machine, state_name
from bbsynth.busy_beaver.machines.simulation import Trace
from bbsynth.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["machine_table", "render_terminal", "save_image"]

# Readable on white, on black and with the common forms of colour blindness; states beyond the
# eighth use them again (their letters tell them apart).
_STATE_COLOURS: Final = (
    "#e69f00",
    "#56b4e9",
    "#009e73",
    "#cc79a7",
    "#d55e00",
    "#0072b2",
    "#b3a100",
    "#8c6bb1",
)
_HALT_COLOUR: Final = "#e31a1c"
_SHADES: Final = "·█▒░▓"
_INK: Final = "#2b2b2b"
_PAPER: Final = "#f7f5f0"
_DPI: Final = 150
_MOST_WIDTH: Final = 11.0
_MOST_HEIGHT: Final = 13.0
_MARK_WIDTH: Final = 0.45
_MARK_HEIGHT: Final = 9.0
"""Room for the words beside marks: inches, and points."""
_ROOMY: Final = 0.1
"""Inches of a cell in which there is room for a letter."""


def _colour(state: int) -> str:
    return _HALT_COLOUR if state == HALT else _STATE_COLOURS[state % len(_STATE_COLOURS)]


def _symbol_character(symbol: int, n_symbols: int) -> str:
    return _SHADES[symbol] if n_symbols <= len(_SHADES) else "·123456789"[symbol]


def render_terminal(trace: Trace, *, max_rows: int = 200, max_width: int = 100) -> Text:
    """Return a space-time diagram of text.

    Each line is a time: its number, then the cells. The head is the letter of the state, in the
    colour of the state (``Z`` after the halt). Two characters show a cell, so that cells are about
    square, and the symbol under the head stands behind its letter; a tape too wide for that has
    one character per cell, and a tape too wide for that too is cut at both sides.

    Parameters
    ----------
    trace : Trace
        What to show.
    max_rows : int
        Lines of cells at most; of a longer trace, the first and the last ones are shown.
    max_width : int
        Characters per line at most, at least 20.

    Raises
    ------
    UsageError
        If `max_rows` is less than 2 or `max_width` less than 20.
    """
    if max_rows < 2 or max_width < 20:
        raise UsageError(
            "a diagram needs max_rows of at least 2 and max_width of at least 20, "
            f"not {max_rows} and {max_width}"
        )
    rows, width = trace.tapes.shape
    times = trace.row_times.tolist()
    gutter = len(str(times[-1])) + 2
    room = max_width - gutter
    doubled = 2 * width <= room
    first, end = (0, width) if width <= room else _window(trace, room)
    n_symbols = int(trace.tapes.max(initial=1)) + 1
    skipped = max(0, rows - max_rows)
    before = rows if not skipped else (max_rows + 1) // 2
    text = Text(no_wrap=True, overflow="crop")
    for time in range(rows):
        if before <= time < before + skipped:
            if time == before:
                text.append(f"{'':{gutter - 2}}  … {skipped} more times …\n", style="dim")
            continue
        text.append(f"{times[time]:{gutter - 2}}  ", style="dim")
        _append_cells(text, trace, time, first, end, n_symbols, doubled)
        text.append("\n")
    text.right_crop(1)
    return text


def _window(trace: Trace, room: int) -> tuple[int, int]:
    """Return the first and the end column of the `room` columns around the middle head position."""
    middle = int(np.median(trace.heads)) + trace.origin
    first = min(max(0, middle - room // 2), trace.tapes.shape[1] - room)
    return first, first + room


def _append_cells(
    text: Text, trace: Trace, time: int, first: int, end: int, n_symbols: int, doubled: bool
) -> None:
    head = int(trace.heads[time]) + trace.origin
    state = int(trace.states[time])
    for cell in range(first, end):
        symbol = int(trace.tapes[time, cell])
        character = _symbol_character(symbol, n_symbols)
        style = "dim" if symbol == 0 else ""
        if cell == head:
            text.append(state_name(state), style=f"bold reverse {_colour(state)}")
            if doubled:
                text.append(character, style=_colour(state))
        else:
            text.append(character + (" " if symbol == 0 else character) * doubled, style=style)


def machine_table(machine: Machine) -> Table:
    """Return the transitions as a table: a row per state, a column per symbol."""
    table = Table(title=str(machine))
    table.add_column("state", justify="center", style="bold")
    for symbol in range(machine.n_symbols):
        table.add_column(f"reads {symbol}", justify="center")
    for state, row in enumerate(machine.transitions):
        cells = [Text("---" if entry is None else str(entry)) for entry in row]
        for cell, entry in zip(cells, row, strict=True):
            if entry is not None:
                cell.stylize(_colour(entry.next), 2, 3)
        table.add_row(Text(state_name(state), style=_colour(state)), *cells)
    return table


def save_image(
    trace: Trace,
    path: Path,
    *,
    machine: Machine | None = None,
    title: str | None = None,
    marks: Sequence[tuple[int, str]] = (),
) -> None:
    """Write a space-time diagram to `path`, as SVG if the name ends so, and else as PNG.

    Cells are light for the blank and darker for higher symbols; the head is in the colour of its
    state. The same arguments give the same bytes (with the same version of matplotlib).

    Parameters
    ----------
    trace : Trace
        What to show.
    path : Path
        Where to; replaced if it exists.
    machine : Machine, optional
        Put above the diagram as its title, unless there is a `title`.
    title : str, optional
        Put above the diagram.
    marks : sequence of (int, str)
        Times to mark by a line, each with a word beside it. Those after the trace are left out.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    # matplotlib takes a noticeable part of a second to import.
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    heading = title if title is not None else str(machine) if machine is not None else ""
    as_svg = Path(path).suffix.lower() == ".svg"
    width, height = _size(trace)
    margin = 0.7 if trace.steps < 100_000 else 1.1
    marks = [mark for mark in marks if mark[0] <= int(trace.row_times[-1])]
    beside = _MARK_WIDTH * bool(marks)
    # The user's own matplotlib settings would change the picture.
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        # What is random in an SVG otherwise.
        matplotlib.rcParams["svg.hashsalt"] = "bbsynth"
        figure = Figure(
            figsize=(
                max(width + margin + beside + 1.3, 0.1 * len(heading) + 0.9),
                max(height + 1.1, 0.22 * len(set(trace.states.tolist())) + 0.7),
            ),
            dpi=_DPI,
        )
        canvas = FigureCanvasSVG(figure) if as_svg else FigureCanvasAgg(figure)
        axes = figure.add_axes(
            (
                margin / figure.get_figwidth(),
                1 - (height + 0.5) / figure.get_figheight(),
                width / figure.get_figwidth(),
                height / figure.get_figheight(),
            )
        )
        _draw(axes, trace, min(width / trace.tapes.shape[1], height / trace.tapes.shape[0]))
        _draw_legend(axes, trace, beside / width)
        _draw_marks(axes, trace, marks, height)
        if heading:
            axes.set_title(heading, loc="left", family="monospace", fontsize=10, pad=8)
        stream = io.BytesIO()
        if isinstance(canvas, FigureCanvasSVG):
            canvas.print_svg(stream, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
        else:
            canvas.print_png(stream, metadata={"Software": None})  # type: ignore[no-untyped-call]
    write_atomically(Path(path), stream.getvalue())


def _draw_marks(axes: Axes, trace: Trace, marks: Sequence[tuple[int, str]], height: float) -> None:
    times = trace.row_times
    lowest = -float("inf")
    for time, word in sorted(marks):
        row = float(np.interp(time, times, np.arange(times.size)))
        axes.axhline(row, color=_HALT_COLOUR, linewidth=1.0, linestyle=(0, (4, 2)), zorder=5)
        # Words beside lines that are close together stand below each other, or are left out.
        place = 72 * height * row / times.size
        if lowest + _MARK_HEIGHT > place + 1.5 * _MARK_HEIGHT:
            continue
        lowest = max(place, lowest + _MARK_HEIGHT)
        axes.annotate(
            word,
            (1.0, row),
            xycoords=("axes fraction", "data"),
            xytext=(3, place - lowest),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=_HALT_COLOUR,
            annotation_clip=False,
        )


def _size(trace: Trace) -> tuple[float, float]:
    """Return the width and height of the diagram in inches."""
    rows, width = trace.tapes.shape
    square = min(0.36, _MOST_WIDTH / width, _MOST_HEIGHT / rows)
    square = min(square, max(0.2, 2.4 / width))
    if square >= _ROOMY:
        return square * width, square * rows
    # Square cells would be too small to see on the shorter side.
    return min(max(0.1 * width, 3.0), _MOST_WIDTH), min(max(0.1 * rows, 3.0), _MOST_HEIGHT)


def _darkness(trace: Trace, down: int, across: int) -> npt.NDArray[np.float32]:
    """Return the mean symbol, scaled to 0 to 1, of every block of `down` by `across` cells."""
    rows, width = trace.tapes.shape
    tops, lefts = np.arange(0, rows, down), np.arange(0, width, across)
    sums = np.add.reduceat(trace.tapes, tops, axis=0, dtype=np.float32)
    sums = np.add.reduceat(sums, lefts, axis=1)
    cells = np.diff(tops, append=rows)[:, None] * np.diff(lefts, append=width)
    mean: npt.NDArray[np.float32] = sums / cells / max(1, int(trace.tapes.max(initial=1)))
    return mean


def _draw(axes: Axes, trace: Trace, cell: float) -> None:
    """Draw the diagram; the smaller side of a cell is given in inches."""
    from matplotlib.colors import to_rgb
    from matplotlib.ticker import MaxNLocator

    rows, width = trace.tapes.shape
    times = trace.row_times
    # A diagram with more cells than the picture has dots is averaged first: matplotlib's own way
    # of doing so blurs the other axis.
    down = -(-rows // int(_MOST_HEIGHT * _DPI))
    across = -(-width // int(_MOST_WIDTH * _DPI))
    darkness = _darkness(trace, down, across)[..., None]
    image = np.array(to_rgb(_PAPER)) * (1 - darkness) + np.array(to_rgb(_INK)) * darkness
    colours = np.array([to_rgb(_colour(state)) for state in trace.states.tolist()])
    columns = trace.heads + trace.origin
    left = -trace.origin - 0.5
    roomy = cell >= _ROOMY
    if not roomy:
        image[np.arange(rows) // down, columns // across] = colours
    axes.imshow(
        image,
        extent=(left, left + image.shape[1] * across, image.shape[0] * down - 0.5, -0.5),
        interpolation="nearest",
        aspect="auto",
    )
    if roomy:
        axes.hlines(np.arange(rows + 1) - 0.5, left, left + width, colors="white", linewidths=0.8)
        axes.vlines(left + np.arange(width + 1), -0.5, rows - 0.5, colors="white", linewidths=0.8)
        points = 72 * cell
        axes.scatter(
            trace.heads, np.arange(rows), s=(0.8 * points) ** 2, c=colours, linewidths=0, zorder=3
        )
        for time, (head, state) in enumerate(
            zip(trace.heads.tolist(), trace.states.tolist(), strict=True)
        ):
            axes.text(
                head,
                time,
                state_name(state),
                ha="center",
                va="center_baseline",
                fontsize=0.5 * points,
                fontweight="bold",
                color="white",
                zorder=4,
            )
    axes.set_xlim(left, left + width)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_xlabel("cell")
    axes.set_ylabel("step")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins="auto", min_n_ticks=1))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins="auto", min_n_ticks=1))
    if trace.times is not None:
        axes.yaxis.set_major_formatter(
            lambda row, _: f"{int(times[min(max(0, round(row)), rows - 1)]):,}"
        )
    axes.tick_params(length=3, color="#888888")
    for spine in axes.spines.values():
        spine.set_color("#888888")


def _draw_legend(axes: Axes, trace: Trace, beside: float) -> None:
    """Say which colour is which state, `beside` widths of the diagram away from it."""
    from matplotlib.patches import Patch

    seen = sorted(set(trace.states.tolist()) - {HALT}) + [HALT] * trace.halted
    axes.legend(
        handles=[
            Patch(
                color=_colour(state),
                label=f"state {state_name(state)}" if state != HALT else "halted",
            )
            for state in seen
        ],
        loc="upper left",
        bbox_to_anchor=(1.02 + beside, 1.0),
        borderaxespad=0.0,
        frameon=False,
        fontsize=9,
    )
