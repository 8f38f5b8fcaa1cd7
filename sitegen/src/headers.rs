//! What browsers are told beside each file: by our own server, and in the files that common hosts read.
//!
//! The policy is no `<meta>` of the pages: opened from a disk, they would refuse their own style sheet.

use std::fmt::Write as _;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use crate::output::File;
use crate::template;

/// The names of the headers and what they say. The pages need nothing from anywhere else, so nothing else is let in but
/// the style that drawings carry; scripts may not turn text into markup or code; anybody may show them in a frame, since there is nothing on them to be tricked into; and
/// a browser asks each time whether a file is still the same, so that a new edition is seen at once.
pub static HEADERS: LazyLock<[(&str, String); 4]> = LazyLock::new(|| {
    let style = BASE64_STANDARD.encode(Sha256::digest(template::STYLE_OF_DRAWINGS.as_bytes()));
    let policy = format!(
        "default-src 'none'; img-src 'self'; style-src 'self' 'sha256-{style}'; script-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    [
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Cache-Control", "no-cache".to_owned()),
    ]
});

/// The files by which hosts send the headers: `_headers` (Netlify, Cloudflare Pages and others) and `.htaccess` (Apache).
#[must_use]
pub fn files() -> [File; 2] {
    files_without(&[])
}

/// The same; Apache answers addresses below the folders `gone` that they are gone (410). The other hosts
/// cannot be told, and show the notices that stand there.
#[must_use]
pub fn files_without(gone: &[String]) -> [File; 2] {
    let lines = HEADERS.iter().map(|(name, value)| format!("  {name}: {value}\n"));
    let listed = format!("/*\n{}", lines.collect::<String>());
    let lines = HEADERS.iter().map(|(name, value)| format!("  Header set {name} \"{value}\"\n"));
    let mut apache = format!(
        "ErrorDocument 404 /404.html\nAddCharset utf-8 .csv .xml\nAddType application/vnd.apache.parquet .parquet\nAddType application/atom+xml umpan.xml feed.xml\n<IfModule mod_headers.c>\n{}</IfModule>\n",
        lines.collect::<String>()
    );
    for folder in gone {
        // Writing to a string cannot fail.
        let _ = writeln!(apache, "RedirectMatch 410 \"^{}\"", folder.replace('.', "\\."));
    }
    [
        File { path: "_headers".to_owned(), bytes: listed.into_bytes() },
        File { path: ".htaccess".to_owned(), bytes: apache.into_bytes() },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_host_is_told_every_header() {
        for File { path, bytes } in files() {
            let text = String::from_utf8(bytes).unwrap_or_default();
            for (name, value) in HEADERS.iter() {
                assert!(text.contains(name) && text.contains(value.as_str()), "{path}: {name}");
            }
        }
    }
}
