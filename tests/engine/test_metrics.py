"""Figures: declared, bounded, in the text that Prometheus reads, and in the docs."""

import re
from pathlib import Path

import pytest

from hanse.engine import metrics
from hanse.engine.metrics import METRICS, Meter

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_what_was_measured_is_rendered() -> None:
    meter = Meter()
    meter.count("hanse_jobs_total", job="stock.push", outcome="done")
    meter.set("hanse_live_readers", 4)
    meter.observe("hanse_job_seconds", 0.2, job="stock.push")
    text = metrics.render(meter).decode()
    assert 'hanse_jobs_total{job="stock.push",outcome="done"} 1.0' in text
    assert "hanse_live_readers 4.0" in text
    assert 'hanse_job_seconds_bucket{job="stock.push",le="0.25"} 1.0' in text


def test_an_undeclared_figure_or_label_is_refused() -> None:
    meter = Meter()
    with pytest.raises(KeyError):
        meter.count("hanse_made_up_total")
    with pytest.raises(KeyError):
        meter.count("hanse_jobs_total", job="stock.push")


def test_a_stranger_who_makes_up_values_fills_no_memory() -> None:
    meter = Meter()
    for number in range(metrics.LABEL_VALUES_MAX + 50):
        meter.count("hanse_outbound_calls_total", host=f"{number}.example", outcome="done")
    text = metrics.render(meter).decode()
    assert 'host="other",outcome="done"} 50.0' in text
    assert "249.example" not in text


def test_each_figure_says_its_unit_in_its_name() -> None:
    for name, metric in METRICS.items():
        assert re.fullmatch(r"hanse_[a-z_]+", name)
        assert name.endswith("_total") == (metric.kind is metrics.Kind.counter)
        assert (metric.unit == "seconds") == name.endswith("_seconds")


def test_the_reference_page_is_the_list() -> None:
    page = DOCS / "reference" / "metrics.md"
    assert page.read_text("utf-8") == metrics.reference()
