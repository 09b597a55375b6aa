//! One chart (RPC `vyAe2`), PROTOCOL 2.2.

use once_cell::sync::Lazy;

use super::node::Node;
use super::table::Table;
use super::{Extracted, Json, another_layout, card, completeness, lacking, lists, malformed};

const BLOCK: &str = "vyAe2";
/// The chart's rows; `[0][1]` is null where the chart is empty.
const ROWS: &[u32] = &[0, 1, 0, 28, 0];

static TABLE: Lazy<Table> = Lazy::new(|| Table::new(&[], &[], &[ROWS]));

/// Reads an answer of `vyAe2`. Without a number asked for, all rows are as many as were asked.
pub(super) fn extract(num: Option<u32>, payload: &[u8]) -> Extracted {
    if !lists(payload) {
        return another_layout(BLOCK);
    }
    let Ok(found) = TABLE.find(payload) else { return malformed(BLOCK) };
    let rows = found.beside(0).map(Node::items).unwrap_or_default();
    let num = num.map_or(rows.len().max(1), |num| num as usize);
    let mut apps = Vec::with_capacity(rows.len().min(num));
    for row in rows.iter().take(num) {
        match card::ROW.record(row.text()) {
            Ok(Ok(app)) => apps.push(app),
            Ok(Err(missing)) => {
                let of = format!("row {}", apps.len());
                return Extracted::Failed(lacking(BLOCK, &of, &missing));
            }
            Err(_) => return malformed(BLOCK),
        }
    }
    value(apps, num)
}

/// A chart that Play answers with nothing.
pub(super) fn empty(num: u32) -> Extracted {
    value(Vec::new(), num as usize)
}

fn value(rows: Vec<Vec<u8>>, asked: usize) -> Extracted {
    let rest = completeness(rows.len(), asked);
    Extracted::Value(Json::Rows { field: "apps", rows, rest })
}
