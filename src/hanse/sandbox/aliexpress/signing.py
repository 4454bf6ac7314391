"""How a call is signed: every parameter but the signature, sorted by bytes and joined."""

import hashlib
import hmac
from collections.abc import Mapping

METHODS = ("sha256", "md5")


def text_to_sign(params: Mapping[str, str], path: str = "") -> str:
    """`path` stands in front where the name of the call is a path."""
    names = sorted((n for n in params if n != "sign"), key=str.encode)
    return path + "".join(f"{name}{params[name]}" for name in names)


def signature(params: Mapping[str, str], secret: str, path: str = "") -> str:
    """By the method that the parameters name. MD5 wraps the text in the secret and has no path."""
    if params.get("sign_method") == "md5":
        wrapped = f"{secret}{text_to_sign(params)}{secret}".encode()
        return hashlib.md5(wrapped).hexdigest().upper()  # noqa: S324 (the platform's own choice)
    text = text_to_sign(params, path).encode()
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest().upper()


def push_signature(app_key: str, secret: str, body: bytes) -> str:
    """guessed: the formula of the same push service at Alibaba.com."""
    return hmac.new(secret.encode(), app_key.encode() + body, hashlib.sha256).hexdigest()
