//! Who may know whom. The table of ARCHITECTURE.md, held by a test.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// Stage, the stages it may use, the crates it may not.
const RULES: [(&str, &[&str], &[&str]); 8] = [
    ("model", &[], &["tokio", "reqwest", "scraper", "futures"]),
    ("error", &[], &["tokio", "reqwest", "scraper", "napi", "futures"]),
    ("request", &["error"], &["tokio", "reqwest", "scraper", "napi", "futures"]),
    ("extraction", &["model", "error", "request"], &["tokio", "reqwest", "napi", "futures"]),
    ("transport", &["error"], &["scraper", "napi", "serde_json"]),
    ("engine", &["request", "transport", "extraction", "error"], &["reqwest", "scraper", "napi"]),
    ("runtime", &["error"], &["reqwest", "scraper", "napi", "futures"]),
    (
        "binding",
        &["engine", "error", "extraction", "request", "runtime", "transport"],
        &["reqwest", "scraper", "rustls"],
    ),
];

fn sources(stage: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let file = root.join(format!("{stage}.rs"));
    if file.is_file() {
        return vec![file];
    }
    fs::read_dir(root.join(stage)).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn stages_use_only_what_they_may() {
    let stages = RULES.map(|(stage, ..)| stage);
    let mut read = 0;
    for (stage, may, must_not) in RULES {
        for path in sources(stage) {
            let text = fs::read_to_string(&path).unwrap();
            let production = text.split("#[cfg(test)]").next().unwrap();
            let code: String =
                production.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            for other in stages.iter().filter(|other| **other != stage && !may.contains(other)) {
                assert!(
                    !code.contains(&format!("crate::{other}")),
                    "{} uses {other}",
                    path.display()
                );
            }
            for name in must_not {
                assert!(!code.contains(&format!("{name}::")), "{} uses {name}", path.display());
            }
            read += 1;
        }
    }
    assert!(read > 25, "only {read} files were read");
}

#[test]
fn no_file_is_long() {
    for (stage, ..) in RULES {
        for path in sources(stage) {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            assert!(lines <= 400, "{} has {lines} lines", path.display());
        }
    }
}
