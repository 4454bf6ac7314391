"""The only place that knows everything: wiring, api, worker, cli, demo."""
