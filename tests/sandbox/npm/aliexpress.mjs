// A Node client of many dropshippers, as it is, against AliExpress. What came back goes out as JSON.
import { DropshipperClient } from "ae_sdk";

const [address, app_key, app_secret, session, refresh_token, product_id] = process.argv.slice(2);

function client(secret) {
  const made = new DropshipperClient({ app_key, app_secret: secret, session });
  made.migrated_apis_url = `${address}/sync`;
  made.new_apis_url = `${address}/rest`;
  return made;
}

const api = client(app_secret);
const product = await api.productDetails({ product_id, ship_to_country: "US" });
const result = product.data.aliexpress_ds_product_get_response.result;
const [sku] = result.ae_item_sku_info_dtos;
const order = {
  out_order_id: "N-1",
  logistics_address: {
    country: "SG",
    province: "Singapore",
    city: "Singapore",
    address: "1 Élan Road #02-03 & more",
    full_name: "Siti Nurhaliza",
  },
  product_items: [{ product_id, product_count: 1, sku_attr: sku.sku_attr }],
};
const made = await api.callAPIDirectly("aliexpress.ds.order.create", {
  param_place_order_request4_open_api_d_t_o: JSON.stringify(order),
});
const wrong = await client("other").productDetails({ product_id, ship_to_country: "US" });
const renewed = await api.refreshToken({ refresh_token });
console.log(
  JSON.stringify({
    properties: sku.aeop_s_k_u_propertys.map((row) => row.sku_property_value),
    made: made.data.aliexpress_ds_order_create_response.result.is_success,
    wrong: wrong.error_response.code,
    renewed: renewed.data.code,
  }),
);
