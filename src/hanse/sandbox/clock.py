"""A clock that may run fast, driven by the one that it is given."""

from datetime import datetime, timedelta

from hanse.base.clock import Clock


class RatedClock:
    """Shows the given clock's time from the start on, `rate` times as fast."""

    def __init__(self, under: Clock, rate: float = 1.0) -> None:
        if rate <= 0:
            raise ValueError(f"A clock cannot run at {rate}: give a rate above 0.")
        self._under = under
        self._rate = rate
        self._shown = under.now()
        self._since = under.monotonic()

    def now(self) -> datetime:
        return self._shown + timedelta(seconds=self._passed())

    def monotonic(self) -> float:
        return self._since + self._passed()

    def change_rate(self, rate: float) -> None:
        """Run at another rate from now on; the time shown does not jump."""
        if rate <= 0:
            raise ValueError(f"A clock cannot run at {rate}: give a rate above 0.")
        self._shown, self._since = self.now(), self._under.monotonic()
        self._rate = rate

    def _passed(self) -> float:
        return (self._under.monotonic() - self._since) * self._rate
