//! The Node addon: `playfast` with its layer `binding`, linked.
//!
//! It is a package of its own because cargo optimizes nothing at link time where the same package
//! also builds an rlib, which the tests of `playfast` need.

// Naming it links it: the exports of `binding` register themselves when the addon is loaded.
use playfast as _;
