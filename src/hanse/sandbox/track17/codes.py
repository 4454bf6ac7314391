"""What 17TRACK refuses with: its codes. The sheet gives most in ranges; the texts are guessed, and
which of a range means what, where the sheet does not say it."""

ADDRESS_NOT_ALLOWED, KEY, INTERNAL, DISABLED, NOT_AUTHORISED = range(-18010001, -18010006, -1)
MISSING, BAD_VALUE, BAD_FORMAT, BAD_DATA, TOO_MANY = range(-18010010, -18010015, -1)
WEBHOOK_URL, PUSH_FAILED = -18010201, -18010206
CHANGES_MAX, WAIT_FOR_FIRST, SAME_AGAIN = -18019807, -18019808, -18019809
REGISTERED, NOT_REGISTERED, NO_CARRIER, STOPPED_ALONE = range(-18019901, -18019905, -1)
ONCE_ALONE, NOT_TRACKED, DAILY_LIMIT, QUOTA_USED = range(-18019905, -18019909, -1)
NOTHING_YET, WRONG_CARRIER, NOT_REGISTRABLE, NO_REALTIME = range(-18019909, -18019913, -1)

TEXTS = {
    ADDRESS_NOT_ALLOWED: "The IP address is not in the white list.",
    KEY: "The security key is invalid.",
    INTERNAL: "Internal service error, please retry later.",
    DISABLED: "The account is disabled.",
    NOT_AUTHORISED: "Unauthorized access.",
    MISSING: "The parameter is required.",
    BAD_VALUE: "The value of the parameter is invalid.",
    BAD_FORMAT: "The format of the parameter is invalid.",
    BAD_DATA: "The submitted data is invalid.",
    TOO_MANY: "There are more than 40 tracking numbers.",
    -18010015: "The value of the parameter is out of range.",
    -18010016: "The parameter cannot be read.",
    -18010018: "The country and the postal code of the destination are required.",
    -18010019: "The postal code of the destination is required.",
    -18010020: "The phone number is required.",
    -18010022: "This carrier needs further data.",
    WEBHOOK_URL: "The webhook URL is not set.",
    -18010202: "The webhook URL is invalid.",
    -18010203: "The test of the webhook failed.",
    -18010204: "The webhook URL did not answer 200.",
    -18010205: "The format of the IP address is invalid.",
    PUSH_FAILED: "The push failed.",
    **dict.fromkeys(range(-18019806, -18019800), "The carrier cannot be changed."),
    CHANGES_MAX: "The carrier was changed too many times.",
    WAIT_FOR_FIRST: "The carrier can be changed after the first result.",
    SAME_AGAIN: "The same was registered or changed already.",
    -18019810: "The information cannot be changed.",
    -18019811: "The information cannot be changed now.",
    -18019815: "The carrier did not answer in time.",
    -18019816: "The carrier answered with an error.",
    -18019817: "The request was not charged.",
    -18019818: "The carrier has no real-time query.",
    REGISTERED: "The tracking number is registered already.",
    NOT_REGISTERED: "The tracking number is not registered, please register first.",
    NO_CARRIER: "The carrier cannot be detected.",
    STOPPED_ALONE: "Only a stopped number can be tracked again.",
    ONCE_ALONE: "A number can be tracked again once only.",
    NOT_TRACKED: "The number is not being tracked.",
    DAILY_LIMIT: "The daily limit is reached.",
    QUOTA_USED: "The quota is used up.",
    NOTHING_YET: "There is no tracking information yet.",
    WRONG_CARRIER: "The carrier code is wrong.",
    NOT_REGISTRABLE: "This carrier cannot be registered.",
    NO_REALTIME: "Real-time queries are not enabled.",
}
# Said of the whole request; every other code is said of one number.
OF_THE_REQUEST = {ADDRESS_NOT_ALLOWED, KEY, INTERNAL, DISABLED, NOT_AUTHORISED, TOO_MANY}
# The sheet says it of the last alone, that it has HTTP 401; of the others it is guessed.
STATUS_401 = {ADDRESS_NOT_ALLOWED, KEY, DISABLED, NOT_AUTHORISED}
# An item that has these fields is not refused so any more.
ASKING = {
    -18010018: ("destination_country", "destination_postal_code"),
    -18010019: ("destination_postal_code",),
    -18010020: ("phone_number",),
}


class Refusal(Exception):  # noqa: N818 (an answer of the platform, not a mistake of ours)
    """One number, or the whole request, is refused with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(TEXTS[code])
        self.code = code


def error(code: int) -> dict[str, object]:
    return {"code": code, "message": TEXTS[code]}
