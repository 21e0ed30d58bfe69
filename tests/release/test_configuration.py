from __future__ import annotations

from pathlib import Path

import pytest

from bbsynth.errors import UsageError
from bbsynth.release.configuration import parse_configuration, read_configuration
from tests.release.making import TINY

TEXT = TINY.read_text(encoding="utf-8")


def test_the_configurations_that_are_there() -> None:
    seen: set[str] = set()
    for path in sorted(TINY.parent.glob("*.toml")):
        configuration = read_configuration(path)
        assert configuration.size > 0
        seen |= {configuration.name, configuration.canary}
    assert len(seen) == 2 * len(list(TINY.parent.glob("*.toml"))) > 2


def test_the_tiny_one() -> None:
    configuration = read_configuration(TINY)
    assert configuration.release == "bbsynth-tiny-1.0.0"
    assert (configuration.size, configuration.held_out) == (40, 8)
    names = [source.make_options(1, 0).name for source in configuration.sources]
    assert names == ["2x2", "2x2", "2x3"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("seed = 5", "seed = 5\nsede = 2", "there is no key 'sede'; the keys are name, version,"),
        ("states = 2", "states = 2\nsteps = 5", "no key 'steps' in sources number 1; the keys are"),
        ("seed = 5", "", "the key 'seed' is missing"),
        ("train = 0.6", "train = 0.7", "the fractions in splits add up to 1.1, not to 1"),
        ("train = 0.6", "training = 0.6", "'training'; expected one of the splits train, valid"),
        ("train = 0.6", "train = -0.6", "splits.train is -0.6; expected a fraction above 0 and"),
        ("size = 26", "size = 0", "sources number 1: size is 0; expected an integer from 1 to 1,0"),
        ("held_out = 4", "held_out = -1", "held_out is -1; expected an integer from 0 to"),
        ("size = 26", 'size = "many"', "size is 'many'; expected an integer"),
        ("states = 2", "states = true", "states is True: Expected `int | null`, got `bool`"),
        ("seed = 5", "seed = -1", "seed is -1; expected an integer from 0 to 2^63 - 1"),
        ('"1.0.0"', '"1.0"', "version is '1.0'; expected a version like '1.0.0'"),
        ("bbsynth-tiny", "Tiny!", "name is 'Tiny!'"),
        ("5a2a4b7e", "5A2A4B7E", "a GUID in lower case that no other release has, such as `python"),
        ("2026-11-23", "yesterday", "date is 'yesterday'; expected a date like '2026-11-23'"),
        ("seed = 5", "seed =", "is not TOML"),
        ('"validation"]', '"dev"]', "public_proofs number 2 is 'dev'; expected one of the splits"),
        ("states = 2", "states = 2\noptions = {limit = 3}", "limit cannot be set in options"),
        ("states = 2", "states = 2\noptions = {per_stratum = 3}", "per_stratum cannot be set"),
        ('title = "', 'title = "<b>', "expected one line without < and >"),
        *(
            ("[splits]", f"[[baselines]]\n{text}\n[splits]", message)
            for text, message in (
                (
                    'model = "m"\nsplit = "tset"\nmetric = "p"\nvalue = 1.0',
                    "baselines number 1: split is 'tset'; expected one of the splits",
                ),
                (
                    'model = "a|b"\nsplit = "test"\nmetric = "p"\nvalue = 1.0',
                    "model is 'a|b'; expected one line of text without <, > and |",
                ),
                ('model = "m"\nsplit = "test"\nmetric = "p"\nvalue = nan', "value is nan"),
            )
        ),
        (
            "[splits]",
            '[previous]\nversion = "0.1.0"\n[previous.reasons]\n"*" = "a\\nb"\n[splits]',
            "expected one line of text",
        ),
        ("[splits]", '[previous]\nversion = "1.0.0"\n[splits]', "is that of this release"),
    ],
)
def test_what_is_refused(old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(UsageError) as caught:
        parse_configuration(TEXT.replace(old, new, 1).encode(), "some.toml")
    assert str(caught.value).startswith("some.toml")
    assert message in str(caught.value)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    text = TEXT.replace("seed = 5", "sede = 5").replace("size = 26", "size = 0")
    text = text.replace("train = 0.6", "train = 6.0")
    with pytest.raises(UsageError) as caught:
        parse_configuration(text.encode(), "some.toml")
    first, *complaints = str(caught.value).splitlines()
    assert first == "some.toml:"
    for part in ("'sede'", "'seed' is missing", "size is 0", "splits.train is 6.0"):
        assert sum(part in one for one in complaints) == 1
    assert len(complaints) == 4


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the configuration"):
        read_configuration(tmp_path / "none.toml")
    with pytest.raises(UsageError, match="not UTF-8"):
        parse_configuration(b"\xff", "x")


def test_decimal_fractions_add_up() -> None:
    text = TEXT.replace("0.6", "0.7").replace("validation = 0.2", "validation = 0.1")
    assert parse_configuration(text.encode(), "x").splits["validation"] == 0.1
