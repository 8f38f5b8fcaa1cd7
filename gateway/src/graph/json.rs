//! JSON, written straight into the bytes of an answer.

use serde::Serialize;

/// Writes text with its quotes, escaped.
pub fn text(out: &mut Vec<u8>, text: &str) {
    write(out, text);
}

/// Writes text that needs no escape, such as the name of a type.
pub fn plain(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Writes a whole number.
pub fn whole(out: &mut Vec<u8>, whole: i64) {
    write(out, &whole);
}

/// Writes a whole number as text: 64 bits are more than a JSON number safely carries.
pub fn quoted(out: &mut Vec<u8>, number: i64) {
    out.push(b'"');
    whole(out, number);
    out.push(b'"');
}

/// Writes a number with a fraction; one without a value in JSON is null.
pub fn number(out: &mut Vec<u8>, number: f64) {
    write(out, &number);
}

/// Writes an absent value.
pub fn null(out: &mut Vec<u8>) {
    out.extend_from_slice(b"null");
}

/// Writes yes or no.
pub fn boolean(out: &mut Vec<u8>, yes: bool) {
    out.extend_from_slice(if yes { b"true" } else { b"false" });
}

/// Writes a list.
pub fn list<T>(out: &mut Vec<u8>, items: impl Iterator<Item = T>, mut item: impl FnMut(&mut Vec<u8>, T)) {
    out.push(b'[');
    for (at, it) in items.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        item(out, it);
    }
    out.push(b']');
}

/// Writes an object. Keys are response keys of GraphQL, which need no escape.
pub fn object<'k, T: 'k>(
    out: &mut Vec<u8>,
    fields: impl Iterator<Item = (&'k str, T)>,
    mut field: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'{');
    for (at, (key, value)) in fields.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        plain(out, key);
        out.push(b':');
        field(out, value);
    }
    out.push(b'}');
}

fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    // Writing to memory does not fail, and every type here has a form in JSON.
    let _ = serde_json::to_writer(out, value);
}
