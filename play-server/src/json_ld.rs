//! What a page says to search engines: some of the record a second time.

use crate::app::{App, Kind};
use crate::filler::NONCE;
use crate::script::{Booleans, push_script};
use serde_json::{Value, json};

pub(crate) fn json_ld(app: &App) -> Vec<u8> {
    let rated = ![Kind::Unrated, Kind::PreRegistration].contains(&app.kind);
    let rating = rated.then(|| {
        json!({
            "@type": "AggregateRating",
            "ratingValue": single_precision(app.score()),
            "ratingCount": app.ratings().to_string(),
        })
    });
    let offer = app.price().map(|price| {
        json!([{
            "@type": "Offer",
            "price": units(price.micros),
            "priceCurrency": price.currency,
            "availability": "https://schema.org/InStock",
        }])
    });
    let title = app.title();
    let name = if app.kind == Kind::LdMismatch { "Another title" } else { &title };
    let mut linked = json!({
        "@context": "https://schema.org",
        "@type": "SoftwareApplication",
        "name": name,
        "url": format!("https://play.google.com/store/apps/details?id={}&hl={}", app.id, app.hl),
        "description": app.summary(),
        "operatingSystem": "ANDROID",
        "applicationCategory": app.genre().1,
        "image": app.image("icon"),
        "contentRating": app.content_rating(),
        "author": {"@type": "Person", "name": app.developer()},
        "aggregateRating": rating,
        "offers": offer,
    });
    if let Value::Object(members) = &mut linked {
        members.retain(|_, value| !value.is_null());
    }
    let mut out = format!("<script type=\"application/ld+json\" nonce=\"{NONCE}\">").into_bytes();
    push_script(&mut out, &linked, Booleans::Words);
    out.extend_from_slice(b"</script>");
    out
}

/// All digits of the number that is the nearest in 32 bits.
fn single_precision(score: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "that is what it is for")]
    let single = score as f32;
    f64::from(single).to_string()
}

/// 6990000 as 6.99, 0 as 0.
fn units(micros: u64) -> String {
    let (whole, rest) = (micros / 1_000_000, micros % 1_000_000);
    let text = format!("{whole}.{rest:06}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(id: &str) -> Value {
        let text = String::from_utf8(json_ld(&App::new(id, "en", "us"))).expect("UTF-8");
        let text = text.strip_suffix("</script>").expect("its end");
        serde_json::from_str(text.split_once('>').expect("its start").1).expect("JSON")
    }

    #[test]
    fn it_agrees_with_the_record() {
        let app = App::new("com.paid.a", "en", "us");
        let linked = linked("com.paid.a");
        assert_eq!(linked["name"], app.title());
        let value = linked["aggregateRating"]["ratingValue"].as_str().and_then(|v| v.parse().ok());
        assert!(value.is_some_and(|value: f64| (value - app.score()).abs() < 1e-6));
        assert_eq!(linked["aggregateRating"]["ratingCount"], app.ratings().to_string());
        assert_eq!(
            (&linked["offers"][0]["price"], &linked["offers"][0]["priceCurrency"]),
            (&json!("6.99"), &json!("USD"))
        );
        assert_eq!([units(0), units(699_000_000), units(7_490_000)], ["0", "699", "7.49"]);
    }

    #[test]
    fn what_an_app_lacks_is_left_out() {
        assert!(linked("com.unrated.a").get("aggregateRating").is_none());
        assert!(linked("com.preregistration.a").get("offers").is_none());
        assert_eq!(linked("com.ldmismatch.a")["name"], "Another title");
        assert_eq!(linked("com.html.a")["name"], App::new("com.html.a", "en", "us").title());
    }
}
