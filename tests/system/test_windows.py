"""Windows of local time in AWS's UTC spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giban.system.windows import DAY, DAYS, WEEK, Hours, standard_offset

SEOUL = 9 * 60
clocks = st.integers(0, DAY - 1)
hours = st.builds(
    Hours, start=st.integers(0, WEEK - 1), length=st.integers(1, DAY - 1), weekly=st.just(True)
)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("03:00-04:00", "18:00-19:00"),
        ("Mon 04:00-05:00", "sun:19:00-sun:20:00"),
        ("Mon 08:30-09:30", "sun:23:30-mon:00:30"),
        ("23:30-00:30", "14:30-15:30"),
        ("Sun 23:30-00:30", "sun:14:30-sun:15:30"),
    ],
)
def test_seoul(local: str, utc: str) -> None:
    """Korean nights are UTC afternoons, Monday's small hours Sunday evening."""
    assert str(Hours.parse(local).earlier(SEOUL)) == utc


@pytest.mark.parametrize("text", ["", "3-4", "25:00-26:00", "Foo 01:00-02:00", "01:00-01:00"])
def test_nonsense(text: str) -> None:
    """What is no window is refused."""
    with pytest.raises(ValueError, match=r"."):
        Hours.parse(text)


def test_standard_time() -> None:
    """Daylight saving is left out, on both halves of the globe."""
    assert standard_offset("Asia/Seoul") == SEOUL
    assert standard_offset("America/New_York") == -5 * 60
    assert standard_offset("Australia/Sydney") == 10 * 60
    assert standard_offset("UTC") == 0
    with pytest.raises(KeyError):
        standard_offset("Asia/Soul")


@given(clocks, clocks, st.sampled_from([*DAYS, ""]), st.integers(-14 * 60, 14 * 60))
def test_there_and_back(start: int, end: int, day: str, offset: int) -> None:
    """Moving a window to UTC and back changes nothing."""
    if start == end:
        return
    clock = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    window = Hours.parse(f"{day.title()} {clock}".strip())
    assert window.earlier(offset).earlier(-offset) == window


@given(hours, hours)
def test_meeting(one: Hours, other: Hours) -> None:
    """Two windows meet exactly when some minute lies in both, whichever is asked."""
    minutes = [{(w.start + n) % WEEK for n in range(w.length)} for w in (one, other)]
    assert one.meets(other) == other.meets(one) == bool(minutes[0] & minutes[1])
