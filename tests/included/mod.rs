//! What comes with recorded apps: field 75 of their records, the clusters on their pages, and the
//! data safety page where there is one.

use playfast::extraction::{Extracted, Json, Page, Progress, extract_page};
use playfast::model::{DataSafety, Permissions, SimilarApps};
use playfast::request::{Include, Lookup};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{GoldenValue, TABLES, corpus, golden};

/// What must come with a recorded app; nothing else of the kind may.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GoldenInclude {
    capture: String,
    app_id: String,
    permissions: Option<Value>,
    /// The same as an answer of its own, by its golden file.
    permissions_as: Option<String>,
    data_safety_as: Option<String>,
    similar: Vec<String>,
    /// Some fields of the first.
    first: serde_json::Map<String, Value>,
    complete: bool,
}

fn object(extracted: &Extracted, of: &str) -> Value {
    let Extracted::Value(Json::Object(json)) = extracted else { panic!("{of}: {extracted:?}") };
    assert!(json.is_ascii(), "{of}");
    serde_json::from_slice(json).unwrap()
}

fn app(id: &str, include: Include) -> Lookup {
    let lookup = Lookup::from_json("app", &json!(id)).unwrap();
    let Lookup::App(request) = lookup else { panic!("{lookup:?}") };
    Lookup::App(playfast::request::AppRequest { include, ..request })
}

#[test]
fn what_comes_with_recorded_apps_reads_as_written_down() {
    let Some(corpus) = corpus() else { return };
    let read = |capture: &str| std::fs::read(corpus.join(capture)).unwrap();
    for name in ["translate-2026", "whereami-2026", "minecraft-2022"] {
        let golden: GoldenInclude = golden(format!("include/{name}.json"));
        let page = read(&golden.capture);
        let as_answer = |path: &String| crate::golden::<GoldenValue>(path);
        let plain = app(&golden.app_id, Include::default());
        let plain = object(
            &extract_page(&TABLES, &plain, &Page::new(&page), &mut Progress::default()),
            name,
        );

        let mut progress = Progress::default();
        let include = Include {
            permissions: true,
            similar: true,
            data_safety: golden.data_safety_as.is_some(),
        };
        let lookup = app(&golden.app_id, include);
        let mut extracted = extract_page(&TABLES, &lookup, &Page::new(&page), &mut progress);
        let declared = golden.data_safety_as.as_ref().map(as_answer);
        if let Some(declared) = &declared {
            let Extracted::MorePage(next) = &extracted else { panic!("{name}: {extracted:?}") };
            assert!(next.starts_with("/store/apps/datasafety?id="), "{next}");
            extracted =
                extract_page(&TABLES, &lookup, &Page::new(&read(&declared.capture)), &mut progress);
        }
        let mut app = object(&extracted, name);

        let permissions = golden.permissions_as.as_ref().map(as_answer).map(|golden| golden.value);
        let take = |app: &mut Value, field: &str| app.as_object_mut().unwrap().remove(field);
        let found = take(&mut app, "permissions");
        assert_eq!(found, permissions.or(golden.permissions), "{name}");
        found.map(serde_json::from_value::<Permissions>).transpose().unwrap();
        let found = take(&mut app, "dataSafety");
        assert_eq!(found, declared.map(|declared| declared.value), "{name}");
        found.map(serde_json::from_value::<DataSafety>).transpose().unwrap();

        let similar = take(&mut app, "similar").unwrap();
        for (field, value) in &golden.first {
            assert_eq!(&similar["apps"][0][field], value, "{name}: {field}");
        }
        let similar: SimilarApps = serde_json::from_value(similar).unwrap();
        let ids: Vec<_> = similar.apps.into_iter().map(|app| app.app_id).collect();
        assert_eq!((ids, similar.complete), (golden.similar, golden.complete), "{name}");
        // The rest is the record as it is without them.
        assert_eq!(app, plain, "{name}");
    }
}
