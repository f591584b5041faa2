"""The floors CI holds the reading to: a small TOML file, read here, written by `python -m tests.bench.reading`."""

import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FLOORS = Path(__file__).parent / "floors.toml"
_STEP = 1_000


class FloorLowered(ValueError):
    """A measure fell below its floor. Mend the reading; or, where the floor was wrong, lower it by name and reason."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"below their floor: {', '.join(names)}; lower one with --lower NAME --because REASON")


@dataclass(frozen=True, slots=True)
class Floor:
    """A measure may not fall below `value`; `reason` says why it is not higher."""

    value: float
    reason: str


def load_floors(file: Path = FLOORS) -> Mapping[str, Floor]:
    """Every floor by the name of its measure."""
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: Floor(float(raw["value"]), str(raw["reason"])) for name, raw in document.items()}


def below(measures: Mapping[str, float], floors: Mapping[str, Floor]) -> list[str]:
    """One line for each floor that does not hold, and for each that nothing is measured for."""
    lost = [f"{name} is not measured" for name in floors if name not in measures]
    return lost + [
        f"{name} is {measures[name]:.4f}, below {floor.value}: {floor.reason}"
        for name, floor in floors.items()
        if name in measures and measures[name] < floor.value
    ]


def raised(
    measures: Mapping[str, float], floors: Mapping[str, Floor], lower: Mapping[str, str] | None = None
) -> dict[str, Floor]:
    """The floors these measures set: higher ones rise, those named in `lower` (with a reason) may fall, no other.

    Raises FloorLowered.
    """
    lower = lower or {}
    new: dict[str, Floor] = {}
    fallen = []
    for name, value in measures.items():
        cut = math.floor(value * _STEP) / _STEP
        old = floors.get(name)
        if old is None:
            new[name] = Floor(cut, "nothing is lost" if cut == 1 else "as first measured")
        elif cut < old.value and name in lower:
            new[name] = Floor(cut, lower[name])
        elif value < old.value:
            fallen.append(name)
        else:
            new[name] = Floor(max(cut, old.value), "nothing is lost" if cut == 1 else old.reason)
    if fallen:
        raise FloorLowered(fallen)
    return new


def write_floors(floors: Mapping[str, Floor], file: Path = FLOORS) -> None:
    """Write the file anew under the remarks at its head."""
    head = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    tables = [
        f"[{name}]\nvalue = {floor.value}\nreason = {json.dumps(floor.reason, ensure_ascii=False)}"
        for name, floor in floors.items()
    ]
    file.write_text("\n".join(head) + "\n\n" + "\n\n".join(tables) + "\n", encoding="utf-8")
