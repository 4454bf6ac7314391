"""Why a call is refused: the platform's numbers. Every word, and which of a range is meant where
the sheet names only the range, is guessed."""

WORDS = {
    1600000: "System busy, please try again later",
    1600001: "Invalid API key or access token",
    1600002: "Access token is empty",
    1600003: "Refresh token is invalid",
    1600005: "API key is wrong",
    1600030: "Access token is no longer valid",
    1600031: "Platform token is invalid",
    1600100: "Interface is offline",
    1600101: "Interface not found",
    1600200: "Too Many Requests",
    1600201: "Quota has been used up",
    1600300: "Param error",
    1600301: "Read timed out",
    16900202: "Content type not supported",
    16900203: "Request body is missing or cannot be read",
    16900403: "Request method is not allowed",
    1602000: "Variant not found",
    1602001: "Product not found",
    1602002: "Product has been removed from the shelves",
    1602003: "Variant has been removed from the shelves",
    1603000: "Order create failed",
    1603001: "Order confirm failed",
    1603002: "Order delete failed",
    1603003: "Order already exists",
    1603100: "Order not found",
    1603101: "Order pay failed",
    1603102: "Stock deduction failed",
    1604000: "Balance is insufficient",
    1604001: "Balance payment is restricted",
    1605000: "Logistic not found",
    1605001: "Logistic is invalid",
    1605002: "Country code not found",
    1606000: "Webhook setting failed",
    1606001: "Webhook type is unknown",
    1607000: "Callback address must be https",
    1607001: "Callback address must not be localhost",
    1607002: "Callback address cannot be reached",
    1607003: "Callback address must answer 200 within 3 seconds",
    1607007: "Dispute failed",
    1607008: "Dispute not found",
    1608001: "Warehouse info not found",
}
# guessed: all other refusals come with status 200, and the code alone says what is wrong.
TOO_MANY = 429


class Refusal(Exception):  # noqa: N818 (the platform's answer, not a mistake of ours)
    def __init__(self, code: int, words: str = "", status: int = 200) -> None:
        self.code, self.words, self.status = code, words or WORDS[code], status
        super().__init__(self.words)


class Plain(Exception):  # noqa: N818 (likewise)
    """A text in the place of an envelope."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)
