//! What browsers are told beside each file: by our own server, and in the files that common hosts read.
//!
//! The policy is no `<meta>` of the pages: opened from a disk, they would refuse their own style sheet.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use crate::output::File;
use crate::theme::Theme;

/// The names of the headers and what they say. The pages need nothing from anywhere else, so nothing else is let in but
/// the style that drawings carry; scripts may not turn text into markup or code; anybody may show them in a frame, since there is nothing on them to be tricked into; and
/// a browser asks each time whether a file is still the same, so that a new edition is seen at once.
#[must_use]
pub fn headers(theme: &Theme) -> [(&'static str, String); 4] {
    headers_with(&BTreeSet::from([style(theme)]))
}

/// What a policy calls the style that drawings of a theme carry.
#[must_use]
pub fn style(theme: &Theme) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(theme.style_of_drawings.as_bytes())))
}

fn headers_with(styles: &BTreeSet<String>) -> [(&'static str, String); 4] {
    let styles: Vec<String> = styles.iter().map(|style| format!("'{style}'")).collect();
    let styles = styles.join(" ");
    let policy = format!(
        "default-src 'none'; img-src 'self'; style-src 'self' {styles}; script-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    [
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Cache-Control", CACHING.to_owned()),
    ]
}

/// What the report in a folder tells hosts to send; what a report of the program's own look would, where the folder holds none.
#[must_use]
pub fn told(folder: &Path) -> Vec<(String, String)> {
    let listed = fs::read_to_string(folder.join(LISTED)).unwrap_or_default();
    let lines =
        listed.lines().skip_while(|line| *line != "/*").skip(1).map_while(|line| line.strip_prefix("  "));
    let told: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    if told.is_empty() {
        return headers(&Theme::default()).map(|(name, value)| (name.to_owned(), value)).into();
    }
    told
}

/// How long a copy of a file may be shown without a question whether it is still the same: not at all.
pub const CACHING: &str = "no-cache";

/// The file of headers that most hosts read.
const LISTED: &str = "_headers";

/// The files by which hosts send the headers: `_headers` (Netlify, Cloudflare Pages and others) and `.htaccess` (Apache).
#[must_use]
pub fn files(theme: &Theme) -> [File; 2] {
    files_of(&BTreeSet::from([style(theme)]), &[])
}

/// The same for editions of several looks, whose drawings carry these styles. Apache answers addresses below the folders
/// `gone` that they are gone (410). The other hosts cannot be told, and show the notices that stand there.
#[must_use]
pub fn files_of(styles: &BTreeSet<String>, gone: &[String]) -> [File; 2] {
    let headers = headers_with(styles);
    let lines = headers.iter().map(|(name, value)| format!("  {name}: {value}\n"));
    let listed = format!("/*\n{}", lines.collect::<String>());
    let lines = headers.iter().map(|(name, value)| format!("  Header set {name} \"{value}\"\n"));
    let mut apache = format!(
        "ErrorDocument 404 /404.html\nAddCharset utf-8 .csv .xml\nAddType application/vnd.apache.parquet .parquet\nAddType application/atom+xml umpan.xml feed.xml\n<IfModule mod_headers.c>\n{}</IfModule>\n",
        lines.collect::<String>()
    );
    for folder in gone {
        // Writing to a string cannot fail.
        let _ = writeln!(apache, "RedirectMatch 410 \"^{}\"", folder.replace('.', "\\."));
    }
    [
        File { path: LISTED.to_owned(), bytes: listed.into_bytes() },
        File { path: ".htaccess".to_owned(), bytes: apache.into_bytes() },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_host_is_told_every_header() {
        let theme = Theme::default();
        for File { path, bytes } in files(&theme) {
            let text = String::from_utf8(bytes).unwrap_or_default();
            for (name, value) in headers(&theme) {
                assert!(text.contains(name) && text.contains(&value), "{path}: {name}");
            }
        }
    }
}
