"""The synthetic sample register: exact where it must be, believable elsewhere, never to be taken for real."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from koperasi.intake.sample import ROWS, SCHEMAS, write_sample

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
AS_OF = pd.Timestamp("2024-09-30")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample")
    assert write_sample(out, seeds=SEEDS)["cooperatives"] == ROWS
    return out


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, pd.DataFrame]:
    return {name: load(folder, name) for name in SCHEMAS}


def load(folder: Path, name: str) -> pd.DataFrame:
    # numpy_nullable keeps null apart from 0 and whole numbers whole
    frame = pd.read_parquet(folder / f"{name}.parquet", dtype_backend="numpy_nullable")
    for column, kind in zip(SCHEMAS[name].names, SCHEMAS[name].types, strict=True):
        if str(kind) == "date32[day]":
            frame[column] = pd.to_datetime(frame[column])
    return frame


def published(indicator: str, as_of: str) -> dict[str, int]:
    """Values by regency as the seeds print them."""
    rows = pd.read_csv(SEEDS / "figures.csv", dtype=str)
    rows = rows[(rows.indicator == indicator) & (rows.as_of == as_of) & (rows.region_code.str.len() == 4)]
    return dict(zip(rows.region_code, rows.value.astype(int), strict=True))


def by_regency(frame: pd.DataFrame) -> dict[str, int]:
    return frame.regency_code.value_counts().to_dict()


def parquet_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_arguments_give_the_same_bytes_and_another_seed_does_not(folder: Path, tmp_path: Path):
    write_sample(tmp_path / "again", seeds=SEEDS)
    write_sample(tmp_path / "other", seed=64, seeds=SEEDS)
    again, other = parquet_bytes(tmp_path / "again"), parquet_bytes(tmp_path / "other")
    assert again == parquet_bytes(folder)  # also: no temporary file is left behind
    assert sorted(again) == sorted(f"{name}.parquet" for name in SCHEMAS)
    assert all(again[name] != other[name] for name in again)


def test_the_shipped_files_are_a_fresh_draw(folder: Path):
    shipped = {p.name: p.read_bytes() for p in (ROOT / "data" / "sample").glob("*.parquet")}
    assert shipped == parquet_bytes(folder), "run: python -m koperasi sample --rows 1500 --seed 63"


def test_every_file_says_that_it_is_a_sample(folder: Path, tables: dict[str, pd.DataFrame]):
    for name, frame in tables.items():
        said = pq.read_schema(folder / f"{name}.parquet").metadata
        title = said.pop(b"koperasi.title").decode()
        assert title.endswith("(contoh)")
        assert said.pop(b"koperasi.seal").startswith(b"sha256:")
        assert said == {
            b"koperasi.kind": b"sample",
            b"koperasi.as_of": b"2024-09-30",
            b"koperasi.seed": b"63",
            b"koperasi.rows": str(len(frame)).encode(),
        }


def test_columns_and_types(folder: Path):
    for name, schema in SCHEMAS.items():
        assert pq.read_schema(folder / f"{name}.parquet").equals(schema)
    export = (
        "nomor_induk_koperasi nama_koperasi nomor_badan_hukum bentuk_koperasi jenis_koperasi "
        "pola_pengelolaan status_koperasi sektor_usaha kelompok_koperasi provinsi kabupaten_kota kecamatan "
        "kelurahan desa alamat kode_pos email kuk grade"
    )
    assert SCHEMAS["cooperatives"].names[:19] == export.split()


def test_totals_follow_the_published_ones(tables: dict[str, pd.DataFrame]):
    cooperatives, pesantren, opop = tables["cooperatives"], tables["pesantren"], tables["opop_participants"]
    assert len(cooperatives) == ROWS == 1500
    weights = published("cooperatives_inactive", "2022-01")
    counts = by_regency(cooperatives)
    assert counts.keys() == weights.keys()
    assert len(counts) == 13
    for code, weight in weights.items():
        assert abs(counts[code] - ROWS * weight / sum(weights.values())) < 1

    assert len(pesantren) == 242
    assert by_regency(pesantren) == published("pesantren_total", "2021-07")
    assert opop.kohort.value_counts().to_dict() == {2023: 10, 2024: 25}
    first = opop[opop.kohort == 2023].merge(pesantren, on="nspp")
    assert by_regency(first) == published("opop_pesantren", "2023")


def test_the_inactive_share_is_near_the_published_one(tables: dict[str, pd.DataFrame]):
    assert tables["cooperatives"].status_koperasi.eq("Tidak Aktif").mean() == pytest.approx(0.30, abs=0.015)


def test_no_count_can_be_taken_for_a_published_one(tables: dict[str, pd.DataFrame]):
    """Not one of the province's published counts is a count of the sample, by status or in all."""
    figures = pd.read_csv(SEEDS / "figures.csv", dtype=str, keep_default_na=False)
    named = figures["indicator"].str.startswith("cooperatives_") & (figures["region_code"] == "63")
    taken = {int(float(value)) for value in figures[named]["value"]} | {
        912
    }  # 867 of the regencies and 45 of the province
    assert {3057, 3014, 2651, 902, 768} <= taken
    status = tables["cooperatives"].status_koperasi
    counts = {len(status), *status.value_counts().tolist(), int(status.isna().sum()), int(status.ne("Aktif").sum())}
    assert len(counts) >= 3
    assert counts.isdisjoint(taken)


def test_no_name_can_be_taken_for_a_real_one(tables: dict[str, pd.DataFrame]):
    named = ["nomor_induk_koperasi", "nama_koperasi", "nomor_badan_hukum", "kelurahan", "desa", "alamat"]
    named += ["nspp", "nama", "lembaga", "id_pelatihan", "nama_pelatihan"]
    named += ["id_fasilitas", "nama_fasilitas", "id_mesin", "penerima"]
    seen = set()
    for frame in tables.values():
        for column in frame.columns.intersection(named):
            seen.add(column)
            assert frame[column].dropna().str.upper().str.contains("CONTOH").all()
    assert seen == set(named)
    assert tables["cooperatives"][["kode_pos", "email"]].isna().all(axis=None)
    assert tables["pesantren"].nspp.str.len().eq(12).all()


def test_cooperatives_are_coherent(tables: dict[str, pd.DataFrame]):
    c = tables["cooperatives"]
    assert c.nama_koperasi.is_monotonic_increasing
    assert c.nomor_induk_koperasi.is_unique
    assert c.nama_koperasi.iloc[0] == "Koperasi Contoh 0001"

    regencies = pd.read_csv(SEEDS / "regencies.csv", dtype=str).set_index("code")
    assert (c.kabupaten_kota == c.regency_code.map(regencies.name)).all()
    districts = pd.read_csv(SEEDS / "merah_putih_kecamatan.csv", dtype=str)
    known = set(zip(districts.regency_code, districts.kecamatan, strict=True))
    assert set(zip(c.regency_code, c.kecamatan, strict=True)) <= known
    assert (c.kelurahan.isna() != c.desa.isna()).all()
    assert c.desa[c.regency_code.isin(["6371", "6372"])].isna().all()

    founded, met = c.tanggal_badan_hukum, c.tahun_rat_terakhir
    assert founded.between("1970-01-01", AS_OF).all()
    assert (met.dropna() >= founded.dt.year[met.notna()]).all()
    assert met.dropna().le(2024).all()
    inactive = c.status_koperasi == "Tidak Aktif"
    assert met[inactive].dropna().le(2021).all()

    sharia = c.pola_pengelolaan == "SYARIAH"
    assert sharia[c.kelompok_koperasi == "KSPPS"].all()
    assert sharia[c.kelompok_koperasi == "KOPPONTREN"].mean() > 0.5
    assert 0.06 <= sharia.mean() <= 0.09
    assert 0 < c.pola_pengelolaan.isna().mean() < 0.06
    assert (c.jenis_koperasi[c.kelompok_koperasi.isin(["KSP", "KSPPS"])] == "Simpan Pinjam").all()

    assert set(c.grade.dropna()) == {"A", "B", "C1", "C2", "D"}
    assert (met[c.grade.isin(["A", "B", "C1", "C2"])].fillna(0) >= 2022).all()
    assert (met[c.grade == "D"].fillna(0) < 2022).all()
    assert (founded[c.grade == "C1"] > "2021-09-30").all()
    assert set(c.kuk.dropna()) == {"I", "II", "III", "IV"}


def test_not_filled_in_zero_and_loss_all_occur(tables: dict[str, pd.DataFrame]):
    c, opop = tables["cooperatives"], tables["opop_participants"]
    money = c[["aset", "modal_sendiri", "volume_usaha", "shu"]]
    assert (money.isna().sum(axis=1).isin([0, 4])).all()
    assert 0.05 < c.aset.isna().mean() < 0.4
    assert (c.volume_usaha == 0).sum() > 50
    assert (c.shu < 0).sum() > 50
    assert (c.modal_sendiri <= c.aset).fillna(True).all()
    assert (c[["anggota_pria", "anggota_wanita"]] >= 0).all(axis=None)
    assert opop.omzet.isna().any()
    assert (opop.omzet == 0).any()
    assert tables["pesantren"].santri.isna().any()


def test_ratings_refer_to_active_cooperatives_in_every_regency(tables: dict[str, pd.DataFrame]):
    ratings, cooperatives = tables["ratings"], tables["cooperatives"]
    joined = ratings.merge(cooperatives, on="nomor_induk_koperasi", how="left", validate="many_to_one")
    assert joined.status_koperasi.eq("Aktif").all()
    assert joined.regency_code.nunique() == 13
    assert (joined.tahun > joined.tanggal_badan_hukum.dt.year).all()
    assert not ratings.duplicated(["nomor_induk_koperasi", "tahun"]).any()
    assert set(ratings.peringkat) == {"AAA", "AAB", "ABB", "BBB"}
    assert (ratings.tanggal_peringkat.dt.year == ratings.tahun).all()
    assert ratings.tanggal_peringkat.max() <= AS_OF
    assert (ratings.berlaku_sampai == ratings.tanggal_peringkat + pd.DateOffset(years=2)).all()

    rated = joined.drop_duplicates("nomor_induk_koperasi")
    active = cooperatives.status_koperasi.eq("Aktif").sum()
    assert (len(rated) - 13) / active == pytest.approx(0.04, abs=0.01)  # one of each regency is rated whatever the luck
    assert rated.pola_pengelolaan.eq("SYARIAH").sum() >= 30
    assert ratings.groupby("nomor_induk_koperasi").size().lt(5).all()


@pytest.mark.parametrize(("start", "end"), [(2020, 2024), (2022, 2023), (2022, 2024), (2023, 2024)])
def test_ratings_move_up_down_and_not_at_all(tables: dict[str, pd.DataFrame], start: int, end: int):
    steps = tables["ratings"].assign(step=lambda r: r.peringkat.map({"BBB": 0, "ABB": 1, "AAB": 2, "AAA": 3}))
    wide = steps.pivot_table(index="nomor_induk_koperasi", columns="tahun", values="step")
    moved = (wide[end] - wide[start]).dropna()
    assert set(np.sign(moved)) == {-1, 0, 1}
    if start >= 2022:
        where = tables["cooperatives"].set_index("nomor_induk_koperasi").regency_code[moved.index]
        assert where.nunique() == 13


def test_health_follows_the_published_bands(tables: dict[str, pd.DataFrame]):
    health, cooperatives = tables["health_checks"], tables["cooperatives"]
    bands = pd.read_csv(SEEDS / "grades.csv").query("scheme == 'health'")
    for band in bands.itertuples():
        low, high = np.nan_to_num(band.score_min), band.score_max if band.score_max < 100 else 100.1
        inside = (health.skor >= low) & (health.skor < high)
        assert (inside == (health.predikat == band.grade)).all()
    assert set(health.predikat) == set(bands.grade)
    assert (health.skor == health.skor.round(1)).all()
    assert set(health.tahun) == {2020, 2021, 2022, 2023, 2024}

    joined = health.merge(cooperatives, on="nomor_induk_koperasi", how="left", validate="many_to_one")
    assert joined.jenis_koperasi.eq("Simpan Pinjam").all()
    assert (joined.tahun >= joined.tanggal_badan_hukum.dt.year).all()
    checked = cooperatives.nomor_induk_koperasi.isin(health.nomor_induk_koperasi)
    assert checked[cooperatives.kelompok_koperasi == "KSPPS"].all()
    assert checked[cooperatives.kelompok_koperasi == "KSP"].mean() == pytest.approx(0.6, abs=0.1)


def test_opop_participants_refer_to_their_pesantren_and_kopontren(tables: dict[str, pd.DataFrame]):
    opop = tables["opop_participants"].merge(tables["pesantren"], on="nspp", how="left", validate="one_to_one")
    assert opop.regency_code.notna().all()
    hosted = opop[opop.nomor_induk_koperasi.notna()]
    found = hosted.merge(tables["cooperatives"], on="nomor_induk_koperasi", how="left", validate="one_to_one")
    assert len(found) > 5
    assert found.kelompok_koperasi.eq("KOPPONTREN").all()
    assert (found.regency_code_x == found.regency_code_y).all()
    assert (found.tanggal_tahap >= found.tanggal_badan_hukum).all()
    # a cooperative in the register has a legal body
    assert found.tahap_badan_hukum.eq("Berbadan hukum").all()
    assert opop.tahap_badan_hukum.nunique() == 5
    assert (opop.tanggal_tahap.dt.year >= opop.kohort).all()
    assert opop.tanggal_tahap.max() <= AS_OF


@pytest.mark.parametrize("rows", [1, 13])
def test_a_tiny_register(tmp_path: Path, rows: int):
    counts = write_sample(tmp_path, rows, seeds=SEEDS)
    assert (counts["cooperatives"], counts["pesantren"], counts["opop_participants"]) == (rows, 242, 35)
    assert load(tmp_path, "cooperatives").regency_code.nunique() == rows
    for name, count in counts.items():
        assert pq.read_metadata(tmp_path / f"{name}.parquet").num_rows == count


def test_a_large_register_is_streamed(tmp_path: Path):
    seen: list[tuple[int, int]] = []
    counts = write_sample(tmp_path, 250_000, seeds=SEEDS, progress=lambda done, rows: seen.append((done, rows)))
    assert seen == [(100_000, 250_000), (200_000, 250_000), (250_000, 250_000)]
    assert pq.read_metadata(tmp_path / "cooperatives.parquet").num_row_groups == 3
    columns = ["nomor_induk_koperasi", "nama_koperasi", "regency_code", "status_koperasi"]
    c = pd.read_parquet(tmp_path / "cooperatives.parquet", columns=columns)
    assert len(c) == counts["cooperatives"] == 250_000
    names = c.nama_koperasi.to_list()
    assert names == sorted(names)
    assert names[-1] == "Koperasi Contoh 250000"
    assert c.status_koperasi.eq("Tidak Aktif").mean() == pytest.approx(768 / 2572, abs=0.0001)
    weights = published("cooperatives_inactive", "2022-01")
    assert all(abs(n - 250_000 * weights[code] / 867) < 1 for code, n in by_regency(c).items())
    known = set(c.nomor_induk_koperasi)
    for name in ("ratings", "health_checks"):
        assert counts[name] > 20_000  # in proportion to the rows
        referring = pq.read_table(tmp_path / f"{name}.parquet", columns=["nomor_induk_koperasi"])
        assert set(referring.column(0).unique().to_pylist()) <= known
    assert counts["pesantren"] == 242


def test_bad_arguments_leave_the_files_alone(tmp_path: Path):
    write_sample(tmp_path, 13, seeds=SEEDS)
    before = parquet_bytes(tmp_path)
    with pytest.raises(ValueError, match="rows must be"):
        write_sample(tmp_path, 0, seeds=SEEDS)
    with pytest.raises(FileNotFoundError):
        write_sample(tmp_path, 14, seeds=tmp_path)

    def interrupt(done: int, rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_sample(tmp_path, 14, seeds=SEEDS, progress=interrupt)
    assert parquet_bytes(tmp_path) == before


def test_the_registers_of_the_programmes_hold_their_edges(tables: dict[str, pd.DataFrame]):
    facilities, trainings, machines = (
        tables[name] for name in ("facilities", "trainings_register", "packaging_machines")
    )
    regencies = pd.read_csv(SEEDS / "regencies.csv", dtype=str).set_index("code")["name"]
    for frame, count in ((facilities, 64), (trainings, 110), (machines, 130)):
        assert len(frame) == count
        assert frame.iloc[:, 0].is_unique
        known = frame.dropna(subset=["regency_code"])
        assert (known.kabupaten_kota == known.regency_code.map(regencies)).all()
        days = pd.concat([frame[c] for c in frame if c.startswith("tanggal")]).dropna()
        assert days.between("2018-01-01", AS_OF).all()

    short = facilities.luas_komersial_m2 * 30 - facilities.luas_umk_m2 * 100
    assert (short == 0).sum() == 2, "exactly 30 percent"
    assert (short == 100).sum() >= 2, "one square metre short"
    assert (facilities.luas_umk_m2 == 0).any()
    unmeasured = facilities.luas_umk_m2.isna()
    assert unmeasured.sum() == 6
    assert (facilities.tanggal_periksa.isna() == unmeasured).all()
    assert (facilities.luas_komersial_m2 >= facilities.luas_umk_m2).fillna(True).all()
    assert facilities.sewa_pct[~unmeasured].isna().any()

    came = trainings.peserta_pria + trainings.peserta_wanita
    assert came.isna().any()
    assert (came == 0).any()
    assert set(trainings.tanggal_mulai.dt.year) == set(range(2020, 2025))
    for column in (trainings.regency_code, trainings.sumber_anggaran, machines.kondisi, machines.tanggal_serah):
        assert 0 < column.isna().sum() < len(column) / 4
