//! One chart (RPC `vyAe2`), PROTOCOL 2.2.

use super::mapping::Mappings;
use super::node::Node;
use super::shape::Shape;
use super::table::Table;
use super::{Extracted, app_list, card, open_list};

const BLOCK: &str = "vyAe2";

/// The chart's rows; `[0][1]` is null where the chart is empty.
pub(super) const CHART: Shape = Shape::of_places("list", &[("rows", &[0, 1, 0, 28, 0])]);

/// Where a client reads charts.
pub(super) struct Tables {
    chart: Table,
    pub(super) layouts: card::Layouts,
}

impl Tables {
    pub(super) fn new(mappings: &Mappings) -> Self {
        Self {
            chart: Table::new(&CHART, "list", mappings),
            layouts: card::Layouts::new("list", mappings),
        }
    }
}

/// Reads an answer of `vyAe2`. Without a number asked for, all rows are as many as were asked.
pub(super) fn extract(tables: &Tables, num: Option<u32>, payload: &[u8]) -> Extracted {
    read(tables, num, payload).unwrap_or_else(|failed| failed)
}

fn read(tables: &Tables, num: Option<u32>, payload: &[u8]) -> Result<Extracted, Extracted> {
    let found = open_list(BLOCK, &tables.chart, payload)?;
    let rows = found.beside(0).map(Node::items).unwrap_or_default();
    let num = num.map_or(rows.len().max(1), |num| num as usize);
    let rows = rows.iter().take(num).enumerate();
    let apps = rows.map(|(place, row)| tables.layouts.row.find(BLOCK, *row)?.record(BLOCK, place));
    Ok(app_list(apps.collect::<Result<_, _>>()?, num))
}
