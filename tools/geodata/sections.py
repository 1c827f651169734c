# SPDX-License-Identifier: MIT
"""Railway sections whose length is known, to hold the drawn lines against: ends, km, where it is from, and what others say."""
import geodesic

TOLERANCE = 0.03

# Ends, km, source. OSM: measured on OpenStreetMap rail lines, shortest path.
OSM = "measured on OpenStreetMap rail lines"
SECTIONS = [
    ("UZEN", "BOLASHAK", 141.8, OSM), ("BOLASHAK", "SERHETYAKA", 6.2, OSM), ("SERHETYAKA", "BEREKET", 441.3, OSM),
    ("BEREKET", "ETREK", 222.6, OSM), ("ETREK", "INCHEBORUN", 43.8, OSM), ("INCHEBORUN", "GORGAN", 95.6, OSM),
    ("TURKMENBASHI", "BEREKET", 262.4, OSM), ("BEREKET", "ASHGABAT", 298.1, OSM), ("ASHGABAT", "TEJEN", 218.1, OSM),
    ("TEJEN", "SARAHS", 170.5, OSM), ("SARAHS", "SARAKHS_IR", 11.7, OSM), ("SARAKHS_IR", "MASHHAD", 189.1, OSM),
    ("TEJEN", "MARY", 125.4, OSM), ("MARY", "TURKMENABAT", 243.9, OSM), ("MARY", "SERHETABAT", 313.0, OSM),
    ("TURKMENABAT", "FARAP", 8.0, OSM), ("FARAP", "BUKHARA1", 111.8, OSM), ("BUKHARA1", "NAVOI", 92.1, OSM),
    ("TURKMENABAT", "KERKICHI", 232.5, OSM), ("KERKICHI", "YMAMNAZAR", 94.6, OSM), ("YMAMNAZAR", "AQINA", 6.3, OSM),
    ("AQINA", "ANDKHOY", 26.8, OSM), ("TERMEZ", "HAIRATAN", 18.3, OSM), ("HAIRATAN", "MAZAR", 75.2, OSM + "; 75 in the press"),
    ("BAKU", "ALAT", 87.5, OSM), ("ALAT", "HAJIGABUL", 46.9, OSM), ("HAJIGABUL", "GANJA", 234.5, OSM),
    ("GANJA", "BOYUK_KESIK", 137.3, OSM), ("BOYUK_KESIK", "GARDABANI", 12.2, OSM), ("GARDABANI", "TBILISI", 41.2, OSM),
    ("ALAT", "HORADIZ", 199.6, OSM), ("ALAT", "ASTARA_AZ", 238.5, OSM), ("BAKU", "YALAMA", 201.6, OSM),
    ("ARKALYK", "SHUBARKOL", 214.0, "Tengrinews 2013; the same in Wikipedia"), ("KHORGOS_CN", "ZHETYGEN", 293.0, "UNESCAP 2016"),
    ("MARABDA", "AKHALKALAKI", 153.0, "Railway Magazine, raillynews 2016"), ("AKHALKALAKI", "KARTSAKHI", 26.1, "mkr.ge"),
    ("KARTSAKHI", "KARS", 76.0, "Railway Magazine"), ("DOSTYK", "MOINTY", 836.0, "Qazinform 2025"),
    ("ANZALI", "RASHT", 37.0, "Mehr 2024"), ("KHAF", "ROZANAK", 140.0, "telgraf 2020 (78 + 62)"),
    ("ZHEZKAZGAN", "SAKSAULSKAYA", 517.0, "parts of the 988 km of Tengrinews 2013, from memory"),
    ("SHALKAR", "BEINEU", 471.0, "parts of the 988 km of Tengrinews 2013, from memory"),
]

# Of these, the ones that a second figure contradicts by more than the tolerance, or that have other ends than the nodes: not counted.
DISPUTED = {
    ("ETREK", "INCHEBORUN"): "43.8 km against 35.4: the same measurement gives 699.3 km from Serhetyaka, which leaves 35.4; measured again between the nodes 35.8 km",
    ("BEREKET", "ASHGABAT"): "298.1 km against 289 by the kilometre posts (268 and 557 from Turkmenbashi, German Wikipedia)",
    ("TURKMENABAT", "KERKICHI"): "232.5 km against 203 for the line to Kerki, 12 km before Kerkichi (Wikipedia)",
    ("KERKICHI", "YMAMNAZAR"): "94.6 km against 85 (Railway Gazette 2021, from Kerki to the border) and 91.2 measured again between the nodes",
    ("TERMEZ", "HAIRATAN"): "18.3 km against 16.9 measured again between the nodes",
    ("ANZALI", "RASHT"): "the 37 km end at the Caspian port in the free zone, the node is the old port of Anzali",
    ("AQINA", "ANDKHOY"): "26.8 km against 24 km of main line with 6 km of sidings (Railway Gazette 2021) and 30 km (Trend 2020)",
}
# Second figures that agree within the tolerance, or that differ because they mean other ends: the section counts.
SECOND = {
    ("UZEN", "BOLASHAK"): "146 km to the border, some 4 km further (Eurailpress 2013); the press also gives 120 (RailTurkey) and 140 (AzVision)",
    ("TURKMENBASHI", "BEREKET"): "268 km by the kilometre posts (German Wikipedia)",
    ("SARAKHS_IR", "MASHHAD"): "193 km by the kilometre posts, 155 to Fariman and 38 from there (German Wikipedia)",
    ("MARY", "SERHETABAT"): "315 km in German Wikipedia",
    ("MARABDA", "AKHALKALAKI"): "the builders' 29, 49.7 and 74 km (Trend 2012, mkr.ge) make 152.7; 160 in one newspaper (Messenger 2008)",
    ("DOSTYK", "MOINTY"): "the railway company calls 836 km the length of the section too",
}
# Why a counted section is drawn outside the tolerance, where the gazetteers used (OpenStreetMap stations, GeoNames, Wikipedia, Natural
# Earth, deposits of the US Geological Survey) hold no point that would mend it.
REASONS = {
    ("UZEN", "BOLASHAK"): "a bend before the border, no place in it; of the stations that German Wikipedia lists only the siding Kurmash is no vertex",
    ("SERHETYAKA", "BEREKET"): "eleven bends of 0.5 to 4 km between sidings 18 to 37 km apart, no place in them; every station of the line (German Wikipedia) is a vertex",
    ("BEREKET", "ETREK"): "three bends in the desert, no place in them; every station of the line (German Wikipedia) is a vertex",
    ("TURKMENBASHI", "BEREKET"): "the way round the bay of Turkmenbashi (4 km) and bends between sidings up to 43 km apart, no place in them",
    ("SARAHS", "SARAKHS_IR"): "bends of two yards and a border bridge within 12 km",
    ("SARAKHS_IR", "MASHHAD"): "a mountain line: 97 km of track between Sarakhs and Makhtom Gholy for 78 km as the stations lie",
    ("MARY", "SERHETABAT"): "windings in the valleys of the Murghab and the Kushka, 1 to 3 km in each of nine gaps",
    ("YMAMNAZAR", "AQINA"): "a bend at the border between two stations 5 km apart",
    ("HAIRATAN", "MAZAR"): "a bend of 3 km behind Hairatan and one of 3 km before Mazar-i-Sharif, no place in them",
    ("BAKU", "ALAT"): "curves in the city of Baku and along the shore between stations 3 to 14 km apart",
    ("ALAT", "HAJIGABUL"): "the loop in which the line leaves Alat northwards before it turns west, partly drawn",
    ("GANJA", "BOYUK_KESIK"): "windings along the Kura, 0.6 to 1.9 km in each gap",
    ("ARKALYK", "SHUBARKOL"): "only four stations are known, with 111 km of steppe between two of them",
    ("MARABDA", "AKHALKALAKI"): "a mountain line: 78.9 km of track from Marabda to Tsalka (Report 2016), 60 km as the stations lie; from there on it fits within 1 km",
    ("DOSTYK", "MOINTY"): "sidings 20 to 46 km apart; 836 km are the kilometres of second track that were built",
    ("KHAF", "ROZANAK"): "stations 15 to 28 km apart; 78 and 62 km are rounded",
}


class Section:
    """One section as it is drawn: its legs, its length along the curves and along the chords, its longest gap."""

    def __init__(self, start, end, known_km, source, legs, drawn, points):
        self.ends, self.known_km, self.source, self.legs = (start, end), known_km, source, legs
        self.drawn_km = sum(geodesic.line_m(drawn[name]) for name in legs) / 1000.0
        self.points = sum(len(points[name]) - 2 for name in legs)
        self.gap_km = max(geodesic.length_m(a, b) for name in legs for a, b in zip(points[name], points[name][1:])) / 1000.0

    def off(self):
        """By what share the drawn length is above the known one."""
        return self.drawn_km / self.known_km - 1.0

    def is_good(self):
        return abs(self.off()) <= TOLERANCE

    def is_counted(self):
        return self.ends not in DISPUTED
