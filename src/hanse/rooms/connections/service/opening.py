"""How a use case that waits for a platform opens its short transactions."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias

from hanse.engine.tx import Tx

OpenTx: TypeAlias = Callable[[], AbstractAsyncContextManager[Tx]]
