// The platform's own Node client, as it is, against one store. What came back goes out as JSON.
import imported from "@woocommerce/woocommerce-rest-api";

const Client = imported.default ?? imported;
const [url, consumerKey, consumerSecret] = process.argv.slice(2);
const api = new Client({
  url,
  consumerKey,
  consumerSecret,
  version: "wc/v3",
  axiosConfig: { proxy: false },
});

async function status(work) {
  try {
    return (await work).status;
  } catch (refused) {
    return [refused.response.status, refused.response.data.code];
  }
}

const ids = [];
for (let page = 1; page <= 3; page += 1) {
  const found = await api.get("products", { per_page: 10, page, orderby: "id", order: "asc" });
  ids.push(...found.data.map((row) => row.id));
}
const some = await api.get("products", { include: [ids[2], ids[4]], orderby: "id", order: "asc" });
const made = await api.post("products", { name: "From Node", sku: "N-1", regular_price: "3.50" });
const changed = await api.put(`products/${made.data.id}`, { regular_price: "4.00" });
const batch = await api.post("products/batch", { create: [{ sku: "N-1" }, { sku: "N-2" }] });
const gone = await api.delete(`products/${made.data.id}`, { force: true });
const outcome = {
  ids,
  some: some.data.map((row) => row.id),
  total: some.headers["x-wp-total"],
  price: changed.data.price,
  batch: batch.data.create.map((row) => row.error?.code ?? row.sku),
  gone: gone.status,
  unknown: await status(api.get(`products/${made.data.id}`)),
  refused: await status(api.get("products", { per_page: 101 })),
};
console.log(JSON.stringify(outcome));
