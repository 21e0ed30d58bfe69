"""The release is read by what people read datasets with."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import msgspec
import pytest

from bbsynth.judge import Judge
from bbsynth.problems import Dataset
from bbsynth.release import Release

# The libraries take seconds to import, and do so in the process that runs the test.


def test_datasets(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import datasets

        monkeypatch.setattr(datasets.config, "HF_DATASETS_OFFLINE", True)
        loaded = datasets.load_dataset(str(tiny), cache_dir=str(tmp_path))
    rows = Release.open(tiny).read_rows()
    assert list(loaded) == ["train", "validation", "test"]
    for split, of_split in rows.items():
        assert loaded[split].to_list() == list(map(msgspec.structs.asdict, of_split))
    assert loaded["train"].features["states"].dtype == "int64"


def test_pandas(tiny: Path) -> None:
    import pandas

    rows = Release.open(tiny).read_rows()
    table = pandas.read_parquet(tiny / "data", filters=[("split", "==", "test")])
    assert list(table["name"]) == [row.name for row in rows["test"]]
    lines = pandas.read_json(tiny / "jsonl" / "test.jsonl", lines=True)
    assert list(lines["machine"]) == list(table["machine"])
    assert table["reference_proof"].isna().all()


def test_pyarrow(tiny: Path) -> None:
    import pyarrow.dataset

    table = pyarrow.dataset.dataset(tiny / "data", format="parquet").to_table()
    assert table.num_rows == 40


def test_mlcroissant(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROISSANT_CACHE", str(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant

        metadata = mlcroissant.Dataset(jsonld=tiny / "croissant.json")
        records = {split: list(metadata.records(split)) for split in ("train", "test")}
    assert metadata.metadata.issues.errors == set()
    assert metadata.metadata.issues.warnings == set()
    rows = Release.open(tiny).read_rows()
    for split, of_split in records.items():
        names = [record[f"{split}/name"].decode() for record in of_split]
        # The files of a split may come in any order: there are two of train.
        assert sorted(names) == sorted(row.name for row in rows[split])
    assert {one.id for one in metadata.metadata.record_sets} == {"train", "validation", "test"}


def test_bbsynth(tiny: Path, release_judge: Judge) -> None:
    dataset = Dataset.open(tiny)
    assert len(dataset) == 40
    row = Release.open(tiny).read_rows()["train"][0]
    problem = dataset[row.name]
    assert problem.metadata["split"] == "train"
    assert problem.metadata["canary"] == row.canary
    assert release_judge.check(problem, row.reference_proof).proved


def test_an_answer_as_the_card_says(tiny: Path, release_judge: Judge) -> None:
    """The reference proof of a row of train, as the end of an answer in a chat."""
    card = (tiny / "README.md").read_text(encoding="utf-8")
    line = next(line for line in card.splitlines() if '"completion"' in line)
    answer = json.loads(line)
    problem = Dataset.open(tiny)[answer["problem_id"]]
    proof = problem.reference_proof[problem.reference_proof.rindex("theorem") :]
    completion = answer["completion"].replace("…", proof)
    assert release_judge.check(problem, completion).proved
