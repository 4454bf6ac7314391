"""What an app asks of a shop about pictures."""

import io
from typing import Any

import aiohttp
from PIL import Image

from hanse.sandbox.shopify.catalog import PRODUCT_FIRST
from tests.sandbox.shopify.loopback import Client

PARENT = f"gid://shopify/Product/{PRODUCT_FIRST + 1}"
OTHER = f"gid://shopify/Product/{PRODUCT_FIRST + 2}"
STAGE = """mutation ($input: [StagedUploadInput!]!) { stagedUploadsCreate(input: $input) {
  stagedTargets { url resourceUrl parameters { name value } } userErrors { field message } } }"""
FILE = """mutation ($files: [FileCreateInput!]!) { fileCreate(files: $files) {
  files { id alt fileStatus ... on MediaImage { mimeType } }
  userErrors { field message code } } }"""
CHANGE = """mutation ($files: [FileUpdateInput!]!) { fileUpdate(files: $files) {
  files { id alt fileStatus } userErrors { field message code } } }"""
SEE = """query ($id: ID!) { node(id: $id) { ... on MediaImage { status alt mimeType
  image { url width height altText } mediaErrors { code message }
  originalSource { fileSize } } } }"""
SHOWN = """query ($id: ID!) { product(id: $id) { mediaCount { count }
  media(first: 250) { nodes { id alt status } } images(first: 9) { nodes { altText } } } }"""
SET = """mutation ($id: ID!, $input: ProductSetInput!) {
  productSet(identifier: {id: $id}, input: $input) { product { media(first: 250) { nodes { id } } }
  userErrors { field message code } } }"""
ADD = """mutation ($id: ID!, $media: [CreateMediaInput!]!) { productCreateMedia(productId: $id,
  media: $media) { media { id status } mediaUserErrors { field message code }
  userErrors { field message } } }"""
WEB = "https://img.example.com/"


def drawn(colour: str = "red", form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()


async def staged(client: Client, **more: Any) -> Any:
    wish = {"resource": "IMAGE", "filename": "mug.png", "mimeType": "image/png", **more}
    found = (await client.ask(STAGE, input=[wish]))["stagedUploadsCreate"]
    assert found["userErrors"] == []
    return found["stagedTargets"][0]


async def put(client: Client, target: Any, content: bytes, **more: str) -> tuple[int, str]:
    headers = {row["name"]: row["value"] for row in target["parameters"]} | more
    headers = {"Content-Type": "application/octet-stream"} | headers
    async with client.session.put(
        target["url"], data=io.BytesIO(content), headers=headers
    ) as found:
        return found.status, await found.text()


async def post(client: Client, target: Any, content: bytes, order: int = 1) -> tuple[int, str]:
    form = aiohttp.FormData()
    for row in target["parameters"][::order]:
        form.add_field(row["name"], row["value"])
    form.add_field("file", content, filename="mug.png", content_type="image/png")
    async with client.session.post(target["url"], data=form) as found:
        return found.status, await found.text()


async def filed(client: Client, *wishes: Any) -> list[str]:
    found = (await client.ask(FILE, files=list(wishes)))["fileCreate"]
    assert found["userErrors"] == []
    return [row["id"] for row in found["files"]]


async def seen(client: Client, number: str) -> Any:
    return (await client.ask(SEE, id=number))["node"]


async def shown(client: Client, product: str = PARENT) -> list[str]:
    found = (await client.ask(SHOWN, id=product))["product"]
    return [row["id"] for row in found["media"]["nodes"]]
