//! Tells cargo how to link the Node addon.

fn main() {
    napi_build::setup();
}
