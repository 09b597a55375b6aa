//! Tells cargo how to link the Node addon.

fn main() {
    #[cfg(feature = "node")]
    napi_build::setup();
}
