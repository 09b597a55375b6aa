//! What the last records had against what recorded ones had: where Play has begun to serve less.

use serde::Serialize;

use super::found::PageDrift;
use super::shares::{Base, Share};
use super::table::Table;
use super::watch::{Nature, Seen, Watch};

/// What has moved, as far as a client's answers tell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drift {
    /// The kinds of records.
    pub records: Vec<RecordDrift>,
    /// The lookups whose answers may be empty.
    pub answers: Vec<AnswerDrift>,
    /// The pages that were read.
    pub pages: Vec<PageDrift>,
}

/// The last answers to a lookup, and how many of them were empty.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerDrift {
    /// The lookup that they answered.
    pub lookup: &'static str,
    /// How many there were in all.
    pub total: u64,
    /// Those that are counted: the last ones.
    pub counted: usize,
    /// Of them, those without rows.
    pub empty: usize,
    /// The share of recorded answers that had none.
    pub expected: f64,
    /// Whether more are empty than chance explains.
    pub drifted: bool,
}

/// The last records of a kind, and how often each field was served.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordDrift {
    /// The lookup that the records answered.
    pub lookup: &'static str,
    /// Their kind.
    pub record: &'static str,
    /// How many there were in all.
    pub total: u64,
    /// Those that are counted: the last ones.
    pub counted: usize,
    /// Of them, those of apps without a score.
    pub unrated: usize,
    /// Of them, those of apps that can only be registered for.
    pub preregistration: usize,
    /// Of them, those of apps that are not offered in the country.
    pub not_offered: usize,
    /// Of them, those without a required field.
    pub rejected: usize,
    /// The fields.
    pub fields: Vec<FieldDrift>,
}

/// How often a field was served.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldDrift {
    /// Its name.
    pub field: &'static str,
    /// Records that had it.
    pub present: usize,
    /// Records that could have it.
    pub of: usize,
    /// The share of recorded answers that had it; absent where none did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
    /// Whether it is served less often than chance explains.
    pub drifted: bool,
}

/// How sure to be that a recorded share, which is one of few records, is not lower: two deviations.
const RECORDED: f64 = 2.0;
/// How sure to be that the share of the last records is not higher: one look in 700 is mistaken.
const OBSERVED: f64 = 3.0;

/// What tables of one kind of record saw.
pub(super) fn of<const N: usize>(tables: &[&Table; N]) -> RecordDrift {
    let (mut total, mut seen) = (0, Vec::new());
    for table in tables {
        let (in_all, last) = table.watch().read();
        total += in_all;
        seen.extend(last);
    }
    // They have the same fields.
    let table = tables[0];
    let watch = table.watch();
    let score = table.names().position(|name| name == "score");
    let count = |is: &dyn Fn(&Seen) -> bool| seen.iter().filter(|seen| is(seen)).count();
    let field = |(place, field): (usize, &'static str)| {
        let share = watch.shares.iter().find(|share| share.field == field);
        let base = share.map_or(Base::Offered, |share| share.base);
        let able = |seen: &Seen| seen.wanted(place) && seen.is_of(base, score);
        let of = count(&able);
        let present = count(&|seen| able(seen) && seen.has(place));
        FieldDrift {
            field,
            present,
            of,
            expected: share.map(|share| f64::from(share.had) / f64::from(share.of)),
            drifted: share.is_some_and(|share| has_drifted(share, present, of)),
        }
    };
    RecordDrift {
        lookup: watch.lookup,
        record: watch.record,
        total,
        counted: seen.len(),
        unrated: count(&|seen| seen.is_of(Base::Offered, score) && !seen.is_of(Base::Rated, score)),
        preregistration: count(&|seen| seen.nature == Nature::Preregistration),
        not_offered: count(&|seen| seen.nature == Nature::NotOffered),
        rejected: count(&|seen| seen.rejected),
        fields: table.names().enumerate().map(field).collect(),
    }
}

/// What answers that may be empty were.
pub(super) fn of_answers(watch: &Watch) -> AnswerDrift {
    let (total, last) = watch.read();
    let with_rows = last.iter().filter(|seen| seen.has_rows()).count();
    let share = &watch.shares[0];
    AnswerDrift {
        lookup: watch.lookup,
        total,
        counted: last.len(),
        empty: last.len() - with_rows,
        expected: 1.0 - f64::from(share.had) / f64::from(share.of),
        drifted: has_drifted(share, with_rows, last.len()),
    }
}

/// Whether even the most that the last records allow is less than the least that the recorded ones do.
fn has_drifted(share: &Share, present: usize, of: usize) -> bool {
    let (least, _) = bounds(usize::from(share.had), usize::from(share.of), RECORDED);
    let (_, most) = bounds(present, of, OBSERVED);
    of > 0 && most < least
}

/// Wilson's bounds of a share that so many of so many suggest, at this many deviations.
#[expect(clippy::cast_precision_loss, reason = "counts of records are small")]
fn bounds(had: usize, of: usize, deviations: f64) -> (f64, f64) {
    let (had, of) = (had as f64, of as f64);
    let square = deviations * deviations;
    let middle = had + square / 2.0;
    let spread = deviations * (had * (of - had) / of + square / 4.0).sqrt();
    ((middle - spread) / (of + square), (middle + spread) / (of + square))
}

#[cfg(test)]
mod tests {
    use super::super::shares;
    use super::*;

    fn drifted(had: u16, of: u16, present: usize, seen: usize) -> bool {
        has_drifted(&Share { field: "x", base: Base::Offered, had, of }, present, seen)
    }

    #[test]
    fn a_field_that_is_gone_is_noticed_soon() {
        // Six of six recorded records had it: seven without it are no chance any more.
        assert!(!drifted(6, 6, 0, 6));
        assert!(drifted(6, 6, 0, 7));
        assert!(drifted(120, 120, 0, 2));
        assert!(drifted(120, 120, 900, 1024));
    }

    #[test]
    fn answers_without_rows_are_noticed_when_they_are_too_many() {
        let is_drifted = |share: &'static Share, with_rows: usize, empty: usize| {
            let watch = Watch::of_answers("x", share);
            (0..with_rows + empty).for_each(|place| watch.note_rows(place < with_rows));
            let found = of_answers(&watch);
            assert_eq!((found.counted, found.empty), (with_rows + empty, empty));
            found.drifted
        };
        for (share, soon) in
            [(&shares::SEARCHES, 19), (&shares::SUGGESTIONS, 37), (&shares::SIMILAR, 13)]
        {
            assert!(!is_drifted(share, 0, 0) && !is_drifted(share, 0, soon - 1));
            assert!(is_drifted(share, 0, soon) && is_drifted(share, 10, 1000));
            assert!(!is_drifted(share, 500, 500));
        }
    }

    #[test]
    fn a_field_that_few_have_is_no_alarm() {
        assert!(!drifted(6, 6, 18, 20));
        assert!(!drifted(1, 6, 0, 100));
        assert!(!drifted(3, 6, 25, 100));
        assert!(!drifted(120, 120, 1020, 1024));
        assert!(!drifted(120, 120, 0, 0));
        // What half of them had and none has is.
        assert!(drifted(3, 6, 0, 1024));
    }
}
