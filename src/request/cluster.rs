//! Rows of apps beyond the first: the call that a token leads to, the page that a cluster names
//! (PROTOCOL 2.10).

use serde_json::Value;

use super::{Call, Locale};

const CONTINUATION_ID: &str = "qnKhOb";
/// Rows asked for with a token. Play serves 20 to 100 of them (recorded in 2026).
const CONTINUATION_ROWS: u32 = 100;
const CLUSTER_PAGE: &str = "/store/apps/collection/cluster?";

/// The layouts that a list may come in, as Play's own pages of searches, clusters and developers
/// name them.
pub(super) const LAYOUTS: &str = "96,108,72,100,27,177,183,222,8,57,169,110,11,184,16,1,139,152,194,165,68,163,211,9,71,31,176,195,12,64,151,320,150,148,113,104,55,56,145,32,34,10,122";

/// Asks for the rows after those of an answer that came with this token.
pub(crate) fn continuation(token: &str) -> Call {
    let token = Value::from(token);
    let layouts = "96,27,4,8,57,30,110,79,11,16,49,1,3,9,12,104,55,56,51,10,34,77";
    let request =
        format!("[[null,[[10,[10,{CONTINUATION_ROWS}]],true,null,[{layouts}]],null,{token}]]");
    Call { rpc_id: CONTINUATION_ID, request }
}

/// Whether an address that Play serves is a cluster's page, and nothing but that.
pub(crate) fn is_cluster_page(path: &str) -> bool {
    path.starts_with(CLUSTER_PAGE)
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#')
}

/// The page of a cluster, by the address that Play serves.
pub(crate) fn cluster_page(path: &str, locale: &Locale) -> Option<String> {
    is_cluster_page(path).then(|| format!("{path}&{}", locale.query()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tokens_are_encoded() {
        let sent: Value = serde_json::from_str(&continuation("a\"b").request).unwrap();
        assert_eq!(sent[0][3], "a\"b");
        assert_eq!(sent[0][1][0], json!([10, [10, 100]]));
    }

    #[test]
    fn only_a_clusters_address_is_one() {
        let locale = Locale { lang: "pt-BR".into(), country: "br".into() };
        assert_eq!(
            cluster_page("/store/apps/collection/cluster?gsr=Sn%3D%3D:S:ANO1", &locale).unwrap(),
            "/store/apps/collection/cluster?gsr=Sn%3D%3D:S:ANO1&hl=pt-BR&gl=br"
        );
        for path in [
            "/store/apps/dev?id=1",
            "https://play.google.com/store/apps/collection/cluster?gsr=a",
            "/store/apps/collection/cluster?gsr=a b",
            "/store/apps/collection/cluster?gsr=a#b",
            "/store/apps/collection/cluster?gsr=a\r\nx: y",
            "//store/apps/collection/cluster?gsr=a",
        ] {
            assert_eq!(cluster_page(path, &locale), None, "{path}");
        }
    }
}
