"""What the driver raises, as the fault that says what the caller does next."""

import re

import asyncpg

from hanse.base.faults import Conflict, Fault, Unavailable

GONE_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.InternalClientError,  # how the driver tells that an idle connection was ended
    ConnectionError,
)
COLLIDED = (asyncpg.TransactionRollbackError, asyncpg.LockNotAvailableError)


def as_fault(error: BaseException) -> Fault | None:
    """The fault that an error of the database amounts to; none if it is a mistake of ours."""
    if isinstance(error, asyncpg.QueryCanceledError):
        return Unavailable("The database took too long and was told to stop.", "Ask for less.")
    if is_gone(error):
        return Unavailable(
            "The database is not there at the moment; nothing was changed.",
            "Try again in a few seconds. `hanse doctor` says what is wrong with it.",
        )
    if isinstance(error, COLLIDED):
        return Conflict("Somebody else changed the same thing at the same time.", "Try it again.")
    return None


def is_gone(error: BaseException) -> bool:
    """Whether the server or the connection to it went away."""
    # The driver has one class for its own refusals; those of lost connections are not our mistake.
    closed = isinstance(error, asyncpg.InterfaceError) and re.search("clos|released", str(error))
    return bool(closed) or isinstance(error, GONE_AWAY)
