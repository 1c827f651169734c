# SPDX-License-Identifier: MIT
"""Reading and writing of the human-readable tables, and the words that may stand in them."""
import csv

CONFIDENCE = ("high", "medium", "low", "memory")
MODES = ("rail", "road", "sea")
GAUGES = ("1435", "1520", "1676")
STATUS = ("operating", "construction", "planned")  # from best to worst
SEAS = ("CASPIAN", "BLACK_SEA", "OCEAN", "CANAL")
NODE_KINDS = ("station", "junction", "port", "border", "city", "canal", "gauge_yard", "planned")
CORRIDOR_KINDS = ("fact", "composed")
MINE_KINDS = ("mine", "plant", "stockpile", "occurrence")
CAPACITY_KINDS = ("capacity", "design", "plan")
MINE_STATUS = ("operating", "construction", "project", "closed", "idle", "unknown")
QUANTITIES = ("speed_kmh", "tariff_usd_tkm", "border_dwell_h", "border_fee_usd_t", "gauge_dwell_h", "gauge_fee_usd_t",
              "port_dwell_h", "port_fee_usd_t", "mode_dwell_h", "mode_fee_usd_t", "co2e_g_tkm", "value_of_time_usd_th")
EXTENTS = ("whole", "part", "longer", "section", "other")  # of a published value, against the corridor or the pair of nodes
PUBLISHED = {"length_km": "km", "saving_km": "km", "transit_days": "days", "saving_days": "days", "transit_h": "h",
             "border_h": "h per crossing", "cost_usd_20ft": "USD per 20 ft container", "cost_usd_40ft": "USD per 40 ft container",
             "cost_usd_teu": "USD per TEU", "cost_usd_t": "USD per t", "cost_usd_lorry": "USD per lorry",
             "cost_usd_m": "USD per metre of lorry", "investment_usd": "USD", "volume_mt": "Mt per year", "volume_teu": "TEU per year",
             "capacity_mt": "Mt per year"}
SCOPES = ("site", "section", "national", "national_tariff", "one_corridor", "all_corridors", "fleet_or_grid", "model")
BASIS = ("site", "national", "corridor_mean", "model", "example")


def read(path):
    """Rows of a comma-separated UTF-8 table as dictionaries; a ragged row is an error, not a guess."""
    with open(path, newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise ValueError(f"{path.name}, line {number}: the row has not as many cells as the header")
    return rows


def write(path, columns, rows):
    """A comma-separated UTF-8 table with the given columns, Unix line ends."""
    with open(path, "w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
