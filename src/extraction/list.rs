//! One chart (RPC `vyAe2`), PROTOCOL 2.2.

use once_cell::sync::Lazy;

use super::node::Node;
use super::table::Table;
use super::{Extracted, card};
use crate::error::Error;
use crate::request::ListRequest;

const BLOCK: &str = "vyAe2";
/// The chart's rows; `[0][1]` is null where the chart is empty.
const ROWS: &[u32] = &[0, 1, 0, 28, 0];
/// The card within a row.
const CARD: &[u32] = &[0];

static ROWS_TABLE: Lazy<Table> = Lazy::new(|| Table::new(&[], &[], &[ROWS]));
static CARD_TABLE: Lazy<Table> = Lazy::new(|| Table::new(CARD, card::FIELDS, &[]));

/// Reads an answer of `vyAe2`.
pub(super) fn extract(request: &ListRequest, payload: &[u8]) -> Extracted {
    let malformed =
        || Extracted::Failed(Error::parse(BLOCK, &[], "the answer's payload is not JSON"));
    let Ok(found) = ROWS_TABLE.find(payload) else { return malformed() };
    let rows = found.beside(0).map(Node::items).unwrap_or_default();
    let mut apps = Vec::with_capacity(rows.len());
    for row in rows.iter().take(request.num as usize) {
        let Ok(found) = CARD_TABLE.find(row.text()) else { return malformed() };
        let mut out = Vec::with_capacity(8 << 10);
        out.push(b'{');
        let missing = CARD_TABLE.write(&found, &mut out);
        if !missing.is_empty() {
            let message = format!(
                "row {} lacks {}; Play's layout may have changed",
                apps.len(),
                missing.join(", ")
            );
            return Extracted::Failed(Error::parse(BLOCK, &missing, message));
        }
        super::close_object(&mut out);
        apps.push(out);
    }
    Extracted::Rows { rest: rest(apps.len(), request.num as usize), apps }
}

/// A chart that Play answers with nothing.
pub(super) fn empty(request: &ListRequest) -> Extracted {
    Extracted::Rows { apps: Vec::new(), rest: rest(0, request.num as usize) }
}

/// The fields beside the rows.
fn rest(came: usize, asked: usize) -> &'static str {
    match came {
        _ if came >= asked => "\"complete\":true",
        0 => "\"complete\":false,\"incompleteBecause\":\"empty\"",
        _ => "\"complete\":false,\"incompleteBecause\":\"short\"",
    }
}
