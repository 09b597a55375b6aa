//! What most of a page consists of and no reader wants: styles, settings, markup. It is the same on
//! all pages, about as large as on real ones and about as hard to compress.

use crate::flags::published;
use crate::packed::Packed;
use crate::random::Random;
use std::fmt::Write;
use std::sync::LazyLock;

const STYLE_SIZE: usize = 880_000;
const MARKUP_SIZE: usize = 125_000;

/// As the scripts of a page are marked; the real one differs from answer to answer.
pub(crate) const NONCE: &str = "bm9uY2Ugb2YgYSB0ZXN0Lg";

const PROPERTIES: [&str; 16] = [
    "display:flex",
    "position:relative",
    "align-items:center",
    "box-sizing:border-box",
    "overflow:hidden",
    "border-radius:8px",
    "font-weight:500",
    "text-overflow:ellipsis",
    "letter-spacing:.25px",
    "pointer-events:none",
    "justify-content:center",
    "white-space:nowrap",
    "cursor:pointer",
    "outline:none",
    "transition:opacity .15s linear",
    "background:transparent",
];
const LENGTHS: [&str; 8] =
    ["margin-top", "padding", "height", "min-width", "top", "line-height", "gap", "max-width"];

/// Settings and styles, which begin a page.
pub(crate) static HEAD: LazyLock<Packed> = LazyLock::new(|| Packed::new(head().into_bytes()));

/// Lists, buttons and icons, which follow the map of requests.
pub(crate) static MARKUP: LazyLock<Packed> = LazyLock::new(|| Packed::new(markup().into_bytes()));

fn head() -> String {
    let mut random = Random::new(1);
    let mut out = format!(
        "<script data-id=\"_gd\" nonce=\"{NONCE}\">window.WIZ_global_data = \
         {{\"DpimGf\":false,\"FdrFJe\":\"-8895205872365396405\",\"GWsdKe\":\"en\",\
         \"Im6cmf\":\"/_/PlayStoreUi\",\"QEwZ9c\":\"{}\",\
         \"cfb2h\":\"boq_playuiserver_20260823.15_p0\",\"w2btAe\":\"%.@.null,null,\\\"\\\",false]\"}};\
         </script><style>",
        published()
    );
    out.reserve(STYLE_SIZE + 1_000);
    let end = out.len() + STYLE_SIZE;
    while out.len() < end {
        // Writing to a String cannot fail, here and below.
        for at in 0..=random.index(3) {
            let _ = write!(out, "{}.{}", ["", " ", ">"][at], class(&mut random));
        }
        out.push('{');
        for _ in 0..2 + random.index(4) {
            let _ = match random.index(4) {
                0 => write!(out, "{}:{}px;", random.choose(&LENGTHS), random.index(64)),
                _ => write!(out, "{};", random.choose(&PROPERTIES)),
            };
        }
        out.push('}');
    }
    out.push_str("</style>");
    out
}

fn markup() -> String {
    let mut random = Random::new(2);
    let mut out = String::with_capacity(MARKUP_SIZE + 1_000);
    while out.len() < MARKUP_SIZE {
        let (class, controller) = (class(&mut random), random.token(6));
        let (width, x, y) = (8 * (1 + random.index(12)), random.index(24), random.index(1_000));
        let _ = write!(
            out,
            "<div class=\"{class}\" jscontroller=\"{controller}\" jsaction=\"rcuQ6b:npT2md\">\
             <button class=\"VfPpkd-{class}\" aria-label=\"More\">\
             <svg width=\"{width}\" height=\"{width}\"><path d=\"M{x} {y}h{x}v{y}z\"></path></svg>\
             </button></div>"
        );
    }
    out
}

/// Five of six come again and again.
fn class(random: &mut Random) -> String {
    let length = 6;
    if random.index(6) == 0 {
        return random.token(length);
    }
    let seed = random.next() % 300;
    Random::new(seed).token(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_looks_like_data() {
        assert!(head().contains(r#""QEwZ9c":"%.@.[8,[20,50]],null,"#));
        for text in [head(), markup()] {
            for word in ["AF_init", "'ds:", "ld+json", "captcha"] {
                assert!(!text.contains(word), "{word}");
            }
        }
    }
}
