//! Several exits: by turns, one for each chain and country, aside while out of reach.

use std::sync::Arc;

use playfast::engine::{BatchOptions, Chain, start};
use playfast::error::{Error, ErrorKind};
use playfast::request::Lookup;
use serde_json::json;
use tokio::time::Instant;

use crate::support::{
    Play, all, ask, assert_right, broken, client_through, collect, ids, items, kinds, sorry,
    unpaced,
};

const THREE: [(&str, &[&str]); 3] = [("one", &[]), ("two", &[]), ("three", &[])];

fn count(play: &Play, exit: &str) -> usize {
    play.asked().iter().filter(|asked| asked.exit == exit).count()
}

#[tokio::test(start_paused = true)]
async fn exits_take_turns() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client_through(&play, &THREE, unpaced());
    assert_right(&ask(&client, &ids(960)).await, &ids(960));
    assert_eq!(["one", "two", "three"].map(|exit| count(&play, exit)), [10, 10, 10]);
}

#[tokio::test(start_paused = true)]
async fn a_blocked_exit_pauses_and_the_others_go_on() {
    let play = Play::new(|asked| if asked.exit == "two" { sorry() } else { all(&asked.ids) });
    let client = client_through(&play, &THREE, unpaced());
    let begun = Instant::now();
    assert_right(&ask(&client, &ids(3200)).await, &ids(3200));
    assert!(begun.elapsed().as_secs() < 2);
    assert!(count(&play, "two") <= 16, "{}", count(&play, "two"));
    let stats = client.stats();
    assert!(stats.exits[1].held.is_some());
    assert_eq!(stats.exits[0].held, None);
}

#[tokio::test(start_paused = true)]
async fn an_exit_out_of_reach_is_put_aside_and_comes_back() {
    let play = Play::new(|asked| match asked.exit {
        "two" if asked.at < 20.0 => broken(),
        _ => all(&asked.ids),
    });
    let client = client_through(&play, &THREE, unpaced());
    assert_right(&ask(&client, &ids(3200)).await, &ids(3200));
    let before = count(&play, "two");
    assert!((3..=16).contains(&before), "{before}");
    tokio::time::sleep(std::time::Duration::from_secs(31)).await;
    assert_right(&ask(&client, &ids(3200)).await, &ids(3200));
    assert!(count(&play, "two") > before + 10);
}

#[tokio::test(start_paused = true)]
async fn a_refused_login_puts_its_exit_aside_at_once() {
    let refused = || Error::new(ErrorKind::Network, "the proxy refused the login").lasting();
    let play = Play::new(move |asked| match asked.exit {
        "one" => Err(refused()),
        _ => all(&asked.ids),
    });
    let client = client_through(&play, &THREE[..2], unpaced());
    assert_right(&ask(&client, &["a"]).await, &["a"]);
    assert_eq!(count(&play, "one"), 1);
    // Where no exit is left, nobody waits for one.
    let play = Play::new(move |_| Err(refused()));
    let client = client_through(&play, &THREE[..2], unpaced());
    assert_eq!(kinds(&ask(&client, &["a"]).await), [Some(ErrorKind::Network)]);
    assert_eq!(play.asked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_chain_stays_on_its_exit() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client_through(&play, &THREE, unpaced());
    let chain = Arc::new(Chain::default());
    for id in ids(6) {
        let options = BatchOptions { chain: Some(Arc::clone(&chain)), ..BatchOptions::default() };
        collect(start(&client, items(&[&id]), options)).await;
        ask(&client, &[format!("{id}.other")]).await;
    }
    let exits: Vec<&str> = play
        .asked()
        .iter()
        .filter(|asked| !asked.ids[0].ends_with("other"))
        .map(|asked| asked.exit)
        .collect();
    assert_eq!(exits, ["one"; 6]);
}

#[tokio::test(start_paused = true)]
async fn countries_have_their_exits() {
    let play = Play::new(|asked| all(&asked.ids));
    let exits: [(&str, &[&str]); 3] = [("kr", &["kr"]), ("jp", &["jp", "tw"]), ("all", &[])];
    let client = client_through(&play, &exits, unpaced());
    for (country, exit) in [("kr", "kr"), ("tw", "jp"), ("us", "all"), ("jp", "jp"), ("kr", "kr")] {
        let request = json!({"appId": format!("com.{country}"), "country": country});
        let items = vec![Lookup::from_json("app", &request).unwrap().into()];
        collect(start(&client, items, BatchOptions::default())).await;
        assert_eq!(play.asked().last().unwrap().exit, exit);
    }
}
