"""From what a dashboard shows to what Odoo reads."""

from scripts.dashboards.contents import (
    CHAINS,
    FILTERS,
    MONTH,
    NARROWED,
    PERIOD,
    Dashboard,
    Ranking,
)

MENU = "distribution_reports.menu_"
WIDTH, CARD_HEIGHT, CHART_HEIGHT, ROW_HEIGHT, GAP = 1150, 100, 300, 23, 10
COLUMNS = 10
GREEN, RED = "#00A04A", "#DC6965"
WHOLE_NUMBERS = {"1": "#,##0"}


class Writer:
    """Lays one dashboard out; the state is how far down it has come."""

    def __init__(self, dashboard: Dashboard):
        self.dashboard = dashboard
        self.top = GAP  # in pixels
        self.cells, self.figures, self.menus = {}, [], {}
        self.pivots, self.lists, self.data = {}, {}, {}

    def write(self) -> dict:
        """Return the spreadsheet."""
        self._write_cards()
        self._write_charts()
        for table in self.dashboard.tables:
            (self._write_ranking if isinstance(table, Ranking) else self._write_records)(table)
        rows = self.top // ROW_HEIGHT + 2
        return {
            "version": "18.5.10",
            "sheets": [
                _sheet("main", "Dashboard", self.cells, rows, self.figures, self._styles()),
                {**_sheet("data", "Data", self.data, 20, [], {}), "formats": {"B1:C20": 1}},
            ],
            "styles": {"1": {"textColor": "#01666b", "bold": True, "fontSize": 14}},
            "formats": WHOLE_NUMBERS,
            "borders": {},
            "revisionId": "START_REVISION",
            "uniqueFigureIds": True,
            "settings": {},
            "pivots": self.pivots,
            "pivotNextId": len(self.pivots) + 1,
            "customTableStyles": {},
            "globalFilters": [{"id": name, **FILTERS[name]} for name in self.dashboard.filters],
            "lists": self.lists,
            "listNextId": len(self.lists) + 1,
            "chartOdooMenusReferences": self.menus,
        }

    def _matching(self, model, *, offset=0):
        """Return how the filters narrow a model."""
        matching = {}
        for name in self.dashboard.filters:
            if name in NARROWED[model]:
                chain, kind = CHAINS[name]
                matching[name] = {"chain": chain, "type": kind}
                if name == PERIOD:
                    matching[name]["offset"] = offset
        return matching

    def _write_cards(self):
        cards = self.dashboard.cards
        width = (WIDTH - GAP * (len(cards) - 1)) // len(cards)
        for offset in (0, -1):
            self._add_pivot(MONTH, (), [_measure(card) for card in cards], offset=offset)
        for place, card in enumerate(cards):
            row = place + 1
            measure = _measure(card)["id"]
            for column, pivot in (("B", 1), ("C", 2)):
                self.data[f"{column}{row}"] = f'=ROUND(PIVOT.VALUE({pivot},"{measure}"),0)'
            self.data[f"A{row}"] = f'=_t("{card.title}")'
            self._add_figure(
                f"card_{card.measure}",
                card,
                (place * (width + GAP), width, CARD_HEIGHT),
                type="scorecard",
                background="#EFF6FF",
                keyValue=f"Data!B{row}",
                baseline=f"Data!C{row}",
                baselineMode="percentage",
                baselineDescr={"text": "on last year"},
                baselineColorUp=RED if card.is_bad else GREEN,
                baselineColorDown=GREEN if card.is_bad else RED,
                humanize=False,
            )
        self.top += CARD_HEIGHT + GAP

    def _write_charts(self):
        taken = 0
        for place, chart in enumerate(self.dashboard.charts):
            width = WIDTH * chart.columns // COLUMNS - GAP
            self._add_figure(
                f"chart_{place}",
                chart,
                (WIDTH * taken // COLUMNS, width, CHART_HEIGHT),
                type=f"odoo_{chart.kind}",
                background="#FFFFFF",
                legendPosition="right" if chart.kind == "pie" else "none",
                verticalAxisPosition="left",
                stacked=False,
                dataSets=[{}],
                metaData={
                    "groupBy": list(chart.group_by),
                    "measure": chart.measure,
                    "order": None if chart.group_by[0].startswith("date") else "DESC",
                    "resModel": chart.model,
                    "mode": chart.kind,
                },
                searchParams={
                    "context": {},
                    "domain": chart.domain,
                    "groupBy": list(chart.group_by),
                    "orderBy": [],
                },
                fieldMatching=self._matching(chart.model),
            )
            taken += chart.columns
            if taken >= COLUMNS:
                self.top, taken = self.top + CHART_HEIGHT + GAP, 0
        self.top += CHART_HEIGHT + GAP if taken else 0

    def _write_ranking(self, table):
        measures = [{"id": f"{name}:sum", "fieldName": name} for name in table.measures]
        pivot = self._add_pivot(
            table.model,
            (table.row,),
            [{**measure, "aggregator": "sum"} for measure in measures],
            domain=[[table.row, "!=", False]],
            sortedColumn={"measure": measures[0]["id"], "order": "desc", "domain": []},
            name=table.title,
        )
        row = self._start_table(table)
        for letter, measure in zip("BCDEFG", measures, strict=False):
            self.cells[f"{letter}{row}"] = f'=PIVOT.HEADER({pivot},"measure","{measure["id"]}")'
        self.cells[f"A{row + 1}"] = (
            f"=PIVOT({pivot}, {table.count}, FALSE, FALSE, {len(measures)}, FALSE)"
        )
        self._end_table(table.count + 1)

    def _write_records(self, table):
        number = str(len(self.lists) + 1)
        name, is_ascending = table.order
        self.lists[number] = {
            "id": number,
            "name": table.title,
            "model": table.model,
            "columns": list(table.columns),
            "domain": table.domain,
            "context": {},
            "orderBy": [{"name": name, "asc": is_ascending}],
            "fieldMatching": self._matching(table.model),
        }
        row = self._start_table(table)
        for letter, column in zip("ABCDEFGH", table.columns, strict=False):
            self.cells[f"{letter}{row}"] = f'=ODOO.LIST.HEADER({number},"{column}")'
            for place in range(1, table.count + 1):
                self.cells[f"{letter}{row + place}"] = f'=ODOO.LIST({number},{place},"{column}")'
        self._end_table(table.count + 1)

    def _start_table(self, table):
        """Write the heading; return the number of the row below it."""
        row = self.top // ROW_HEIGHT + 2
        self.cells[f"A{row}"] = f'=_t("{table.title}")'
        return row + 1

    def _end_table(self, rows):
        self.top += (rows + 3) * ROW_HEIGHT

    def _add_pivot(self, model, rows, measures, *, offset=0, **values):
        number = str(len(self.pivots) + 1)
        self.pivots[number] = {
            "type": "ODOO",
            "id": number,
            "formulaId": number,
            "name": f"{self.dashboard.name} {number}",
            "model": model,
            "domain": [],
            "context": {},
            "measures": measures,
            "rows": [{"fieldName": name} for name in rows],
            "columns": [],
            "fieldMatching": self._matching(model, offset=offset),
            **values,
        }
        return number

    def _add_figure(self, name, shown, place, **data):
        left, width, height = place
        self.figures.append(
            {
                "id": name,
                "tag": "chart",
                "col": 0,
                "row": 0,
                "offset": {"x": left, "y": self.top},
                "width": width,
                "height": height,
                "data": {
                    "chartId": name,
                    "title": {"text": shown.title, "bold": True, "color": "#434343"},
                    **data,
                },
            }
        )
        self.menus[name] = MENU + shown.menu

    def _styles(self):
        return {cell: 1 for cell, content in self.cells.items() if content.startswith("=_t(")}


def _measure(card) -> dict:
    return {
        "id": f"{card.measure}:{card.aggregator}",
        "fieldName": card.measure,
        "aggregator": card.aggregator,
    }


def _sheet(key, name, cells, rows, figures, styles) -> dict:
    return {
        "id": key,
        "name": name,
        "colNumber": COLUMNS,
        "rowNumber": rows,
        "rows": {},
        "cols": {str(n): {"size": 260 if n == 0 else 120} for n in range(COLUMNS)},
        "merges": [],
        "cells": cells,
        "styles": styles,
        "formats": {},
        "borders": {},
        "conditionalFormats": [],
        "dataValidationRules": [],
        "figures": figures,
        "tables": [],
        "areGridLinesVisible": False,
        "isVisible": key == "main",
        "headerGroups": {"ROW": [], "COL": []},
        "comments": {},
    }
