import json

import pytest

from pynn_bss1.display import WaferPicture, html_table, text_table
from pynn_bss1.report import MappingReport


def tally(requested, lost):
    causes = {"no_driver": 0, "no_route": 0, **lost}
    n = sum(causes.values())
    return {"requested": requested, "realised": requested - n, "lost": n, "lost_by_cause": causes}


def report(changes=1, lost=True):
    change = {
        "feature": "clipped",
        "population": "exc",
        "parameter": "tau_m",
        "cells": 40,
        "requested": [200.0, 200.0],
        "realised": [110.0, 112.5],
        "reason": "out of reach",
    }
    gone = {"no_route": 7, "no_driver": 3} if lost else {}
    data = {
        "version": 1,
        "network": "<net>",
        "neurons": {"requested": 50, "placed": 49},
        "synapses": {**tally(1000, gone), "bounds": {"free": 1, "placed": 2, "routed": 3}},
        "projections": [{"label": "exc→inh", **tally(600, gone)}, {"label": "inh→exc", **tally(400, {})}],
        "resources": {"hicanns": {"used": 4, "available": 384}},
        "changed": [change] * changes + [{**change, "feature": "ignored", "requested": None, "realised": None}],
        "voltage_window": {"alpha": 10.0, "shift": 1.2},
    }
    return json.dumps(data)


def test_a_report_answers_by_name():
    got = MappingReport(report())
    assert (got.neurons_requested, got.neurons_placed, got.hicanns) == (50, 49, 4)
    assert (got.synapses.requested, got.synapses.realised, got.lost) == (1000, 990, 10)
    assert got.loss == pytest.approx(0.01)
    assert list(got.synapses.lost_by_cause.items()) == [("no_route", 7), ("no_driver", 3)]
    assert got.projections["inh→exc"].lost_by_cause == {}
    assert got.bounds.placed == 2
    assert got.changes[0].realised == (110.0, 112.5)
    assert got.changes[1].requested is None
    assert got.picture is None


def test_its_text_names_losses_bounds_and_changes():
    text = repr(MappingReport(report()))
    assert "49 of 50 neurons placed on 4 chips; 990 of 1000 synapses realised, 10 lost (1.00 %)" in text
    assert "no mapper can lose less than 1" in text
    lines = text.splitlines()
    assert any(line.split() == ["exc→inh", "600", "590", "10", "1.67", "7", "3"] for line in lines)
    assert any("tau_m" in line and "110 to 112.5" in line for line in lines)


def test_without_losses_there_are_no_bounds_to_read():
    assert "no mapper" not in repr(MappingReport(report(lost=False)))


def test_many_changes_are_cut_and_counted():
    got = MappingReport(report(changes=30))
    assert "and 19 more changes" in repr(got)
    assert len(got.changes) == 31


def test_a_notebook_sees_the_table_and_the_wafer():
    html = MappingReport(report(), picture=lambda: "<svg/>")._repr_html_()
    assert html.count("<table>") == 2
    assert "data:image/svg+xml;base64,PHN2Zy8+" in html


def test_words_of_the_network_are_escaped():
    assert "<b>x" not in html_table(["a"], [["<b>x"]])


def test_numbers_stand_to_the_right():
    assert text_table(["word", "n"], [["a", 5], ["bcdef", 123]]) == "word     n\n-----  ---\na        5\nbcdef  123"
    assert text_table(["word"], []) == "word\n----"


def test_the_picture_is_saved(tmp_path):
    WaferPicture("<svg>ü</svg>").save(tmp_path / "wafer.svg")
    assert (tmp_path / "wafer.svg").read_text(encoding="utf-8") == "<svg>ü</svg>"
