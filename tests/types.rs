//! The TypeScript types of what lookups give, against the structs that they are generated from: serde
//! has its own attributes for names, and these must not differ from napi's.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;

use serde::de::{self, Deserialize, Deserializer, Visitor};

const GENERATED: &str = include_str!("../lib/binding.d.cts");
const EXPORTED: &str = include_str!("../types/data.d.cts");
/// What only `lib/` uses.
const INTERNAL: [&str; 1] = ["Beginning"];

/// The names that serde writes and reads, told by a deserializer that is asked for them and has
/// nothing to read.
struct Names;

#[derive(Debug)]
struct Asked {
    fields: &'static [&'static str],
}

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{:?}", self.fields)
    }
}

impl std::error::Error for Asked {}

impl de::Error for Asked {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        panic!("no struct and no enum: {message}")
    }
}

impl<'de> Deserializer<'de> for Names {
    type Error = Asked;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Asked> {
        Err(Asked { fields })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Asked> {
        Err(Asked { fields })
    }

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Asked> {
        panic!("no struct and no enum")
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// A Rust type's name and serde's names of its fields or values.
fn of_serde<'de, T: Deserialize<'de>>() -> (&'static str, BTreeSet<&'static str>) {
    let name = std::any::type_name::<T>().rsplit("::").next().unwrap();
    let Err(Asked { fields }) = T::deserialize(Names) else { panic!("{name} reads nothing") };
    (name, fields.iter().copied().collect())
}

/// All types of `src/model`.
fn model() -> Vec<(&'static str, BTreeSet<&'static str>)> {
    macro_rules! all {
        ($($name:ident)*) => { vec![$(of_serde::<playfast::model::$name>()),*] };
    }
    all! {
        App
        AppCard
        AppList
        Availability
        Category
        ChartPlace
        CountryAvailability
        Criteria
        DataSafety
        DataSafetyEntry
        DataSafetyNote
        Developer
        DeveloperApps
        FormFactorScore
        Histogram
        ImageSize
        IncompleteBecause
        OfferType
        Permission
        PermissionGroup
        Permissions
        Review
        ReviewPage
        SearchResults
        SecurityPractice
        SimilarApps
        Standing
        Suggestions
    }
}

/// A generated type's name and the names of its fields or values.
fn of_typescript() -> Vec<(&'static str, BTreeSet<&'static str>)> {
    let mut types = Vec::new();
    let mut lines = GENERATED.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("export interface ") {
            let body = lines.by_ref().take_while(|line| *line != "}");
            let fields = body.filter_map(field).collect();
            types.push((name.strip_suffix(" {").unwrap(), fields));
        } else if let Some(union) = line.strip_prefix("export type ") {
            let (name, values) = union.split_once(" = ").unwrap();
            types.push((name, values.split(" | ").map(|value| value.trim_matches('\'')).collect()));
        }
    }
    types.retain(|(name, _)| !INTERNAL.contains(name));
    types
}

/// The field that a line declares: comments have more than two spaces before them, or a `/`.
fn field(line: &'static str) -> Option<&'static str> {
    let declared = line.strip_prefix("  ").filter(|rest| !rest.starts_with([' ', '/']))?;
    let (name, _) = declared.split_once(": ")?;
    Some(name.trim_end_matches('?').trim_matches('\''))
}

#[test]
fn the_generated_types_have_the_fields_that_serde_writes() {
    let generated = of_typescript();
    for (name, names) in model() {
        let found = generated.iter().find(|(other, _)| *other == name);
        let (_, typed) =
            found.unwrap_or_else(|| panic!("{name} has no type: npm run build writes it"));
        assert_eq!(&names, typed, "{name}: npm run build writes the types of src/model");
    }
}

#[test]
fn every_generated_type_is_compared_and_exported() {
    let compared: BTreeSet<&str> = model().iter().map(|(name, _)| *name).collect();
    let generated: BTreeSet<&str> = of_typescript().iter().map(|(name, _)| *name).collect();
    assert_eq!(compared, generated, "a type of src/model is not compared in this test");
    let exported: BTreeSet<&str> =
        EXPORTED.lines().filter_map(|line| line.strip_prefix("  ")?.strip_suffix(',')).collect();
    assert_eq!(exported, generated, "types/data.d.cts does not export the types of src/model");
}
