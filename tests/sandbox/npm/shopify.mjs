// The platform's own Node clients, as they are, against one shop. What came back goes out as JSON.
import { createAdminApiClient } from "@shopify/admin-api-client";
import "@shopify/shopify-api/adapters/node";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { shopifyApi, Session } from "@shopify/shopify-api";

const [address, domain, accessToken, apiKey, apiSecretKey] = process.argv.slice(2);
const apiVersion = "2026-10";
// Both have a place for a fetch of one's own, which finds the first shop of the platform.
const toSandbox = (url, init) => fetch(String(url).replace(/^https:\/\/[^/]+/, address), init);

const admin = createAdminApiClient({
  storeDomain: domain,
  apiVersion,
  accessToken,
  customFetchApi: toSandbox,
});
const products = `query ($first: Int!, $after: String) {
  products(first: $first, after: $after, sortKey: ID) {
    nodes { legacyResourceId title }
    pageInfo { hasNextPage endCursor }
  }
}`;
const ids = [];
let after = null;
for (let pages = 0; pages < 20; pages += 1) {
  const { data, errors } = await admin.request(products, { variables: { first: 10, after } });
  if (errors) throw new Error(JSON.stringify(errors));
  ids.push(...data.products.nodes.map((row) => row.legacyResourceId));
  if (!data.products.pageInfo.hasNextPage) break;
  after = data.products.pageInfo.endCursor;
}
const wrong = await admin.request("{ nothing }");

setAbstractFetchFunc(toSandbox);
const shopify = shopifyApi({
  apiKey,
  apiSecretKey,
  apiVersion,
  hostName: "hub.test",
  isEmbeddedApp: false,
  scopes: ["read_products"],
  logger: { log: () => {} },
});
const session = new Session({ id: "1", shop: domain, state: "", isOnline: false, accessToken });
const client = new shopify.clients.Graphql({ session });
const shop = await client.request("{ shop { myshopifyDomain } }");
const granted = await shopify.auth.clientCredentials({ shop: domain });
console.log(
  JSON.stringify({
    ids,
    wrong: wrong.errors?.graphQLErrors?.[0]?.message ?? null,
    shop: shop.data.shop.myshopifyDomain,
    token: Boolean(granted.session.accessToken),
  }),
);
