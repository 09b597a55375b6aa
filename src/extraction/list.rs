//! One chart (RPC `vyAe2`), PROTOCOL 2.2.

use once_cell::sync::Lazy;

use super::node::Node;
use super::table::Table;
use super::{Extracted, app_list, card, open_list};

const BLOCK: &str = "vyAe2";
/// The chart's rows; `[0][1]` is null where the chart is empty.
const ROWS: &[u32] = &[0, 1, 0, 28, 0];

static TABLE: Lazy<Table> = Lazy::new(|| Table::new(&[], &[], &[ROWS]));

/// Reads an answer of `vyAe2`. Without a number asked for, all rows are as many as were asked.
pub(super) fn extract(num: Option<u32>, payload: &[u8]) -> Extracted {
    read(num, payload).unwrap_or_else(|failed| failed)
}

fn read(num: Option<u32>, payload: &[u8]) -> Result<Extracted, Extracted> {
    let found = open_list(BLOCK, &TABLE, payload)?;
    let rows = found.beside(0).map(Node::items).unwrap_or_default();
    let num = num.map_or(rows.len().max(1), |num| num as usize);
    let rows = rows.iter().take(num).enumerate();
    let apps = rows.map(|(place, row)| card::ROW.record(BLOCK, place, *row));
    Ok(app_list(apps.collect::<Result<_, _>>()?, num))
}
