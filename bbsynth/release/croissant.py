"""Croissant metadata: what is in a release, for machines that look for datasets.

References
----------
.. [1] MLCommons, "Croissant Format Specification", version 1.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bbsynth._common.files import json_document
from bbsynth.release.checksums import sha256_of
from bbsynth.release.configuration import Configuration
from bbsynth.release.rows import COLUMNS

__all__ = ["CROISSANT_NAME", "croissant"]

CROISSANT_NAME: Final = "croissant.json"

_CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(
    configuration: Configuration,
    folder: Path,
    shards: Mapping[str, Sequence[str]],
    *,
    description: str,
    citation: str,
) -> bytes:
    """Return the metadata as JSON-LD.

    Parameters
    ----------
    configuration : Configuration
        What the release is made of.
    folder : Path
        Where the release is; its Parquet files are there already.
    shards : mapping from str to sequence of str
        The Parquet files of each split. A split is a record set of its name, whose files are given
        with their checksums, and as a set of files if there are several.
    description, citation : str
        For people.
    """
    distribution: list[dict[str, Any]] = []
    record_sets = []
    for split, names in shards.items():
        files = [
            {
                "@type": "cr:FileObject",
                "@id": Path(name).name,
                "name": Path(name).name,
                "contentUrl": name,
                "encodingFormat": "application/x-parquet",
                "sha256": sha256_of(folder / name),
            }
            for name in names
        ]
        source = {"fileObject": {"@id": files[0]["@id"]}}
        if len(files) > 1:
            files.append(
                {
                    "@type": "cr:FileSet",
                    "@id": f"{split}-files",
                    "name": f"{split}-files",
                    "encodingFormat": "application/x-parquet",
                    "includes": f"{Path(names[0]).parent.as_posix()}/{split}-*.parquet",
                }
            )
            source = {"fileSet": {"@id": f"{split}-files"}}
        distribution += files
        record_sets.append(_record_set(split, source))
    document: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": configuration.name,
        "description": description,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "citeAs": citation,
        "license": f"https://spdx.org/licenses/{_spdx(configuration.licence)}.html",
        "url": configuration.homepage or f"urn:uuid:{configuration.canary}",
        "version": configuration.version,
        "datePublished": configuration.date,
        "isLiveDataset": False,
        "distribution": distribution,
        "recordSet": record_sets,
    }
    return json_document(document)


def _record_set(split: str, source: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": split,
        "name": split,
        "description": f"Problems of the split {split}, one a row.",
        "key": {"@id": f"{split}/name"},
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{split}/{column.name}",
                "name": column.name,
                "description": column.meaning,
                "dataType": "sc:Text" if column.kind == "text" else "sc:Integer",
                "source": {**source, "extract": {"column": column.name}},
            }
            for column in COLUMNS
        ],
    }


def _spdx(licence: str) -> str:
    known = {
        "mit": "MIT",
        "apache-2.0": "Apache-2.0",
        "cc-by-4.0": "CC-BY-4.0",
        "cc0-1.0": "CC0-1.0",
    }
    return known.get(licence, licence)
