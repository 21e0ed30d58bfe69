"""Checking a release that is there: is it what it says it is?

Each check returns what it found wrong, in words; a release is good if nothing was found. A file
that cannot be read at all is a finding too.
"""

from __future__ import annotations

import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

import bbsynth
from bbsynth.deciders.parallel import Workers
from bbsynth.errors import BBSynthError, DatasetError, UsageError
from bbsynth.judge import Judge, assemble
from bbsynth.judge.completion import Code
from bbsynth.problems.choice import Progress
from bbsynth.problems.crosscheck import CrosscheckError, crosscheck, crosscheck_statements
from bbsynth.problems.difficulty import tier_of
from bbsynth.problems.family import families
from bbsynth.problems.index import INDEX_NAME
from bbsynth.problems.remaking import different_parts
from bbsynth.release.archive import (
    ARCHIVE_NAME,
    archive_files,
    is_library,
    library_digest,
    read_archive,
)
from bbsynth.release.build import build_release
from bbsynth.release.changelog import (
    CHANGES_NAME,
    PROOFS,
    compare,
    different_columns,
    read_changes,
    reason_for,
)
from bbsynth.release.checksums import MEASURED, SUMS_NAME, check_sums, files_of, sha256_of
from bbsynth.release.corpus import readings
from bbsynth.release.derived import wrong_files
from bbsynth.release.equivalence import key_of_row
from bbsynth.release.facets import UNRATED
from bbsynth.release.folder import Release
from bbsynth.release.held_out import (
    COMMITMENTS_NAME,
    PrivateSeed,
    check_private_rows,
    read_private_rows,
)
from bbsynth.release.history import History
from bbsynth.release.machine_strings import machines_in
from bbsynth.release.rows import is_plain_json, json_lines, problem_of
from bbsynth.release.sources import order_key
from bbsynth.release.splits import split_sizes
from bbsynth.release.writing import CONFIGURATION_NAME, held_out_of, index_of, versions

_DIGEST = re.compile(r"[0-9a-f]{64}")

__all__ = ["Finding", "Report", "verify_release"]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong: which check found it, and what it is."""

    check: str
    what: str


@dataclass
class Report:
    """What was checked, in order, with how much, and what was found."""

    checked: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def add(self, check: str, how_much: str, wrong: Iterable[str]) -> None:
        """Note a check and what it found."""
        self.checked[check] = how_much
        self.findings.extend(Finding(check, what) for what in wrong)


def verify_release(
    folder: Path,
    *,
    private: Path | None = None,
    seed: PrivateSeed | None = None,
    rebuild: bool = False,
    previous: Path | None = None,
    proofs: int | None = 0,
    sample_seed: int = 0,
    judge: Judge | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check a release.

    Parameters
    ----------
    folder : Path
        The release.
    private : Path, optional
        Where the held-out rows are: they are held against the commitments and the public rows.
    seed : PrivateSeed, optional
        The private seed: it is held against its commitment, and nothing public may contain it; a
        rebuild makes the held-out rows again.
    rebuild : bool
        Whether to build the release again and compare all files that do not hold times.
    previous : Path, optional
        The previous release, if the configuration names one: the changelog is held against it, and
        a rebuild needs it.
    proofs : int or None
        How many of the proofs shown are judged again; None for all.
    sample_seed : int
        What the choice of these depends on.
    judge : Judge, optional
        Needed for `rebuild` and `proofs`. For `proofs` it should not remember verdicts.
    workers : Workers, optional
        Processes for a rebuild; without them this one does it.
    progress : callable, optional
        Told how far it is.

    Raises
    ------
    DatasetError
        If `folder` is not a release at all.
    UsageError
        If the arguments contradict each other, or there is no `private`.
    JudgeError
        If a canary got a wrong verdict.
    """
    say = progress or (lambda _what, _done, _total: None)
    if judge is None and (rebuild or proofs != 0):
        raise UsageError("a judge is needed to judge proofs")
    if private is not None and not private.exists():
        raise UsageError(f"there are no held-out rows in {private}: it does not exist")
    release = Release.open(folder)
    report = Report()
    say("comparing checksums", 0, None)
    report.add("checksums", f"{len(files_of(folder))} files", _caught(check_sums, folder))
    try:
        rows = release.read_rows()
    except DatasetError as error:
        report.add("rows", "none", [str(error)])
        return report
    flat = [row for of_split in rows.values() for row in of_split]
    report.add("rows", f"{len(flat):,} rows", _caught(_wrong_rows, release, rows))
    report.add("files", _compared_files(release), _caught(wrong_files, release, rows))
    if previous is not None and not rebuild:
        differing = _caught(_wrong_history, release, flat, previous)
        report.add("changelog", "against the previous release", differing)
    report.add("statements", f"{len(flat):,} problems", _caught(_wrong_statements, flat, say))
    report.add("texts", *_remade(release, flat, say))
    report.add("splits", f"{len(rows)} splits", _caught(_shared_machines, rows))
    if private is not None or (seed is not None and release.manifest.get("held_out") is not None):
        found = list(_caught(_wrong_held_out, release, flat, private, seed))
        against = [
            *(["the private rows"] if private is not None else []),
            *(["the private seed"] if seed is not None else []),
        ]
        report.add("held-out set", f"against {' and '.join(against)}", found)
    if proofs != 0 and judge is not None:
        chosen = _chosen(flat, proofs, sample_seed)
        report.add("proofs", f"{len(chosen)} judged", _refused(judge, chosen, say))
    if rebuild and judge is not None:
        differing = _caught(_differences, release, judge, seed, previous, workers, say)
        report.add("rebuild", "all files but those with times", differing)
    return report


def _compared_files(release: Release) -> str:
    """Return what is compared: what other versions write, and how they pack it, is not known."""
    theirs, ours = release.manifest["versions"], versions()
    left_out = [
        f"not {what}: {name} {theirs.get(name)!s:.40} wrote them, and this is {ours[name]}"
        for name, what in (
            ("bbsynth", "the texts"),
            ("pyarrow", "the bytes of Parquet files"),
            ("zlib", "the bytes of the archive"),
        )
        if theirs.get(name) != ours[name]
    ]
    return "; ".join(["those that follow from others", *left_out])


def _caught(check: Any, *arguments: Any) -> Iterator[str]:
    """Yield what a check finds; an error of ours that ends it early is a finding."""
    try:
        yield from check(*arguments)
    except UsageError:
        raise
    except BBSynthError as error:
        yield str(error)
    except OSError as error:
        yield f"{error.filename}: {error.strerror}"


def _wrong_rows(release: Release, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """Parquet, JSON lines, the index, the archive and the manifest have to say the same."""
    configuration, manifest, folder = release.configuration, release.manifest, release.folder
    names: set[str] = set()
    for split, of_split in rows.items():
        for row in of_split:
            if row["split"] != split:
                yield f"{row['name']} lies in {split} and says that it is in {row['split']}"
            if row["name"] in names:
                yield f"{row['name']} is there twice"
            names.add(row["name"])
            shown = split in configuration.public_proofs
            for column in ("reference_proof", "informal_proof", "certificate", "metadata"):
                if shown != (row[column] is not None):
                    yield f"{row['name']} has to {'show' if shown else 'hide'} its {column}"
            yield from _odd_values(row, shown=shown)
            for column, value in (
                ("release", configuration.release),
                ("canary", configuration.canary),
                ("bbsynth", manifest["versions"].get("bbsynth")),
            ):
                if row[column] != value:
                    yield f"{row['name']}: {column} is {row[column]!r}, not {value!r}"
            first = configuration.previous is None
            yield from _odd_texts(row)
            if row["revision"] < 1 or (first and row["revision"] != 1):
                yield f"{row['name']}: revision is {row['revision']}; the first is 1"
        key = configuration.seed.to_bytes(8, "big")
        if list(of_split) != sorted(of_split, key=lambda row: order_key(key, row["name"])):
            yield f"the rows of {split} are not in the order of the release"
    yield from _wrong_manifest(release)
    sizes = {split: len(of_split) for split, of_split in rows.items()}
    if sizes != manifest.get("splits"):
        yield f"the splits have {sizes} rows; the manifest says {manifest.get('splits')}"
    if sum(sizes.values()) != configuration.size:
        yield f"there are {sum(sizes.values())} rows; the configuration asks {configuration.size}"
    expected = split_sizes(sum(sizes.values()), configuration.splits)
    missing = [split for split in expected if not sizes.get(split)]
    if missing:
        yield f"there are no rows in {', '.join(missing)}"
    elif configuration.previous is None:
        # Problems about one machine are kept together, which is what the sizes may be off by.
        groups = Counter(key_of_row(row) for of_split in rows.values() for row in of_split)
        largest = max(groups.values())
        for split, size in expected.items():
            if abs(sizes[split] - size) > largest:
                yield f"{split} has {sizes[split]} rows; the fractions make about {size}"

    for split, lines in release.read_lines().items():
        yield from _different_rows(f"jsonl/{split}.jsonl", rows[split], lines)
        if (folder / "jsonl" / f"{split}.jsonl").read_bytes() != b"".join(
            json_lines(map(dict, rows[split]))
        ):
            yield f"jsonl/{split}.jsonl is not written as a release writes it"
    flat = [row for of_split in rows.values() for row in of_split]
    if (folder / INDEX_NAME).read_bytes() != index_of(flat):
        yield f"{INDEX_NAME} does not hold the rows of the tables"
    package = configuration.name.replace("-", "_")
    files = archive_files(flat, package=package, canary=configuration.canary)
    found = read_archive(folder / ARCHIVE_NAME)
    # The library is that of the release's day; what this version has is no measure of it.
    ours = [name for name in files if not is_library(name)]
    wrong = [name for name in ours if found.get(name) != files[name]]
    excess = [name for name in found if name not in files and not is_library(name)]
    for name in (wrong + excess)[:5]:
        yield f"{ARCHIVE_NAME}: {name} is not what the tables say"
    if library_digest(found) != manifest.get("library_sha256"):
        yield f"{ARCHIVE_NAME}: the Lean library is not the one that the manifest names"


def _odd_texts(row: Mapping[str, Any]) -> Iterator[str]:
    """What is written as JSON has to be written as a release writes it, and to fit the columns."""
    for column in ("parameters", "certificate", "metadata"):
        text = row[column]
        if text is not None and not is_plain_json(text):
            yield f"{row['name']}: {column} is not JSON as a release writes it"
            return
    if row["metadata"] is not None:
        metadata = msgspec.json.decode(row["metadata"])
        for name in ("schema", "bbsynth"):
            if not isinstance(metadata, dict) or metadata.get(name) != row[name]:
                yield f"{row['name']}: {name} in the metadata is not {row[name]!r}"


def _odd_values(row: Mapping[str, Any], *, shown: bool) -> Iterator[str]:
    """What a row says of itself has to be possible, and must not give a hidden proof away."""
    two_sided = row["negation_statement"] is not None
    if not shown and two_sided:
        for column, value in (("tier", UNRATED), ("difficulty", None)):
            if row[column] != value:
                yield f"{row['name']}: {column} tells which side is true"
        if row["stratum"].endswith(("-true", "-false")):
            yield f"{row['name']}: stratum tells which side is true"
    elif (
        row["difficulty"] is None
        or row["difficulty"] < 0
        or row["tier"] != tier_of(row["difficulty"])
    ):
        yield f"{row['name']}: the tier {row['tier']!r} is not that of {row['difficulty']}"
    elif row["family"] in families() and row["stratum"] not in families()[row["family"]].strata:
        yield f"{row['name']}: there is no stratum {row['stratum']!r} of {row['family']}"


def _wrong_history(
    release: Release, rows: Sequence[Mapping[str, Any]], previous: Path
) -> Iterator[str]:
    """What the changelog says follows from the two releases, but for what proofs do not show."""
    history = History.read(release.configuration, previous)
    said = read_changes(release.folder)
    made = compare(
        rows,
        history.rows,
        release.configuration.previous,
        history.machines(),
        history.older.last_revisions,
    )
    for name in ("added", "removed", "retired", "last_revisions"):
        if getattr(said, name) != getattr(made, name):
            yield f"{CHANGES_NAME}: {name} is not what follows from {previous}"
    told = {one.name: one for one in said.changed}
    machines = history.machines()
    for row in rows:
        name = row["name"]
        known = machines.get(key_of_row(row))
        if known is not None and known.split != row["split"]:
            yield f"{name} is in {row['split']}, and its machine was in {known.split}"
        before = history.rows.get(name)
        if before is None:
            expected = history.older.last_revisions.get(name, 0) + 1
        else:
            expected = before["revision"] + (name in told)
            # What neither release shows may have changed, too.
            seen = set(different_columns(row, before))
            columns = set(told[name].columns) if name in told else set()
            hidden = {column for column in PROOFS if None in (row[column], before[column])}
            if not seen <= columns <= seen | hidden:
                yield f"{name}: {CHANGES_NAME} does not say what is different from {previous}"
        if row["revision"] != expected:
            yield f"{name}: revision is {row['revision']}, and has to be {expected}"
    reasons = release.configuration.previous
    for one in said.changed:
        if reasons is None or one.reason != reason_for(one.name, reasons):
            yield f"{CHANGES_NAME}: the reason of {one.name} is not that of the configuration"


def _wrong_manifest(release: Release) -> Iterator[str]:
    """What follows from other files has to be what the manifest says."""
    configuration, manifest, folder = release.configuration, release.manifest, release.folder
    previous = configuration.previous
    expected = {
        "release": configuration.release,
        "name": configuration.name,
        "version": configuration.version,
        "canary": configuration.canary,
        "seed": configuration.seed,
        "previous": None if previous is None else previous.version,
        "configuration_sha256": sha256_of(folder / CONFIGURATION_NAME),
        "sha256": {INDEX_NAME: sha256_of(folder / INDEX_NAME)},
    }
    for name, value in expected.items():
        if manifest.get(name) != value:
            yield f"the manifest's {name} is {manifest.get(name)!r}, not {value!r}"
    said = manifest.get("held_out")
    if configuration.held_out == 0:
        if said is not None:
            yield "the manifest has a held-out set, and the configuration has none"
        return
    lines = release.commitments()
    if len(set(lines)) != configuration.held_out or not all(map(_DIGEST.fullmatch, lines)):
        yield (
            f"there have to be {configuration.held_out} commitments, all different, each a SHA-256"
        )
    if len(lines) != configuration.held_out or lines != sorted(lines):
        yield f"there are {len(lines)} commitments, or they are not sorted"
    wanted = {"rows": len(lines), "commitments_sha256": sha256_of(folder / COMMITMENTS_NAME)}
    for name, value in wanted.items():
        if not isinstance(said, dict) or said.get(name) != value:
            yield f"the manifest's {name} of the held-out set is not {value!r}"


def _different_rows(
    where: str, rows: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    if len(rows) != len(lines):
        yield f"{where} has {len(lines)} rows, and Parquet {len(rows)}"
    for row, line in zip(rows, lines, strict=False):
        if row != line:
            columns = ", ".join(name for name in row if row[name] != line[name])
            yield f"{where}: {line['name']} is not the row in Parquet; different: {columns}"


def _wrong_statements(rows: Sequence[Mapping[str, Any]], say: Progress) -> Iterator[str]:
    """Every row is a problem; where all of it is shown, it is read back and tested anew."""
    for done, row in enumerate(rows):
        if done % 50 == 0:
            say("cross-checking statements", done, len(rows))
        try:
            problem = problem_of(dict(row))
            if row["reference_proof"] is not None and row["metadata"] is not None:
                crosscheck(problem)
            else:
                crosscheck_statements(problem)
        except (DatasetError, CrosscheckError) as error:
            yield str(error)


def _remade(
    release: Release, rows: Sequence[Mapping[str, Any]], say: Progress
) -> tuple[str, Iterator[str]]:
    """Return how many rows show all there is to them, and what is not as it is made of that."""
    wrote = release.manifest["versions"].get("bbsynth")
    if wrote != bbsynth.__version__:
        return f"not made again: bbsynth {wrote!s:.40} wrote them", iter(())
    shown = [row for row in rows if row["reference_proof"] is not None and row["metadata"]]
    return f"{len(shown):,} problems made again", _caught(_wrong_texts, release, shown, say)


def _wrong_texts(
    release: Release, rows: Sequence[Mapping[str, Any]], say: Progress
) -> Iterator[str]:
    """What follows from a claim has to be what this version makes of it: the texts, the proofs in
    words too, the difficulty, and what the metadata tell of them."""
    for done, row in enumerate(rows):
        if done % 50 == 0:
            say("making texts again", done, len(rows))
        try:
            different = different_parts(problem_of(dict(row)), release.configuration.seed)
        except DatasetError as error:
            yield str(error)
            continue
        if different:
            yield f"{row['name']}: {', '.join(different)}: not what follows from its claim"


def _shared_machines(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """No machine is in two splits, whatever it is called."""
    where: dict[str, dict[str, str]] = defaultdict(dict)
    about: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for split, of_split in rows.items():
        for row in of_split:
            where[key_of_row(row)].setdefault(split, row["name"])
            about[key_of_row(row)].append(row)
    for splits in where.values():
        if len(splits) > 1:
            names = ", ".join(f"{name} in {split}" for split, name in splits.items())
            yield f"the same machine is in {len(splits)} splits: {names}"
    for same in about.values():
        # Another statement about it, known to be true, may tell which side is.
        open_ = [row["name"] for row in same if row["negation_statement"] is not None]
        if open_ and len(same) > 1:
            others = ", ".join(row["name"] for row in same if row["name"] != open_[0])
            yield f"{open_[0]} may be true or false, and there is more about its machine: {others}"


def _wrong_held_out(
    release: Release,
    rows: Sequence[Mapping[str, Any]],
    private: Path | None,
    seed: PrivateSeed | None,
) -> Iterator[str]:
    """The held-out rows are those committed to, and none of their machines is public."""
    said = release.manifest.get("held_out")
    if said is None:
        raise UsageError(f"{release.folder} has no held-out set")
    if seed is not None:
        if seed.commitment != said.get("seed_commitment"):
            yield "the private seed is not the one that the manifest commits to"
        for name in files_of(release.folder):
            path = release.folder / name
            if path.is_symlink() or not path.is_file():
                continue  # which the checksums object to
            if _contains(path, seed.secret):
                yield f"{name} contains the private seed"
    if private is None:
        return
    hidden = read_private_rows(private)
    yield from check_private_rows(hidden, release.commitments())
    if seed is not None:
        for row, salt in hidden:
            if salt != seed.salt(row["name"]):
                yield f"the salt of {row['name']} does not come from the private seed"
    yield from _odd_held_out(release, [row for row, _ in hidden], seed)
    keys = {key_of_row(row): row["name"] for row, _ in hidden}
    for key in read_changes(release.folder).retired.keys() & keys.keys():
        yield f"{CHANGES_NAME} has the machine of {keys[key]} among those that were published"
    for public in rows:
        twin = keys.get(key_of_row(public))
        if twin is not None:
            yield f"the held-out {twin} is about the same machine as {public['name']}, a public row"
            continue
        for machine, key in _spoken_of(_texts_beside_statements(public), None):
            if key in keys:
                yield f"{public['name']}, a public row, speaks of {machine} of {keys[key]}"
    for file, text in _texts_beside_rows(release):
        # Files that follow from others repeat rows, whose tables may be taken for those of others.
        tables = None if file == CONFIGURATION_NAME or file.startswith(ARCHIVE_NAME) else ()
        for machine, key in _spoken_of(text, tables):
            if key in keys:
                yield f"{file} speaks of {machine} of {keys[key]}"


def _odd_held_out(
    release: Release, rows: Sequence[Mapping[str, Any]], seed: PrivateSeed | None
) -> Iterator[str]:
    """The private rows are problems like others; with the seed they are made again, too."""
    configuration = release.configuration
    same_version = release.manifest["versions"].get("bbsynth") == bbsynth.__version__
    for row in rows:
        try:
            problem = problem_of(dict(row))
            crosscheck(problem)
            if seed is None or not same_version:
                continue
            # A row does not say which source it is from.
            tries = [
                different_parts(problem, seed.draw_seed(configuration.release, number))
                for number, source in enumerate(configuration.sources)
                if source.held_out
            ]
        except (DatasetError, CrosscheckError) as error:
            yield f"of the held-out set: {error}"
            continue
        if different := min(tries, key=len, default=[]):
            yield (
                f"the held-out {row['name']}: {', '.join(different)}: not what follows from its "
                "claim"
            )


def _texts_beside_statements(row: Mapping[str, Any]) -> str:
    """Return what a row says beside its statements, which are read back to the last word."""
    statements = ("formal_statement", "informal_statement", "negation_statement", "header")
    texts = []
    for column, value in row.items():
        if column in statements or not isinstance(value, str):
            continue
        if column == "reference_proof":
            # It begins as the statement does.
            value = value.removeprefix(row["formal_statement"].rpartition("\n/-- ")[0])
        texts.append(value)
    return "\n\n".join(texts)


def _spoken_of(text: str, classes: Collection[tuple[int, int]] | None) -> Iterator[tuple[str, str]]:
    """Yield which machines a text speaks of, once each, with their keys."""
    yield from dict.fromkeys(
        (machine, key)
        for reading in readings(text)
        for _, machine, key in machines_in(reading, classes)
    )


def _texts_beside_rows(release: Release) -> Iterator[tuple[str, str]]:
    """Yield the files that do not repeat the rows, and the Lean library, with their names."""
    for name in files_of(release.folder):
        path = release.folder / name
        repeats = name == ARCHIVE_NAME or path.suffix in (".parquet", ".jsonl")
        if not repeats and path.is_file() and not path.is_symlink():
            yield name, path.read_bytes().decode(errors="replace")
    for name, content in read_archive(release.folder / ARCHIVE_NAME).items():
        if is_library(name):
            yield f"{ARCHIVE_NAME}: {name}", content.decode(errors="replace")


def _contains(path: Path, secret: bytes) -> bool:
    """Whether a file holds some bytes; it is read in pieces."""
    kept = b""
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            if secret in kept + piece:
                return True
            kept = piece[-len(secret) :]
    return False


def _chosen(
    rows: Sequence[Mapping[str, Any]], count: int | None, seed: int
) -> list[Mapping[str, Any]]:
    shown = [row for row in rows if row["reference_proof"] is not None]
    if count is None or count >= len(shown):
        return shown
    return random.Random(seed).sample(shown, count)  # noqa: S311  (not for keeping secrets)


def _refused(judge: Judge, rows: Sequence[Mapping[str, Any]], say: Progress) -> Iterator[str]:
    tasks = []
    for row in rows:
        problem = problem_of(dict(row))
        tasks.append(assemble(problem, Code(problem.reference_proof)))
    for done, verdict in enumerate(judge.check_all(tasks)):
        say("checking proofs", done, len(tasks))
        if not verdict.proved:
            yield f"the proof of {verdict.name} is not accepted: {verdict.reason[:200]}"


def _differences(
    release: Release,
    judge: Judge,
    seed: PrivateSeed | None,
    previous: Path | None,
    workers: Workers | None,
    say: Progress,
) -> Iterator[str]:
    """Build the release again, and compare. Without the seed, the commitments are taken over."""
    text = (release.folder / CONFIGURATION_NAME).read_bytes()
    with tempfile.TemporaryDirectory(prefix="bbsynth-rebuild-") as workshop:
        new = Path(workshop) / "public"
        has_held_out = release.manifest.get("held_out") is not None
        with_seed = has_held_out and seed is not None
        build_release(
            text,
            new,
            judge=judge,
            where=str(release.folder / CONFIGURATION_NAME),
            seed=seed if with_seed else None,
            private=Path(workshop) / "private" if with_seed else None,
            held_out=None if with_seed or not has_held_out else held_out_of(release),
            previous=previous,
            workers=workers,
            progress=say,
        )
        old_files, new_files = (
            {name for name in files_of(folder) if not name.startswith(f"{MEASURED}/")}
            for folder in (release.folder, new)
        )
        for name in sorted(old_files ^ new_files):
            yield f"{name} is only in the {'release' if name in old_files else 'rebuild'}"
        for name in sorted((old_files & new_files) - {SUMS_NAME}):
            if (release.folder / name).read_bytes() != (new / name).read_bytes():
                yield f"{name} comes out differently{_why(release, new)}"


def _why(release: Release, new: Path) -> str:
    """Return what may be the reason of a difference: other versions."""
    ours = Release.open(new).manifest
    different = [
        f"{name} {theirs} then, {ours['versions'].get(name)} now"
        for name, theirs in release.manifest.get("versions", {}).items()
        if ours["versions"].get(name) != theirs
    ]
    if ours["lean"] != release.manifest.get("lean"):
        different.append("another Lean or judge")
    return f" ({'; '.join(different)})" if different else ""
