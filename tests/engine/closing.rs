//! The end of a client: what is open fails, nothing is sent any more, nothing is left.

use std::sync::Arc;
use std::time::Duration;

use playfast::engine::{BatchOptions, ClientSettings, start, start_together};
use playfast::error::ErrorKind;
use tokio::runtime::Builder;
use tokio::task::yield_now;
use tokio::time::sleep;

use crate::support::{
    Play, all, ask, assert_right, broken, client, collect, failure, ids, item, items, kinds,
    unpaced,
};

const CLOSED: Option<ErrorKind> = Some(ErrorKind::ClientClosed);

fn one_at_a_time() -> ClientSettings {
    ClientSettings { concurrency: 1, ..unpaced() }
}

#[tokio::test(start_paused = true)]
async fn closing_fails_what_has_no_outcome_and_drops_what_is_on_the_wire() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, one_at_a_time());
    let many = start(&client, items(&ids(96)), BatchOptions::default());
    let open = BatchOptions { open: true, ..BatchOptions::default() };
    let mut stream = start(&client, items(&ids(10)), open);
    // The first request is answered, the second is on the wire.
    sleep(Duration::from_millis(150)).await;
    assert_eq!((play.asked().len(), play.in_flight()), (2, 1));
    client.close().await;
    assert!(client.is_closed());
    let outcomes = collect(many).await;
    let answered = kinds(&outcomes).iter().take_while(|kind| kind.is_none()).count();
    assert_eq!(answered, play.sizes()[0]);
    assert_eq!(kinds(&outcomes)[answered..], vec![CLOSED; 96 - answered]);
    let message = failure(&outcomes[95]).unwrap().to_string();
    assert_eq!(message, "app com.app095 (en, us): the client was closed; make another PlayStore");
    // Though more could have been added.
    while stream.next().await.is_some() {}
    sleep(Duration::from_secs(1)).await;
    assert_eq!((play.asked().len(), play.in_flight()), (2, 0));
    let stats = client.stats();
    assert_eq!((stats.dropped, stats.exits[0].in_flight), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_closed_client_lets_its_connections_go() {
    let play = Play::slow(60_000, |asked| all(&asked.ids));
    let client = client(&play, unpaced());
    let running = start(&client, items(&ids(320)), BatchOptions::default());
    sleep(Duration::from_millis(50)).await;
    assert!(Arc::strong_count(&play) > 1);
    client.close().await;
    // Tasks are dropped when the runtime comes by.
    while Arc::strong_count(&play) > 1 {
        yield_now().await;
    }
    assert_eq!(kinds(&collect(running).await), vec![CLOSED; 320]);
}

#[tokio::test(start_paused = true)]
async fn what_waits_to_be_asked_again_fails_too() {
    let play = Play::new(|_| broken());
    let client = client(&play, ClientSettings { attempts: 20, ..unpaced() });
    let running = start(&client, items(&ids(64)), BatchOptions::default());
    sleep(Duration::from_millis(200)).await;
    client.close().await;
    assert_eq!(kinds(&collect(running).await), vec![CLOSED; 64]);
}

#[tokio::test(start_paused = true)]
async fn a_closed_client_answers_nothing() {
    let play = Play::new(|asked| all(&asked.ids));
    for used in [false, true] {
        let client = client(&play, unpaced());
        if used {
            assert_right(&ask(&client, &["a"]).await, &["a"]);
        }
        client.close().await;
        client.close().await;
        let running = start(&client, items(&ids(3)), BatchOptions::default());
        let handle = running.handle().clone();
        assert_eq!(kinds(&collect(running).await), [CLOSED; 3]);
        let progress = handle.progress();
        assert_eq!((progress.total, progress.done, progress.failed), (3, 3, 3));
        handle.add(items(&["later"]));
        handle.close();
        let singles =
            vec![(vec![item("a")], BatchOptions::default()), (vec![], BatchOptions::default())];
        let mut started = start_together(&client, singles).into_iter();
        assert_eq!(kinds(&collect(started.next().unwrap()).await), [CLOSED]);
        assert!(collect(started.next().unwrap()).await.is_empty());
    }
    assert_eq!(play.sizes(), [1]);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_is_let_go_ends_with_its_last_batch() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, unpaced());
    let running = start(&client, items(&ids(40)), BatchOptions::default());
    drop(client);
    assert_right(&collect(running).await, &ids(40));
    while Arc::strong_count(&play) > 1 {
        yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_leaves_the_exit_free_and_the_client_usable() {
    let play = Play::new(|asked| {
        assert!(asked.nth > 0, "injected");
        all(&asked.ids)
    });
    let client = client(&play, one_at_a_time());
    assert_eq!(kinds(&ask(&client, &ids(32)).await), [Some(ErrorKind::Internal); 32]);
    assert_right(&ask(&client, &ids(40)).await, &ids(40));
    assert_eq!(client.stats().exits[0].in_flight, 0);
}

#[test]
fn batches_whose_dispatcher_is_gone_end_and_the_next_one_has_another() {
    let play = Play::slow(1, |asked| all(&asked.ids));
    let client = client(&play, unpaced());
    let first = Builder::new_current_thread().enable_all().build().unwrap();
    let mut left = {
        let _in_runtime = first.enter();
        start(&client, items(&ids(3)), BatchOptions::default())
    };
    first.shutdown_background();
    let second = Builder::new_current_thread().enable_all().build().unwrap();
    second.block_on(async {
        assert!(left.next().await.is_none());
        assert_right(&ask(&client, &ids(40)).await, &ids(40));
    });
}
