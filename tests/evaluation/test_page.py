from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from bbsynth.errors import OutputError, UsageError
from bbsynth.evaluation.backends.endpoint import EndpointSettings
from bbsynth.evaluation.metrics.results import read_results
from bbsynth.evaluation.metrics.summary import Summary, summarize
from bbsynth.evaluation.model import Published
from bbsynth.evaluation.reports.charts import save_curves
from bbsynth.evaluation.reports.page import render_page
from bbsynth.problems import Dataset
from tests.evaluation.fake_runs import write_fake_run

NASTY = "</script><script>alert({!r})</script><img src=x onerror=alert(1)> \u2028 &amp; `"
VOID = {"meta", "input", "img", "br", "line", "circle", "rect", "polygon", "polyline", "link"}


class Outline(HTMLParser):
    """Checks that every element is closed where it has to be, and notes what there is."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.texts.append(data)


@pytest.fixture(scope="module")
def summary(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    published = [Published(k=4, value=57.5, source="a paper", benchmark="Busy Beaver")]
    evil = EndpointSettings(
        name="<b>evil</b>", model="m", endpoint="http://x/v1", published=published
    )
    path = write_fake_run(
        tmp_path_factory.mktemp("run"),
        dataset.problems[:6],
        {
            "<b>evil</b>": ["++++", "+---", "----", "---+", "!---", "++--"],
            "other": ["----", "+---", "+---", "+---", "+---", "+---"],
            "tactic:simp": ["+", "-", "-", "-", "-", "-"],
        },
        text=NASTY,
        specs=[evil],
    )
    return summarize(read_results([path]), draws=200)


@pytest.fixture(scope="module")
def page(summary: Summary) -> str:
    return render_page(summary, title="A <title>")


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    found.close()
    assert found.open == []
    return found


def test_the_page_is_whole(page: str) -> None:
    found = outline(page)
    tags = [tag for tag, _ in found.seen]
    assert tags.count("script") == 2
    assert tags.count("html") == tags.count("main") == tags.count("noscript") == 1
    ids = [attributes["id"] for _, attributes in found.seen if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {"results", "curves", "pairs", "failures", "problems"} <= set(ids)
    for table in re.findall("<table>.*?</table>", page, re.DOTALL):
        widths = {
            sum(int(span or 1) for span in re.findall(r'<t[hd]\b(?:[^>]*colspan="(\d+)")?', row))
            for row in re.findall("<tr.*?</tr>", table, re.DOTALL)
        }
        assert len(widths) == 1, table[:300]


def test_it_needs_no_network(page: str) -> None:
    for _, attributes in outline(page).seen:
        for name in ("src", "action", "srcset", "data"):
            assert name not in attributes
        assert (attributes.get("href") or "#").startswith("#")
    without_data = re.sub('<script id="data".*?</script>', "", page, flags=re.S)
    assert "http" not in without_data
    assert "@import" not in page
    assert set(re.findall(r"url\((.)", without_data)) <= {"#"}


def test_it_is_made_for_phones(page: str) -> None:
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
    for table in re.finditer("<table", page):
        assert page[: table.start()].rstrip().endswith('<div class="scroll">')


def test_what_others_wrote_stays_text(page: str) -> None:
    assert "<b>evil" not in page
    assert "&lt;b&gt;evil&lt;/b&gt;" in page
    assert "A &lt;title&gt;" in page
    assert "onerror" not in re.sub('<script id="data".*?</script>', "", page, flags=re.S)


def test_the_data_hold_the_samples(page: str, summary: Summary) -> None:
    (text,) = re.findall('<script id="data" type="application/json">(.*?)</script>', page, re.S)
    data = json.loads(text)
    assert len(data["problems"]) == 6
    place = data["arms"].index("<b>evil</b> (both)")
    first, second, *_ = data["problems"]
    assert first["counts"][place] == [4, 4]
    (proof,) = first["samples"][place]
    assert proof[1] == "proved"
    assert proof[4] == NASTY.format("+")
    assert sorted(sample[1] for sample in second["samples"][place]) == ["proved", "wrong"]
    assert first["automatic"] is True
    assert second["automatic"] is False
    assert first["lean"] == summary.results.problems[0].formal_statement
    rows, heads, states = first["picture"]
    assert len(rows) == len(heads) == len(states)
    assert states[0] == "A"


def test_figures_in_the_table(page: str) -> None:
    texts = " ".join(" ".join(outline(page).texts).split())
    assert "pass@4" in texts
    assert "57.5" in texts
    assert "published, a paper" in texts
    assert "problems of that paper, which are not these" in texts
    assert "failed requests: server 1" in texts
    assert "Single tactics of Lean solve 1 of the 6 problems" in texts


def lines(drawing: str, name: str) -> list[tuple[str, list[float]]]:
    """The curves of a chart: whose they are, and how far down their points lie."""
    found = []
    for group in ElementTree.fromstring(drawing).iter("g"):
        if group.get("id", "").startswith(f"{name}-"):
            title, path = group.findtext("title"), group.find("path")
            assert title is not None
            assert path is not None
            numbers = [float(number) for number in re.findall(r"[\d.]+", path.attrib["d"])]
            found.append((title, numbers[1::2]))
    return found


def test_drawings_are_xml(page: str) -> None:
    drawings = re.findall("<svg.*?</svg>", page, re.S)
    assert len(drawings) >= 3
    for drawing in drawings:
        ElementTree.fromstring(drawing)
    curves = [heights for _, heights in lines(drawings[0], "curve")]
    assert len(curves) == 3
    for heights in curves:
        assert heights == sorted(heights, reverse=True)


def test_cover_falls_from_all_that_is_solved(page: str, summary: Summary) -> None:
    found = lines(re.findall("<svg.*?</svg>", page, re.DOTALL)[1], "cover")
    arms = [arm for arm in summary.arms if not arm.deterministic]
    assert [name for name, _ in found] == [arm.name for arm in arms]
    for _, heights in found:
        assert heights == sorted(heights)
    # The foot of both curves is 0; the ratio of their heads is that of what is solved.
    (one, two), (first, second) = [heights for _, heights in found], arms
    heads = (one[-1] - one[0]) / (two[-1] - two[0])
    assert heads == pytest.approx(first.solved / second.solved, abs=1e-3)


def test_differences_lead_to_the_problems(page: str, summary: Summary) -> None:
    (pair,) = summary.pairs
    links = [a["href"] for tag, a in outline(page).seen if tag == "a"]
    assert links == [f"#{name}" for name in (*pair.sets.only_first, *pair.sets.only_second)]


def test_figures_for_papers(summary: Summary, tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg", "c.png"):
        save_curves(summary, tmp_path / "new" / name)
    ElementTree.parse(tmp_path / "new" / "a.svg")
    assert (tmp_path / "new" / "a.svg").read_bytes() == (tmp_path / "new" / "b.svg").read_bytes()
    with Image.open(tmp_path / "new" / "c.png") as image:
        assert image.size == (1280, 800)
    with pytest.raises(UsageError, match=r"\.svg, \.png or \.pdf"):
        save_curves(summary, tmp_path / "a.gif")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        save_curves(summary, tmp_path / "file" / "a.svg")


def test_a_run_without_anything(tmp_path: Path, dataset: Dataset) -> None:
    path = write_fake_run(tmp_path, dataset.problems[:2], {"m": ["    ", "    "]})
    page = render_page(summarize(read_results([path]), draws=100))
    outline(page)
    assert "nothing was measured" in page


def test_long_answers_are_cut(tmp_path: Path, dataset: Dataset) -> None:
    path = write_fake_run(
        tmp_path, dataset.problems[:2], {"m": ["+", "+"]}, text="x" * 100_000 + "{}"
    )
    page = render_page(summarize(read_results([path]), draws=100))
    assert "characters are left out" in page
    assert len(page) < 100_000
