import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seg4eo_engine.errors import InvalidCatalogue, MissingInput
from seg4eo_engine.raster.catalogue import read_catalogue


def item(assets, **more):
    return {"type": "Feature", "stac_version": "1.0.0", "id": "S2A_31TFJ", "assets": assets, **more}


@pytest.fixture
def write(tmp_path):
    def write_json(content, name="catalogue.json"):
        path = tmp_path / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write_json


def collection(*items):
    return {"type": "FeatureCollection", "features": list(items)}


def hrefs(path):
    return {name: asset.href for name, asset in read_catalogue(path)[0].assets.items()}


def test_addresses_start_where_the_catalogue_lies(write, tmp_path):
    path = write(
        collection(
            item(
                {
                    "B02": {"href": "./10m/B02.tif"},
                    "B03": {"href": "https://example.org/B03.tif"},
                    "B04": {"href": "/vsizip/x.zip/B04.tif"},
                    "B08": {"href": "s3://bucket/B08.tif"},
                }
            )
        )
    )
    assert hrefs(path) == {
        "B02": (tmp_path / "10m" / "B02.tif").as_uri(),
        "B03": "https://example.org/B03.tif",
        "B04": "/vsizip/x.zip/B04.tif",
        "B08": "s3://bucket/B08.tif",
    }


def test_an_item_that_says_where_it_comes_from_has_its_files_there(write):
    links = [{"rel": "self", "href": "https://example.org/items/a.json"}]
    assert hrefs(write(item({"data": {"href": "../a.tif"}}, links=links))) == {"data": "https://example.org/a.tif"}


def test_thumbnails_and_metadata_are_no_data(write):
    assets = {
        "data": {"href": "a.tif", "type": "image/tiff; application=geotiff; profile=cloud-optimized"},
        "plain": {"href": "b.jp2"},
        "thumbnail": {"href": "a.tif", "roles": ["thumbnail"]},
        "info": {"href": "a.xml", "type": "application/xml"},
    }
    found = read_catalogue(write(collection(item(assets))))[0].assets
    assert {name for name, asset in found.items() if asset.is_data} == {"data", "plain"}


@pytest.mark.parametrize("key", ["bands", "eo:bands"])
def test_bands_are_known_by_name_in_old_and_new_catalogues(write, key):
    assets = {"data": {"href": "a.tif", key: [{"name": "B02"}, {"name": "B03"}]}}
    assert read_catalogue(write(collection(item(assets))))[0].assets["data"].bands == ("B02", "B03")


def test_assets_that_an_item_lacks_are_not_there_in_a_parquet_file(tmp_path):
    path = tmp_path / "items.parquet"
    rows = [
        {"id": "a", "assets": {"B02": {"href": "a.tif"}, "B03": None}},
        {"id": "b", "assets": {"B02": None, "B03": {"href": "b.tif"}}},
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)
    assert [(one.name, list(one.assets)) for one in read_catalogue(path)] == [("a", ["B02"]), ("b", ["B03"])]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ({"type": "Catalog"}, "the type Catalog"),
        ([1, 2], "the type None"),
        (collection({"id": "a"}), "an item without id or assets"),
        (collection(), "found none"),
    ],
)
def test_what_is_no_item_collection_is_refused(write, content, found):
    with pytest.raises(InvalidCatalogue, match=found):
        read_catalogue(write(content))


def test_files_that_are_not_what_their_name_says_are_refused(tmp_path):
    for name in ("a.json", "a.parquet"):
        (tmp_path / name).write_text("nothing of the kind")
        with pytest.raises(InvalidCatalogue, match=name):
            read_catalogue(tmp_path / name)
    pq.write_table(pa.table({"geometry": [1]}), tmp_path / "b.parquet")
    with pytest.raises(InvalidCatalogue, match="no columns id and assets"):
        read_catalogue(tmp_path / "b.parquet")
    with pytest.raises(MissingInput):
        read_catalogue(tmp_path / "c.json")
