"""billing: the plans, which of them a workspace is on, and how much of it is used.

Tables: billing_features, billing_plans and billing_limits, which hold for the whole installation;
billing_workspaces and billing_counts. Events: billing.plan.set, billing.count.repaired. A count
that goes up or down has no event of its own: the thing that was made or removed has one.

It never makes, hides or deletes what it counts, and it takes no money: `service.Payments` is the
port for a provider, and nothing fills it.
"""
