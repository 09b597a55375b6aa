//! Golden values of similar apps and developers: lists that take several answers.

use playfast::extraction::{Extracted, Page, Progress, extract_page};
use playfast::model::{DeveloperApps, SimilarApps};
use playfast::request::Lookup;
use serde_json::json;

use crate::{Golden, TABLES, check_cards, column, corpus, golden, read, rows};

#[test]
fn recorded_similar_apps_read_as_written_down() {
    let Some(corpus) = corpus() else { return };
    let golden: Golden = golden("similar/translate-2026.json");
    let read = |capture: &str, app_id: &str, num: u32, progress: &mut Progress| {
        let lookup = Lookup::from_json("similar", &json!({"appId": app_id, "num": num})).unwrap();
        extract_page(
            &TABLES,
            &lookup,
            &Page::new(&std::fs::read(corpus.join("pages").join(capture)).unwrap()),
            progress,
        )
    };
    // From the app's page to the cluster's, and on.
    for num in [50, 51] {
        let mut progress = Progress::default();
        let first = read("details-translate-2026.html", &golden.app_id, num, &mut progress);
        let Extracted::MorePage(path) = first else { panic!("{first:?}") };
        assert!(path.starts_with("/store/apps/collection/cluster?gsr=SnFqGDcwdUV5SnMw"), "{path}");
        assert!(path.ends_with("AA%3D%3D:S:ANO1ljJOLuI&hl=en&gl=us"), "{path}");
        let page = read("similar-translate-2026.html", &golden.app_id, num, &mut progress);
        if num == 50 {
            let rest = check_cards(page, &golden);
            let similar: SimilarApps =
                serde_json::from_str(&format!("{{\"apps\":[],{rest}}}")).unwrap();
            assert_eq!((similar.complete, similar.incomplete_because), (true, None));
        } else {
            let Extracted::More(call) = page else { panic!("{page:?}") };
            let token = "\"YrUBSkAKPggyEKGqpu8LEMGh-IAKEKm2mpcCEJr6z6gIEKnz4Z0DEMDQ3bMJEMC_lfcJ";
            assert!(call.rpc_id == "qnKhOb" && call.request.contains(token), "{}", call.request);
        }
    }
    // Never those by the same developer, which stand first or last; none is an answer.
    for (capture, app_id, ids) in [
        (
            "details-whereami-2026.html",
            "com.adex77.WhereAmI",
            &[
                "com.eggies.triviamaster",
                "com.roth.scharade_andiestirnundlos_raten",
                "com.barnstormgames.onepercentclub",
            ][..],
        ),
        (
            "details-minecraft-2022.html",
            "com.mojang.minecraftpe",
            &["com.multicraft.game", "com.sandboxol.indiegame.bedwar", "com.sandboxol.blockymods"],
        ),
        ("details-sparse-2025.html", "com.raiseright.edumarketapp", &[]),
    ] {
        let (_, apps, rest) = rows(read(capture, app_id, 3, &mut Progress::default()), capture);
        assert_eq!(column(&apps, "appId"), ids, "{capture}");
        assert_eq!(rest, "\"complete\":true", "{capture}");
    }
}

#[test]
fn a_recorded_developer_reads_as_written_down() {
    let Some(corpus) = corpus() else { return };
    let golden: Golden = golden("developer/mojang-2026.json");
    let text = std::fs::read_to_string(corpus.join(&golden.capture)).unwrap();
    let lookup = Lookup::from_json("developer", &json!("Mojang")).unwrap();
    let page =
        extract_page(&TABLES, &lookup, &Page::new(text.as_bytes()), &mut Progress::default());
    for extracted in [page, read(&golden, &text, &lookup)] {
        let rest = check_cards(extracted, &golden);
        let mojang: DeveloperApps =
            serde_json::from_str(&format!("{{\"apps\":[],{rest}}}")).unwrap();
        assert!(mojang.complete);
        let url = "https://play.google.com/store/apps/developer?id=Mojang";
        assert_eq!(
            serde_json::to_value(mojang.developer).unwrap(),
            json!({"name": "Mojang", "id": "Mojang", "url": url})
        );
    }
}
