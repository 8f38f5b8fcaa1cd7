//! sitegen
