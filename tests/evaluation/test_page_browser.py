"""The report in a real browser, without a network, on a desk and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bbsynth.evaluation.backends.endpoint import EndpointSettings
from bbsynth.evaluation.metrics.results import read_results
from bbsynth.evaluation.metrics.summary import summarize
from bbsynth.evaluation.reports.page import render_page
from bbsynth.problems import Dataset
from tests.evaluation.fake_runs import write_fake_run

pytestmark = pytest.mark.slow

NASTY = "</script><script>alert({!r})</script><img src=x onerror=alert(1)> &amp;"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.fail("no Chromium here: install it (`make browser`, or the package `chromium`)")
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    name = "a <b>model</b> with a name that is far too long for a narrow screen"
    path = write_fake_run(
        tmp_path_factory.mktemp("run"),
        dataset.problems[:6],
        {
            name: ["++++", "+---", "----", "---+", "!---", "++--"],
            "other": ["----", "+---", "+---", "+---", "+---", "+---"],
            "tactic:simp": ["+", "-", "-", "-", "-", "-"],
        },
        text=NASTY,
        specs=[EndpointSettings(name=name, model="m", endpoint="http://x/v1")],
    )
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(render_page(summarize(read_results([path]), draws=100)), encoding="utf-8")
    return file


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(browser: Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param)
    page = context.new_page()
    asked: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda it: asked.append(it.url))
    page.on("console", lambda it: trouble.append(it.text))
    page.on("pageerror", lambda it: trouble.append(str(it)))
    page.on("dialog", lambda it: (trouble.append(it.message), it.dismiss()))
    page.goto(report.as_uri())
    yield page
    context.close()
    assert asked == [report.as_uri()]
    assert trouble == []


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    for _ in range(2):
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= page.evaluate("document.documentElement.clientWidth")
        page.locator("#list summary").first.click()
    # Tables that are too wide can be moved by themselves.
    assert page.locator("#results .scroll").evaluate("it => getComputedStyle(it).overflowX") in (
        "auto",
        "scroll",
    )


def test_a_problem_is_read(page: Page, dataset: Dataset) -> None:
    problem = dataset.problems[1]
    entry = page.locator(f"[id='{problem.id}']")
    assert entry.locator("pre").count() == 0
    entry.locator("summary").click()
    texts = entry.locator("pre").all_inner_texts()
    assert texts[0].strip() == problem.informal_statement.strip()
    assert texts[1].strip() == problem.formal_statement.strip()
    titles = entry.locator(".sample h3").all_inner_texts()
    assert any(title.endswith("(1 of 4 are proofs): proved") for title in titles)
    # What a model has said is text: it has made no element, and no dialog has come up.
    assert any("<img src=x" in text for text in texts)
    assert page.locator("img").count() == 0


def test_the_diagram_shows_the_run(page: Page, dataset: Dataset) -> None:
    entry = page.locator(f"[id='{dataset.problems[0].id}']")
    entry.locator("summary").click()
    canvas = entry.locator("canvas")
    canvas.wait_for(state="visible")
    assert (canvas.get_attribute("aria-label") or "").startswith("Space-time diagram")
    # The head stands in the first row, in the colour of state A.
    coloured = canvas.evaluate(
        """it => {
            const pixels = it.getContext("2d").getImageData(0, 0, it.width, 9).data;
            let count = 0;
            for (let i = 0; i < pixels.length; i += 4)
                count += pixels[i] === 0 && pixels[i + 1] === 0x72 && pixels[i + 2] === 0xb2;
            return count;
        }"""
    )
    assert coloured > 20


def test_problems_are_filtered(page: Page, dataset: Dataset) -> None:
    shown = page.locator("#list details:visible")
    assert shown.count() == 6
    page.locator("#unsolved").check()
    # Of these no sampled model has a proof.
    assert shown.count() == 0
    assert page.locator("#count").inner_text() == "0 of 6 problems"
    page.locator("#unsolved").uncheck()
    page.locator("#filter").fill(dataset.problems[3].id.upper())
    assert page.locator("#count").inner_text() == f"{shown.count()} of 6 problems"
    assert page.locator(f"[id='{dataset.problems[3].id}']").is_visible()


def test_a_link_opens_a_problem(page: Page, report: Path, dataset: Dataset) -> None:
    name = dataset.problems[4].id
    assert page.locator(f"[id='{name}'] pre").count() == 0
    page.evaluate("name => { location.hash = name }", name)
    page.locator(f"[id='{name}'] pre").first.wait_for()
    assert page.locator(f"[id='{name}']").evaluate("it => it.open")


def test_the_curves_can_be_seen(page: Page) -> None:
    box = page.locator("#curves svg").bounding_box()
    assert box is not None
    assert box["width"] > 250
    assert box["height"] > 150
    assert page.locator("#curves svg path, #curves svg polyline").count() >= 2
