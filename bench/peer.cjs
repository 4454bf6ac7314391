// The peer's own way of taking an order in: its workflow, one order a run, so many runs at once.
const express = require("express")

async function main() {
  const { default: load } = require("@medusajs/medusa/loaders/index")
  const { createOrderWorkflow } = require("@medusajs/medusa/core-flows")
  const { container } = await load({
    directory: process.cwd(), expressApp: express(), skipLoadingEntryPoints: true,
  })
  const [regions, channels] = [container.resolve("region"), container.resolve("sales_channel")]
  const [known] = await regions.listRegions({})
  const region = known || (await regions.createRegions({ name: "EU", currency_code: "eur" }))
  const [channel] = await channels.createSalesChannels([{ name: "bench" }])
  const home = (n) => ({
    first_name: "Eve", last_name: `Baker ${n}`, address_1: `Main Street ${n}`, city: "Berlin",
    postal_code: "10115", country_code: "de",
  })
  const good = (n, place) => (n * 7 + place * 131) % 1000
  const take = (n) =>
    createOrderWorkflow(container).run({
      input: {
        region_id: region.id, sales_channel_id: channel.id, currency_code: "eur",
        status: "pending", email: `buyer${n}@example.com`,
        shipping_address: home(n), billing_address: home(n),
        items: [0, 1, 2].map((place) => ({
          title: `Thing ${good(n, place)}`, variant_sku: `T-${good(n, place)}`,
          quantity: 1, unit_price: 30,
        })),
      },
    })
  const [count, atOnce] = process.argv.slice(2).map(Number)
  for (let n = 0; n < 10; n++) await take(n)
  const began = process.hrtime.bigint()
  let next = 10
  const runs = async () => {
    while (next < count + 10) await take(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, runs))
  const seconds = Number(process.hrtime.bigint() - began) / 1e9
  console.log(JSON.stringify({ per_s: count / seconds }))
  process.exit(0)
}

main().catch((wrong) => {
  console.error(wrong)
  process.exit(1)
})
