//! A connection that breaks takes all requests on it along: none of them pays for that, and the next
//! ones do not all hang on one again.

use playfast::error::{Error, ErrorKind};

use crate::support::{
    Play, all, ask, assert_right, client, client_through, connection_broke, failure, ids, kinds,
    unpaced,
};

#[tokio::test(start_paused = true)]
async fn one_broken_connection_costs_no_tries() {
    // Sixteen requests are on it; six tries would be spent after as many breaks.
    let play = Play::new(|asked| if asked.nth < 16 { connection_broke() } else { all(&asked.ids) });
    let ids = ids(1024);
    let client = client(&play, unpaced());
    assert_right(&ask(&client, &ids).await, &ids);
    let asked = play.asked();
    assert_eq!(asked.len(), 16 + 32);
    assert!(asked[16].at < 0.101, "at once: {}", asked[16].at);
    let exit = &client.stats().exits[0];
    assert_eq!((exit.concurrency, client.stats().retries), (4, 0), "after 32 answers in a row");
    // One at a time until sixteen were answered, then two.
    let begun = |place: usize| format!("{:.1}", asked[place].at);
    assert_eq!([16, 17, 31].map(begun), ["0.1", "0.2", "1.6"]);
    assert_eq!([32, 33, 34].map(begun), ["1.7", "1.7", "1.8"]);
}

#[tokio::test(start_paused = true)]
async fn who_breaks_it_alone_spends_its_tries() {
    let play = Play::new(|asked| {
        let poisoned = asked.ids.contains(&"com.app030".to_owned());
        if poisoned { connection_broke() } else { all(&asked.ids) }
    });
    let outcomes = ask(&client(&play, unpaced()), &ids(100)).await;
    let failed: Vec<_> = outcomes.iter().filter(|outcome| failure(outcome).is_some()).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].positions, [30]);
    assert_eq!(failure(failed[0]).map(Error::kind), Some(ErrorKind::Network));
}

#[tokio::test(start_paused = true)]
async fn what_always_breaks_ends() {
    let play = Play::new(|_| connection_broke());
    let outcomes = ask(&client(&play, unpaced()), &ids(1000)).await;
    assert_eq!(kinds(&outcomes), [Some(ErrorKind::Network); 1000]);
    assert!(play.asked().len() < 16 + 6 * 250, "{}", play.asked().len());
}

#[tokio::test(start_paused = true)]
async fn an_exit_whose_connection_broke_once_is_not_put_aside() {
    let play = Play::new(|asked| match asked.exit {
        "a" if asked.at < 0.05 => connection_broke(),
        _ => all(&asked.ids),
    });
    let client = client_through(&play, &[("a", &[]), ("b", &[])], unpaced());
    let ids = ids(1000);
    assert_right(&ask(&client, &ids).await, &ids);
    let again = play.asked().iter().filter(|asked| asked.exit == "a" && asked.at > 0.05).count();
    assert!(again > 0);
    assert!(client.stats().exits.iter().all(|exit| exit.held.is_none()));
}
