//! One chart (RPC `vyAe2`), PROTOCOL 2.2.

use super::mapping::Mappings;
use super::node::Node;
use super::shape::Shape;
use super::table::Table;
use super::{Extracted, app_list, card, find_list, lacking, opened};

const BLOCK: &str = "vyAe2";

/// What holds the rows: nothing where the chart is empty.
const SECTION: &[u32] = &[0, 1, 0];

/// The chart's rows.
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
    let tape = opened(BLOCK, payload)?;
    let rows = find_list(BLOCK, &tables.chart, tape.root())?.beside(0);
    let has_section = || tape.root().at(SECTION).is_some_and(Node::has_fields);
    if rows.is_none() && has_section() {
        return Err(lacking(BLOCK, &["rows"], "the chart"));
    }
    let rows = rows.map(Node::items).unwrap_or_default();
    let num = num.map_or(rows.len().max(1), |num| num as usize);
    let rows = rows.iter().take(num).enumerate();
    let apps = rows.map(|(place, row)| tables.layouts.row.find(*row).record(BLOCK, place));
    Ok(app_list(apps.collect::<Result<_, _>>()?, num))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_empty_where_play_says_so_and_not_where_its_rows_have_moved() {
        let came = |payload: &str| {
            let tables = Tables::new(&Mappings::default());
            match extract(&tables, Some(5), payload.as_bytes()) {
                Extracted::Value(_) => "chart".to_owned(),
                Extracted::Failed(error) => error.to_string(),
                _ => "else".to_owned(),
            }
        };
        for empty in [
            "[[null,null]]",
            "[[\"id\",null,[1]]]",
            "[[null,[]]]",
            "[]",
            "[{\"7\":1}]",
            "[[null,[[{\"29\":[[]]}]]]]",
        ] {
            assert_eq!(came(empty), "chart", "{empty}");
        }
        for moved in ["[[null,[[{\"30\":[[[\"row\"]]]}]]]]", "[[null,[[null,[[[\"row\"]]]]]]]"] {
            assert!(came(moved).contains("the chart lacks rows"), "{moved}: {}", came(moved));
        }
    }
}
