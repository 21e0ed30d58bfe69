from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.busy_beaver.machines import Direction, Machine, Transition
from bbsynth.busy_beaver.machines.files import SeedDatabase, read_machine_list, write_seed_database
from bbsynth.errors import DatasetError, UsageError

CHAMPION = "1RB1LC_1RC1RB_1RD0LE_1LA1LD_---0LA"

transitions = st.none() | st.builds(
    Transition,
    write=st.integers(0, 1),
    move=st.sampled_from(Direction),
    next=st.integers(0, 4),
)
five_states = st.builds(Machine, st.tuples(*[st.tuples(transitions, transitions)] * 5))


def _write(path: Path, *texts: str) -> Path:
    write_seed_database(path, [Machine.parse(text) for text in texts])
    return path


def test_the_bytes_of_a_database(tmp_path: Path) -> None:
    data = _write(tmp_path / "db", CHAMPION).read_bytes()
    assert data[:30] == struct.pack(">III", 1, 0, 1) + bytes(18)
    assert data[30:] == bytes(
        [1, 0, 2, 1, 1, 3, 1, 0, 3, 1, 0, 2, 1, 0, 4, 0, 1, 5, 1, 1, 1, 1, 1, 4, 0, 0, 0, 0, 1, 1]
    )


@given(machines=st.lists(five_states, max_size=5), is_sorted=st.booleans())
def test_round_trip(
    tmp_path_factory: pytest.TempPathFactory, machines: list[Machine], is_sorted: bool
) -> None:
    path = tmp_path_factory.mktemp("seed") / "db"
    assert write_seed_database(path, machines, is_sorted=is_sorted) == len(machines)
    database = SeedDatabase.open(path)
    assert (len(database), database.out_of_space) == (len(machines), 0)
    assert database.is_sorted == is_sorted
    assert list(database.machines()) == machines
    expected = [machine.to_array() for machine in machines[1:3]]
    found = database.tables(min(1, len(machines)), min(3, len(machines)))
    assert np.array_equal(found, np.array(expected).reshape(-1, 5, 2, 3))


def test_1rz_is_an_undefined_transition(tmp_path: Path) -> None:
    path = _write(tmp_path / "db", CHAMPION.replace("---", "1RZ"))
    assert [str(machine) for machine in SeedDatabase.open(path).machines()] == [CHAMPION]


@pytest.mark.parametrize(
    ("text", "words"),
    [("1RB1LB_1LA1RZ", "5 states"), (CHAMPION.replace("---", "0LZ"), "halts with 0LZ")],
)
def test_machines_without_a_place(tmp_path: Path, text: str, words: str) -> None:
    path = _write(tmp_path / "db", CHAMPION)
    before = path.read_bytes()
    with pytest.raises(DatasetError, match=words):
        write_seed_database(path, [Machine.parse(CHAMPION), Machine.parse(text)])
    assert path.read_bytes() == before


@pytest.mark.parametrize("length", range(0, 90, 7))
def test_truncated_databases(tmp_path: Path, length: int) -> None:
    path = _write(tmp_path / "db", CHAMPION, CHAMPION)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DatasetError):
        SeedDatabase.open(path)


@pytest.mark.parametrize("place", range(30))
def test_other_headers(tmp_path: Path, place: int) -> None:
    path = _write(tmp_path / "db", CHAMPION, CHAMPION)
    data = bytearray(path.read_bytes())
    data[place] += 2
    path.write_bytes(data)
    with pytest.raises(DatasetError):
        SeedDatabase.open(path)


@pytest.mark.parametrize(("place", "value"), [(60, 2), (61, 2), (62, 6), (84, 1), (85, 1)])
def test_records_that_are_no_machines(tmp_path: Path, place: int, value: int) -> None:
    path = _write(tmp_path / "db", CHAMPION, CHAMPION)
    data = bytearray(path.read_bytes())
    data[place] = value
    path.write_bytes(data)
    database = SeedDatabase.open(path)
    assert len(database.tables(0, 1)) == 1
    with pytest.raises(DatasetError, match="machine 1"):
        database.tables()


def test_missing_files_and_machines(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot read"):
        SeedDatabase.open(tmp_path / "none")
    database = SeedDatabase.open(_write(tmp_path / "db", CHAMPION))
    for start, stop in ((0, 2), (-1, 1), (1, 0)):
        with pytest.raises(UsageError):
            database.tables(start, stop)


def test_lists() -> None:
    lines = ["# three machines", "", "1RB1LB_1LA1RZ  halts", "1RB---_1RA--- # runs on", "------\n"]
    found = [str(machine) for machine in read_machine_list(lines, where="here")]
    assert found == ["1RB1LB_1LA1RZ", "1RB---_1RA---", "------"]
    with pytest.raises(DatasetError, match="here, line 5: a machine of 1 states"):
        list(read_machine_list(lines, where="here", one_class=True))
    with pytest.raises(DatasetError, match=r"here, line 2: not a machine.*column 3"):
        list(read_machine_list(["------", "1Rb---"], where="here"))
