"""billing: the plans, which of them a workspace is on, and how much of it is used; and how what
buyers paid is shared between client and platform.

Tables: billing_features, billing_plans, billing_limits and billing_plan_shares, which hold for the
whole installation; billing_workspaces, billing_turns and billing_counts; of earnings, which are
only ever added to: billing_shares, billing_entries, billing_postings and billing_statements, with
their sums in billing_days and what has no rate yet in billing_waiting. Events: billing.plan.set,
billing.count.repaired, billing.share.set, billing.earnings.booked, billing.statement.closed. A
count that goes up or down has no event of its own: the thing that was made or removed has one.

It never makes, hides or deletes what it counts, and it takes no money: `service.plans.Payments` is
the port for a provider, and nothing fills it. It knows orders by what the room above hands down.
"""
