//! What batches share: requests, calls, turns; and what each has of its own.

use std::time::Duration;

use playfast::engine::{BatchOptions, CacheBounds, ClientSettings, Item, start, start_together};
use playfast::error::ErrorKind;
use playfast::request::Lookup;
use serde_json::json;
use tokio::time::sleep;

use crate::support::{
    Play, all, ask, assert_right, client, collect, give_back, ids, item, items, kinds, status,
    unpaced, urgent, usual,
};

fn options() -> BatchOptions {
    BatchOptions::default()
}

fn one_at_a_time() -> ClientSettings {
    ClientSettings { concurrency: 1, ..unpaced() }
}

#[tokio::test(start_paused = true)]
async fn batches_that_begin_together_share_requests() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, unpaced());
    let singles = ids(100).iter().map(|id| (vec![item(id)], options())).collect();
    for (running, id) in start_together(&client, singles).into_iter().zip(ids(100)) {
        assert_right(&collect(running).await, &[id]);
    }
    assert_eq!(play.sizes(), [25; 4]);
}

#[tokio::test(start_paused = true)]
async fn equal_lookups_of_several_batches_are_one_call() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, unpaced());
    let first = start(&client, items(&ids(10)), options());
    let second = start(&client, items(&ids(20)), options());
    sleep(Duration::from_millis(50)).await;
    // On the wire already.
    let third = start(&client, items(&ids(20)), options());
    assert_right(&collect(first).await, &ids(10));
    assert_right(&collect(second).await, &ids(20));
    assert_right(&collect(third).await, &ids(20));
    assert_eq!(play.sizes().iter().sum::<usize>(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_call_goes_on_for_those_who_still_want_it() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, unpaced());
    let left = start(&client, items(&ids(10)), options());
    let kept = start(&client, items(&ids(10)), options());
    sleep(Duration::from_millis(50)).await;
    drop(left);
    assert_right(&collect(kept).await, &ids(10));
    assert_eq!(play.sizes(), [10]);
    assert_eq!(client.stats().dropped, 0);
}

#[tokio::test(start_paused = true)]
async fn dropping_a_batch_drops_its_requests() {
    let play = Play::slow(60_000, |asked| all(&asked.ids));
    let client = client(&play, usual());
    let running = start(&client, items(&ids(1000)), options());
    sleep(Duration::from_secs(1)).await;
    assert_eq!(play.in_flight(), 16);
    drop(running);
    sleep(Duration::from_secs(1)).await;
    assert_eq!((play.in_flight(), play.asked().len()), (0, 16));
    assert_eq!(client.stats().dropped, 16);
}

#[tokio::test(start_paused = true)]
async fn a_small_urgent_batch_overtakes_a_large_one() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, one_at_a_time());
    let large = start(&client, items(&ids(320)), options());
    sleep(Duration::from_millis(150)).await;
    let small = start(&client, urgent(&["urgent"], 5), options());
    assert_right(&collect(small).await, &["urgent"]);
    // One was on the wire; the urgent call is in the next one, which is filled up.
    assert_eq!(play.asked()[2].ids[0], "urgent");
    assert_right(&collect(large).await, &ids(320));
    assert_eq!(play.asked().len(), 11);
}

#[tokio::test(start_paused = true)]
async fn equals_take_turns() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, one_at_a_time());
    let named = |name: &str| -> Vec<String> { (0..96).map(|n| format!("{name}.{n}")).collect() };
    let (a, b) = (named("a"), named("b"));
    let first = start(&client, items(&a), options());
    let second = start(&client, items(&b), options());
    assert_right(&collect(second).await, &b);
    assert_right(&collect(first).await, &a);
    let order: String = play.asked().iter().map(|asked| &asked.ids[0][..1]).collect();
    assert_eq!(order, "ababab");
}

#[tokio::test(start_paused = true)]
async fn one_request_may_be_more_urgent_than_its_batch() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, one_at_a_time());
    let mut wanted = items(&ids(320));
    wanted[319].priority = 3;
    collect(start(&client, wanted, options())).await;
    assert_eq!(play.asked()[0].ids[0], "com.app319");
}

#[tokio::test(start_paused = true)]
async fn a_batch_may_ask_less_at_once_than_its_client() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, unpaced());
    let few = BatchOptions { concurrency: Some(2), ..options() };
    assert_right(&collect(start(&client, items(&ids(320)), few)).await, &ids(320));
    assert_eq!(play.most_in_flight(), 2);
}

#[tokio::test(start_paused = true)]
async fn never_more_on_the_wire_and_untaken_than_the_high_water_mark() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, unpaced());
    let marked = BatchOptions { high_water_mark: 50, ..options() };
    let mut running = start(&client, items(&ids(1000)), marked);
    let mut taken = 0;
    while let Some(some) = running.next().await {
        for outcome in some {
            sleep(Duration::from_millis(50)).await;
            taken += 1;
            let asked: usize = play.sizes().iter().sum();
            assert!(asked <= taken - 1 + 50, "{asked} asked when {taken} were taken");
            give_back(&running, &[outcome]);
        }
    }
    assert_eq!(taken, 1000);
}

#[tokio::test(start_paused = true)]
async fn who_takes_slowly_does_not_slow_down_who_wants_the_same() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, unpaced());
    let marked = || BatchOptions { high_water_mark: 50, ..options() };
    let slow = start(&client, items(&ids(1000)), marked());
    let quick = start(&client, items(&ids(1000)), marked());
    assert_right(&collect(quick).await, &ids(1000));
    assert!(slow.handle().progress().done <= 50, "{:?}", slow.handle().progress());
    assert_right(&collect(slow).await, &ids(1000));
}

#[tokio::test(start_paused = true)]
async fn lookups_may_be_added_while_a_batch_runs() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, unpaced());
    let mut running = start(&client, items(&ids(10)), BatchOptions { open: true, ..options() });
    let some = running.next().await.unwrap();
    assert_eq!(some.len(), 10);
    give_back(&running, &some);
    let invalid = Lookup::from_json("app", &json!(""));
    running.handle().add(vec![Item { lookup: invalid, priority: 0 }, item("com.last")]);
    running.handle().close();
    let rest = collect(running).await;
    assert_eq!(rest[0].positions, [10]);
    assert_eq!(kinds(&rest), [Some(ErrorKind::InvalidArgument), None]);
}

#[tokio::test(start_paused = true)]
async fn an_open_batch_ends_when_it_is_closed() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, unpaced());
    let running = start(&client, Vec::new(), BatchOptions { open: true, ..options() });
    running.handle().close();
    assert!(collect(running).await.is_empty());
    assert!(ask::<&str>(&client, &[]).await.is_empty());
    assert!(play.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn progress_is_counted() {
    let play = Play::new(|asked| match asked.nth {
        0 => status(500, None),
        _ => all(&asked.ids),
    });
    let client = client(&play, one_at_a_time());
    let running = start(&client, items(&ids(40)), options());
    let handle = running.handle().clone();
    assert_eq!(handle.progress().total, 40);
    collect(running).await;
    let progress = handle.progress();
    assert_eq!((progress.done, progress.failed, progress.total), (40, 0, 40));
    assert_eq!((progress.requests, progress.retries), (3, 20));
    assert!(progress.bytes > 1000 && progress.waiting_ms >= 100, "{progress:?}");
}

#[tokio::test(start_paused = true)]
async fn a_cache_answers_what_was_asked_before() {
    let play = Play::new(|asked| match asked.ids[0].as_str() {
        "gone" => status(500, None),
        _ => all(&asked.ids),
    });
    let cache = Some(CacheBounds { bytes: 1 << 20, age: Duration::from_secs(60) });
    let client = client(&play, ClientSettings { cache, attempts: 1, ..unpaced() });
    for _ in 0..2 {
        assert_right(&ask(&client, &ids(10)).await, &ids(10));
        assert_eq!(kinds(&ask(&client, &["gone"]).await), [Some(ErrorKind::Server)]);
    }
    // Failures are asked again.
    assert_eq!(play.sizes(), [10, 1, 1]);
    sleep(Duration::from_secs(60)).await;
    assert_right(&ask(&client, &ids(10)).await, &ids(10));
    assert_eq!(play.sizes(), [10, 1, 1, 10]);
}
