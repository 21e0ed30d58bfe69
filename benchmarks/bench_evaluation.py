"""How much a run costs beside the models, and how quick its report is.

The endpoint is the local server of the tests, in a process of its own, which answers at once.
"""

from __future__ import annotations

import multiprocessing
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
import numpy as np
import psutil

from bbsynth.evaluation.backends.endpoint import EndpointSettings
from bbsynth.evaluation.metrics.results import ArmResult, Results, Sample, read_results
from bbsynth.evaluation.metrics.summary import summarize
from bbsynth.evaluation.reports.page import render_page
from bbsynth.evaluation.runs.folder import Arm, RunRecord
from bbsynth.evaluation.runs.run import run_arms
from bbsynth.evaluation.runs.study import plan_arms
from bbsynth.problems import Dataset, Problem
from tests.evaluation.fake_endpoint import Server
from tests.evaluation.fake_judge import WordJudge

SET = Path(__file__).parents[1] / "generated" / "2x2"
SAMPLES = 125  # of 80 problems: 10,000 completions
PROBLEMS, PER_PROBLEM, MODELS = 1_000, 256, 10


def _serve(connection: Connection) -> None:
    with Server(lambda body: "by good" if body["seed"] % 3 else "by bad") as server:
        server.keep_bodies = False
        connection.send(server.url)
        connection.recv()


def bench_overhead() -> Iterator[str]:
    """Time and memory for each completion: sampling, keeping, judging by a judge of no effort."""
    problems = Dataset.open(SET).problems
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,))
    server.start()
    url = here.recv()
    me = psutil.Process()
    try:
        with tempfile.TemporaryDirectory() as folder:
            spec = EndpointSettings(name="m", model="test-model", endpoint=url, concurrency=8)
            resident: dict[int, int] = {}

            def watch(_what: str, done: int, _total: int, _detail: str) -> None:
                if done in (2_000, 10_000):
                    resident[done] = me.memory_info().rss

            def run(samples: int) -> tuple[float, float]:
                start, busy = time.perf_counter(), time.process_time()
                outcome = run_arms(
                    Path(folder) / "run",
                    problems=problems,
                    wanted=RunRecord(dataset="x", arms=plan_arms([spec], ["both"], samples)),
                    make_judge=WordJudge,
                    note=watch,
                )
                if not outcome.complete or outcome.judged != samples * len(problems):
                    raise RuntimeError(f"the run is not complete: {outcome}")
                return time.perf_counter() - start, time.process_time() - busy

            seconds, busy = run(SAMPLES)
            count = SAMPLES * len(problems)
            each = 1e3 * seconds / count
            yield f"{count:,} completions, judged: {seconds:6.1f} s, {each:.2f} ms each"
            yield f"of which processor time:       {busy:6.1f} s, {1e3 * busy / count:.2f} ms each"
            grown, most = (resident[10_000] - resident[2_000]) / 1e6, resident[10_000] / 1e6
            yield f"memory from 2,000 to 10,000:   {grown:+6.1f} MB, of {most:.0f}"
            yield f"resumed with nothing to do:    {run(SAMPLES)[0]:6.1f} s"
            start = time.perf_counter()
            read_results([Path(folder) / "run"])
            yield f"read for a report:             {time.perf_counter() - start:6.1f} s"
    finally:
        here.send("stop")
        server.join(10)
        server.kill()


def _many_problems() -> tuple[Problem, ...]:
    few = Dataset.open(SET).problems
    return tuple(
        msgspec.structs.replace(
            few[i % len(few)], id=f"{few[i % len(few)].id}-{i}", machine=f"machine {i // 2}"
        )
        for i in range(PROBLEMS)
    )


def _large_results() -> Results:
    problems = _many_problems()
    generator = np.random.default_rng(0)
    arms = []
    for m in range(MODELS):
        rates = generator.beta(0.3 + 0.1 * m, 1.0, PROBLEMS)
        name = f"model {m}"
        spec = EndpointSettings(name=name, model="m", endpoint="http://x/v1")
        c = generator.binomial(PER_PROBLEM, rates).astype(np.int64)
        text = "```lean\n" + "  exact Machine.haltsAfter_of_check (by decide +kernel)\n" * 20
        samples = {
            i: [
                Sample(0, text, "proved", "", "", (), "stop"),
                Sample(
                    1, text, "wrong", "", "Lean does not accept the proof", ("unsolved goals",), ""
                ),
            ]
            for i in range(PROBLEMS)
        }
        n = np.full(PROBLEMS, PER_PROBLEM)
        arm = Arm(model=spec, style="both", samples=PER_PROBLEM)
        arms.append(ArmResult(arm, name, n, c, samples=samples))
    return Results(problems=problems, arms=arms, runs=[], remarks=[])


def bench_report() -> Iterator[str]:
    """The figures and the page of a large study; and how long a browser takes to open it."""
    results = _large_results()
    start, busy = time.perf_counter(), time.process_time()
    summary = summarize(results)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    yield (
        f"figures, 2,000 draws:          {seconds:6.1f} s ({busy:.1f} s of processor time), of "
        f"{PROBLEMS:,} problems × {PER_PROBLEM} samples × {MODELS} models"
    )
    start = time.perf_counter()
    page = render_page(summary)
    yield f"page of {len(page) / 1e6:4.1f} MB:               {time.perf_counter() - start:6.1f} s"
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if browser is None:
        yield "opened in a browser:           no chromium here"
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        # The page says itself when it was there and laid out.
        file.write_text(page.replace("</body>", f"<script>{_CLOCK}</script></body>"), "utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
        done = subprocess.run(
            [*command, f"--user-data-dir={folder}/profile", "--timeout=60000", file.as_uri()],
            check=True,
            capture_output=True,
            text=True,
        )
        milliseconds = done.stdout.partition("<title>")[2].partition("<")[0]
        yield f"opened in chromium:            {float(milliseconds) / 1e3:6.1f} s"


_CLOCK = """
addEventListener("load", () => {
  document.body.getBoundingClientRect();  // everything is laid out now
  document.title = String(performance.now());
});
"""

BENCHES = (bench_overhead, bench_report)
