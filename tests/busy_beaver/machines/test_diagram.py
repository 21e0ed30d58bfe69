from __future__ import annotations

import io
import itertools
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.image import imread
from rich.console import Console

from bbsynth.busy_beaver.machines import (
    Machine,
    machine_table,
    render_terminal,
    sampled_trace,
    save_image,
    trace,
)
from bbsynth.errors import OutputError, UsageError

S2 = Machine.parse("1RB1LB_1LA1RZ")


def test_terminal_without_colour() -> None:
    assert render_terminal(trace(S2, 6)).plain.splitlines() == [
        "0  · · A·· ",
        "1  · · ██B·",
        "2  · · A███",
        "3  · B·████",
        "4  A·██████",
        "5  ██B█████",
        "6  ████Z███",
    ]


def test_terminal_heads_have_the_colour_of_their_state() -> None:
    text = render_terminal(trace(S2, 6))
    styles = {
        text.plain[span.start]: str(span.style)
        for span in text.spans
        if text.plain[span.start] in "ABZ"
    }
    assert set(styles) == {"A", "B", "Z"}
    assert len(set(styles.values())) == 3


def test_terminal_symbols_differ() -> None:
    for n_symbols in (3, 5, 6, 10):
        row = "".join(f"{(symbol + 1) % n_symbols}RA" for symbol in range(n_symbols))
        back = "".join(f"{symbol}LA" for symbol in range(n_symbols))
        machine = Machine.parse(f"{row}_{back}")
        assert render_terminal(trace(machine, 3)).plain
    machine = Machine.parse("1RB------_2RC------_0RC------")
    assert render_terminal(trace(machine, 2)).plain.splitlines()[-1] == "2  ██▒▒C·"


def test_terminal_long_traces_are_shortened() -> None:
    text = render_terminal(trace(Machine.parse("1RB1LB_1RA1LA"), 300), max_rows=10, max_width=60)
    lines = text.plain.splitlines()
    assert len(lines) == 11
    assert "291 more times" in lines[5]
    assert lines[-1].startswith("300  ")
    assert max(map(len, lines)) <= 60


def test_terminal_narrow_form() -> None:
    text = render_terminal(trace(Machine.parse("1RB1LB_1RA1LA"), 30), max_width=40)
    assert text.plain.splitlines()[2] == " 2  ██A" + "·" * 28


@pytest.mark.parametrize("options", [{"max_rows": 1}, {"max_width": 19}])
def test_terminal_options_are_checked(options: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        render_terminal(trace(S2, 6), **options)


def test_table() -> None:
    console = Console(file=io.StringIO(), width=80)
    console.print(machine_table(Machine.parse("1RB---2LA_1LA1RZ0RB")))
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    for part in ("reads 2", "1RB", "---", "2LA", "1RZ"):
        assert part in printed


@pytest.mark.parametrize("steps", [0, 6, 500])
def test_png_is_an_image_and_the_same_every_time(tmp_path: Path, steps: int) -> None:
    result = trace(Machine.parse("1RB1LA_1LA1RB"), steps)
    save_image(result, tmp_path / "a.png", title="a title")
    with matplotlib.rc_context({"figure.facecolor": "black", "font.size": 20}):
        save_image(result, tmp_path / "b.png", title="a title")
        assert matplotlib.rcParams["font.size"] == 20
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    image = imread(tmp_path / "a.png")
    assert image.ndim == 3
    assert np.unique(image.reshape(-1, image.shape[2]), axis=0).shape[0] > 2


def test_png_shows_the_tape(tmp_path: Path) -> None:
    save_image(trace(S2, 6), tmp_path / "with.png", machine=S2)
    save_image(trace(S2, 5), tmp_path / "without.png", machine=S2)
    assert imread(tmp_path / "with.png").shape != imread(tmp_path / "without.png").shape


def test_png_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        save_image(trace(S2, 6), tmp_path / "file" / "a.png")


def test_svg(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        save_image(trace(S2, 6), tmp_path / name, machine=S2, marks=[(2, "here"), (99, "beyond")])
    text = (tmp_path / "a.svg").read_text()
    assert text.startswith("<?xml")
    assert "<!-- here -->" in text
    assert "beyond" not in text
    assert text == (tmp_path / "b.svg").read_text()


def test_marks_change_the_picture(tmp_path: Path) -> None:
    save_image(trace(S2, 6), tmp_path / "with.png", marks=[(3, "x")])
    save_image(trace(S2, 6), tmp_path / "without.png")
    assert (tmp_path / "with.png").read_bytes() != (tmp_path / "without.png").read_bytes()


def test_images_of_long_runs(tmp_path: Path) -> None:
    save_image(sampled_trace(S2, 6, rows=3), tmp_path / "a.svg")
    assert "<!-- step -->" in (tmp_path / "a.svg").read_text()


def _place(text: str, word: str) -> float:
    """How far down a word stands in an SVG."""
    _, _, after = text.partition(f"<!-- {word} -->")
    assert after
    return float(after.split("translate(")[1].split(")")[0].split()[1])


def test_words_beside_marks_are_apart(tmp_path: Path) -> None:
    shown = trace(Machine.parse("1RB---_0LC0RB_1RB1LC"), 100)
    marks = [(0, "first"), (1, "second"), (2, "third"), (60, "fourth")]
    save_image(shown, tmp_path / "a.svg", marks=marks)
    text = (tmp_path / "a.svg").read_text()
    places = [_place(text, word) for _, word in marks]
    assert all(later - earlier > 8.9 for earlier, later in itertools.pairwise(places))
    save_image(shown, tmp_path / "c.svg", marks=[(time, str(time)) for time in range(0, 90, 5)])
    dense = (tmp_path / "c.svg").read_text()
    assert "<!-- 0 -->" in dense
    # The legend stands further to the right than the words do.
    save_image(shown, tmp_path / "b.svg")
    wide, narrow = (
        float((tmp_path / name).read_text().split('viewBox="0 0 ')[1].split()[0])
        for name in ("a.svg", "b.svg")
    )
    assert wide > narrow + 30
