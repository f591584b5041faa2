"""The formats an export can be written in: an explicit registry of small writers over one stream of rows."""

import csv
import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Protocol, get_args, get_type_hints


class RowWriter(Protocol):
    """Takes rows in batches until it is closed."""

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append rows; each has every column of the row type, in its order."""


class _Jsonl(AbstractContextManager["_Jsonl"]):
    """JSON Lines in UTF-8, Chinese as it is; dates and times as ISO 8601."""

    def __init__(self, file: Path, _row_type: type) -> None:
        self._stream = file.open("w", encoding="utf-8", newline="\n")

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        for row in rows:
            self._stream.write(json.dumps(row, ensure_ascii=False, default=_iso) + "\n")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()


class _Csv(AbstractContextManager["_Csv"]):
    """CSV in UTF-8 with a byte order mark, which is what makes Excel read Chinese; absent values are empty."""

    def __init__(self, file: Path, row_type: type) -> None:
        self._stream = file.open("w", encoding="utf-8-sig", newline="")
        self._columns = list(get_type_hints(row_type))
        self._writer = csv.writer(self._stream)
        self._writer.writerow(self._columns)

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._writer.writerows([_cell(row[name]) for name in self._columns] for row in rows)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()


class _Parquet(AbstractContextManager["_Parquet"]):
    """Parquet with zstd; dates are date32, times microseconds in UTC."""

    def __init__(self, file: Path, row_type: type) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds = {
            str: pa.string(),
            int: pa.int64(),
            bool: pa.bool_(),
            date: pa.date32(),
            datetime: pa.timestamp("us", tz="UTC"),
        }
        fields = []
        for name, hint in get_type_hints(row_type).items():
            options = get_args(hint)
            kind = next((option for option in options if option is not type(None)), hint)
            fields.append(pa.field(name, kinds[kind], nullable=type(None) in options))
        self._table = pa.Table
        self._schema = pa.schema(fields)
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._writer.write_table(self._table.from_pylist(list(rows), schema=self._schema))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in an export row")


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


class Opener(Protocol):
    """Makes a writer over a new file for rows of a dataclass."""

    def __call__(self, file: Path, row_type: type, /) -> AbstractContextManager[RowWriter]: ...


EXPORTERS: Mapping[str, Opener] = MappingProxyType({"parquet": _Parquet, "jsonl": _Jsonl, "csv": _Csv})
