"""Dates the way portals print them. The replica's outer loop reads the clock; everything else is handed a date."""

from datetime import UTC, date, datetime

_WEEKDAYS = "一二三四五六日"
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def as_utc(epoch: float) -> datetime:
    return datetime.fromtimestamp(int(epoch), tz=UTC)


def epoch(day: date, hour: int = 9, minute: int = 30) -> int:
    """Epoch seconds of that hour of the day in Beijing, which keeps UTC+8 all year."""
    return int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC).timestamp()) - 8 * 3600


def plain(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def with_weekday(day: date) -> str:
    """The line in a portal's header, another one every day: 2024年3月5日 星期二."""
    return f"{plain(day)} 星期{_WEEKDAYS[day.weekday()]}"


def chinese(day: date, zero: str = "〇") -> str:
    """A date in Chinese numerals; `zero` is ○ (U+25CB) in many reports and 〇 in correct ones."""

    def number(value: int) -> str:
        ten, one = divmod(value, 10)
        tens = "" if ten == 0 else ("十" if ten == 1 else f"{'〇一二三四五六七八九'[ten]}十")
        return tens + ("" if one == 0 else "〇一二三四五六七八九"[one])

    year = str(day.year).translate(_DIGITS).replace("〇", zero)
    return f"{year}年{number(day.month)}月{number(day.day)}日"
