"""
Which five-digit codes tell by themselves whether they are of SN2007 or SN2025, Norway's two industry standards.

Counted from SSB's code lists of both (Klass, classification 6, NLOD). Codes that stand in neither table are in both
standards and mean the same, or in none.
"""

from typing import Final

_SN2007 = """
01.490 01.640 03.111 03.112 03.213 03.223 08.111 08.112 08.113 10.209 10.411 10.412 10.413 10.910 13.921 13.929
14.110 14.120 14.130 14.140 14.190 14.200 14.310 14.390 16.100 16.231 16.232 16.290 17.290 20.520 20.530 22.190
22.290 23.190 23.490 23.690 24.101 24.102 24.421 24.422 25.290 25.500 25.710 25.720 25.730 26.800 28.221 28.229
28.490 30.111 30.112 30.113 30.114 30.115 30.116 30.300 31.010 31.020 31.030 31.090 35.111 35.112 35.113 35.114
35.119 35.120 41.101 41.109 41.200 42.220 43.221 43.222 43.223 43.290 43.341 43.342 43.390 43.911 43.919 45.111
45.112 45.191 45.192 45.200 45.310 45.320 45.401 45.402 45.403 46.320 46.341 46.349 46.381 46.389 46.421 46.422
46.431 46.432 46.433 46.434 46.435 46.441 46.442 46.471 46.472 46.473 46.481 46.482 46.491 46.492 46.493 46.494
46.495 46.499 46.510 46.520 46.650 46.660 46.691 46.692 46.693 46.694 46.731 46.732 46.733 46.739 46.740 46.750
46.761 46.769 46.770 47.111 47.112 47.190 47.241 47.242 47.251 47.259 47.291 47.292 47.299 47.410 47.420 47.430
47.521 47.522 47.523 47.524 47.529 47.531 47.532 47.533 47.591 47.592 47.593 47.594 47.599 47.630 47.641 47.642
47.650 47.721 47.722 47.771 47.772 47.781 47.782 47.789 47.791 47.792 47.799 47.890 47.911 47.912 47.913 47.914
47.915 47.916 47.917 47.919 47.990 49.100 49.311 49.312 49.391 49.392 49.393 50.204 52.213 52.214 52.216 52.221
52.222 52.223 52.229 52.291 52.292 52.293 52.299 55.101 55.102 55.201 55.202 56.101 56.102 56.290 56.301 56.309
58.140 61.300 62.010 62.020 62.030 62.090 63.110 63.120 63.990 64.201 64.202 64.301 64.302 64.305 64.306 64.308
68.100 68.201 68.209 70.210 70.220 71.111 71.112 71.113 72.110 72.190 74.101 74.102 74.103 74.901 74.902 74.903
74.909 77.290 78.300 79.120 79.903 79.909 80.100 80.200 80.300 81.101 81.109 81.291 81.299 82.110 82.190 82.201
82.202 85.203 85.410 85.421 85.422 85.423 85.424 85.429 85.522 85.530 85.599 85.601 85.609 86.105 86.106 86.107
86.211 86.212 86.223 86.224 86.225 86.901 86.902 86.903 86.904 86.905 86.906 86.907 86.909 87.203 87.301 87.302
87.303 87.304 87.305 87.901 87.909 88.911 88.912 88.913 88.914 88.997 88.998 88.999 90.011 90.012 90.019 90.020
90.031 90.032 90.033 90.034 90.035 90.039 90.040 91.011 91.012 91.013 91.021 91.022 91.023 91.029 91.030 91.040
93.299 95.110 95.120 96.010 96.020 96.030 96.040 96.090 97.000
"""
ONLY_SN2007: Final = frozenset(_SN2007.split())
"""Codes SN2025 has no longer."""

_SN2025 = """
01.481 01.489 03.110 03.300 08.110 10.410 10.911 10.912 13.920 14.100 14.210 14.220 14.230 14.240 14.290 16.110
16.120 16.230 16.250 16.260 16.270 16.280 17.250 22.120 22.240 22.250 22.260 23.150 23.450 23.660 24.100 24.420
25.220 25.510 25.520 25.530 25.630 28.220 28.420 28.970 30.110 30.130 30.310 30.320 31.000 33.180 35.110 35.121
35.122 35.123 35.129 35.150 35.160 35.240 35.400 38.230 38.330 41.000 42.221 42.222 43.220 43.230 43.240 43.340
43.350 43.410 43.420 43.500 43.600 43.910 46.321 46.322 46.340 46.380 46.420 46.430 46.440 46.470 46.480 46.490
46.500 46.730 46.810 46.820 46.830 46.840 46.850 46.860 46.870 46.890 47.110 47.120 47.240 47.250 47.270 47.400
47.520 47.530 47.551 47.552 47.553 47.559 47.631 47.632 47.640 47.690 47.720 47.770 47.780 47.790 47.830 47.910
47.920 49.110 49.120 49.310 49.330 49.340 49.390 52.220 52.250 52.260 52.311 52.312 52.320 53.300 55.100 55.200
55.400 56.110 56.120 56.220 56.300 56.400 60.310 60.390 62.100 62.200 62.900 63.100 63.920 64.210 64.220 64.311
64.312 64.321 64.322 64.323 68.110 68.120 68.200 70.200 71.110 72.100 73.300 74.110 74.120 74.130 74.140 74.910
74.990 77.510 77.520 79.121 79.122 80.010 80.090 81.100 81.230 82.100 82.200 82.400 85.330 85.401 85.402 85.403
85.404 85.531 85.532 85.597 85.610 85.691 85.692 85.699 86.210 86.910 86.921 86.922 86.930 86.941 86.942 86.950
86.960 86.970 86.991 86.992 86.993 87.103 87.104 87.105 87.106 87.300 87.910 87.991 87.992 87.999 88.104 88.105
88.106 88.910 90.111 90.112 90.120 90.130 90.201 90.202 90.209 90.310 90.390 91.111 91.112 91.120 91.211 91.212
91.213 91.220 91.300 91.410 91.420 95.100 95.310 95.320 95.400 96.100 96.210 96.220 96.230 96.300 96.400 96.910
96.990 97.001 97.002 98.100 98.200
"""
ONLY_SN2025: Final = frozenset(_SN2025.split())
"""Codes SN2007 did not have."""

REUSED: Final = {
    "01.420": ("", "kjøttproduksjon"),
    "01.430": ("hestefamilien", "hestehold"),
    "01.700": ("tilknyttet", "tilknyttede"),
    "03.120": ("ferskvannsfiske", "fangst"),
    "10.202": ("frysing", "slakting"),
    "10.203": ("fiskehermetikk", "bearbeiding"),
    "10.520": ("", "isprodukter"),
    "10.730": ("pastavarer", "melprodukter"),
    "13.910": ("", "trikotasjestoffer"),
    "20.510": ("eksplosiver", "biobrensel"),
    "22.230": ("byggevarer", "vinduer"),
    "25.300": ("dampkjeler", "våpen"),
    "25.400": ("våpen", "smiing"),
    "25.610": ("overflatebehandling", "kjøkkenredskaper"),
    "25.620": ("bearbeiding", "beslag"),
    "28.210": ("laboratorieovner", "varmeapparater"),
    "30.920": ("invalidevogner", "mobilitetsscootere"),
    "35.130": ("distribusjon", "overføring"),
    "35.140": ("handel", "distribusjon"),
    "35.300": ("varmtvannsforsyning", "kjøleforsyning"),
    "38.210": ("disponering", "materialgjenvinning"),
    "38.220": ("disponering", "energigjenvinning"),
    "38.310": ("demontering", "energigjenvinning"),
    "38.320": ("materialgjenvinning", "permanent"),
    "46.640": ("tekstil", "ellers"),
    "46.710": ("drivstoff", "motorvogner"),
    "46.720": ("metaller", "motorvogner"),
    "47.810": ("torghandel", "motorvogner"),
    "47.820": ("torghandel", "motorvogner"),
    "49.320": ("drosjebiltransport", "passasjertransport"),
    "50.203": ("slepebåter", "offshore"),
    "56.210": ("cateringvirksomhet", "arrangementer"),
    "58.120": ("adresselister", "aviser"),
    "58.130": ("aviser", "tidsskrifter"),
    "58.190": ("forlagsvirksomhet", "utgivelsesvirksomhet"),
    "60.100": ("", "distribuering"),
    "60.200": ("fjernsynskringkasting", "fjernsynsprogramvirksomhet"),
    "61.200": ("trådløs", "formidlingstjenester"),
    "63.910": ("nyhetsbyråer", "søkemotorer"),
    "64.190": ("bankvirksomhet", "kredittforetak"),
    "68.310": ("", "formidlingstjenester"),
    "69.201": ("bokføring", "revisjon"),
    "69.202": ("revisjon", "regnskapsføring"),
    "77.220": ("videofilm", "husholdningsvarer"),
    "78.200": ("", "personaladministrative"),
    "84.220": ("", "forsvarsaktiviteter"),
    "84.230": ("fengselsvesen", "kriminalomsorg"),
    "85.591": ("folkehøgskoleundervisning", "folkehøgskoler"),
    "85.592": ("", "arbeidsrettede"),
    "85.593": ("studieforbunds", "voksenopplæringssentre"),
    "85.594": ("voksenopplæring", "privatundervisning"),
    "85.595": ("timelærer", "religion"),
    "85.596": ("religion", "leirskoler"),
    "86.102": ("spesialsykehus", "sykehustjenester"),
    "86.103": ("spesialinstitusjoner", "rusbehandling"),
    "86.104": ("institusjoner", "sykehustjenester"),
    "86.222": ("helsevern", "psykiatriske"),
    "87.101": ("spesialsykehjem", "spesialinstitusjon"),
    "87.102": ("somatiske", "sykehjemstjenester"),
    "87.201": ("psykiatriske", "rusmiddelproblemer"),
    "87.202": ("omsorgsinstitusjoner", "funksjonsnedsettelse"),
    "88.101": ("hjemmehjelp", "praktisk"),
    "88.102": ("aktivitetssentra", "dagaktivitetstilbud"),
    "88.103": ("eldresentre", "seniorsentre"),
    "88.994": ("tilrettelagt", "velferdstjenester"),
    "88.995": ("velferdsorganisasjoner", "sosialkontortjenester"),
    "88.996": ("asylmottak", "sosialtjenester"),
    "92.000": ("totalisatorspill", "gamblingvirksomhet"),
    "93.190": ("andre", "ikke nevnt"),
    "93.292": ("fritidsetablissement", "fritidsvirksomhet"),
    "94.991": ("interesseorganisasjoner", "fond"),
    "94.992": ("fond", "medlemsorganisasjoner"),
    "95.250": ("sølvvarer", "vedlikehold"),
}
"""
Codes that mean one thing in SN2007 and another in SN2025 -> a word of the label that only the one, only the other has.

No word for SN2007 where its whole label is a part of SN2025's.
"""
