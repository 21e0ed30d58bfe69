"""Verdicts as documents: JSON, and the XML that continuous integration reads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree

import msgspec

from bbsynth.judge.verdict import Status, Verdict

__all__ = ["json_report", "junit_report"]

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def json_report(verdicts: Sequence[Verdict]) -> bytes:
    """Return verdicts as one JSON document: how many, of which statuses, and each."""
    document = {
        "total": len(verdicts),
        "statuses": Counter(verdict.status.value for verdict in verdicts),
        "verdicts": [verdict.to_json() for verdict in verdicts],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def junit_report(verdicts: Sequence[Verdict]) -> bytes:
    """Return verdicts as JUnit XML.

    A proof that was not accepted is a failure; one that could not be judged is an error.
    """
    errors = sum(verdict.status is Status.HARNESS_ERROR for verdict in verdicts)
    failures = sum(not verdict.proved for verdict in verdicts) - errors
    suite = ElementTree.Element(
        "testsuite",
        name="bbsynth check",
        tests=str(len(verdicts)),
        failures=str(failures),
        errors=str(errors),
        time=f"{sum(map(_seconds, verdicts)):.3f}",
    )
    for verdict in verdicts:
        case = ElementTree.SubElement(
            suite, "testcase", name=_clean(verdict.name), time=f"{_seconds(verdict):.3f}"
        )
        if not verdict.proved:
            tag = "error" if verdict.status is Status.HARNESS_ERROR else "failure"
            fault = ElementTree.SubElement(
                case, tag, type=verdict.status.value, message=_clean(verdict.reason)
            )
            fault.text = _clean(
                "\n".join(f"{m.line}:{m.column}: {m.severity}: {m.text}" for m in verdict.messages)
            )
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _seconds(verdict: Verdict) -> float:
    return verdict.milliseconds.get("total", 0) / 1000


def _clean(text: str) -> str:
    return _NOT_XML.sub("·", text)
