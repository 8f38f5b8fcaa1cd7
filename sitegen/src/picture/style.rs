//! A style sheet of drawings without variables, for a renderer that knows none: the light colours, on the screen.

use std::collections::BTreeMap;

/// Properties that drawings have.
const PROPERTIES: [&str; 14] = [
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-size",
    "font-weight",
    "opacity",
    "paint-order",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "display",
];

/// What is written around drawings.
const AROUND: &str = ".ground{fill:var(--ground)}text{fill:var(--text)}.name{font-size:40px}.title{font-size:20px}.name,.title{font-weight:bold}\
                      .said,.simulated{font-size:14px}.said{fill:var(--muted)}.simulated{fill:var(--sim-text);font-weight:bold}";

/// The rules of a sheet with every variable replaced by what it stands for. A variable that a class sets makes a rule for
/// each such class.
#[must_use]
pub fn flat(sheet: &str) -> String {
    let sheet = format!("{AROUND}{sheet}");
    let rules: Vec<(&str, Vec<(&str, &str)>)> = rules(&sheet);
    let is_root = |selector: &str| selector == ":root";
    let of_root = rules.iter().filter(|(selector, _)| is_root(selector)).flat_map(|(_, set)| set);
    // The last one holds.
    let root: BTreeMap<&str, &str> = of_root.copied().collect();
    let mut by_class: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (selector, set) in rules.iter().filter(|(selector, _)| !is_root(selector)) {
        for (name, value) in set.iter().filter(|(name, _)| name.starts_with("--")) {
            let class = selector.rsplit(' ').next().unwrap_or_default();
            by_class.entry(name).or_default().push((class, value));
        }
    }
    let mut written = String::new();
    for (selectors, set) in rules.iter().filter(|(selector, _)| !is_root(selector)) {
        for selector in selectors.split(',').map(str::trim).filter(|selector| !selector.contains(':')) {
            for (name, value) in set.iter().filter(|(name, _)| PROPERTIES.contains(name)) {
                rule(&mut written, selector, name, resolved(value, &root).as_deref());
                let variable = value.strip_prefix("var(").and_then(|rest| rest.split([',', ')']).next());
                for (class, value) in variable.and_then(|name| by_class.get(name)).into_iter().flatten() {
                    rule(
                        &mut written,
                        &format!("{selector}{class}"),
                        name,
                        resolved(value, &root).as_deref(),
                    );
                }
            }
        }
    }
    written
}

fn rule(out: &mut String, selector: &str, name: &str, value: Option<&str>) {
    let Some(value) = value else { return };
    let value = match (name, value) {
        (_, "transparent") => "none",
        // Weights between those of the face are the nearest of them.
        ("font-weight", "650") => "bold",
        (_, value) => value,
    };
    out.extend([selector, "{", name, ":", value, "}"]);
}

/// A value without variables; none where it has one that nothing sets.
fn resolved(value: &str, root: &BTreeMap<&str, &str>) -> Option<String> {
    let Some(inside) = value.strip_prefix("var(").and_then(|rest| rest.strip_suffix(')')) else {
        return Some(value.to_owned());
    };
    let (name, fallback) =
        inside.split_once(',').map_or((inside, None), |(name, rest)| (name, Some(rest.trim())));
    match (root.get(name.trim()), fallback) {
        (Some(value), _) => resolved(value, root),
        (None, Some(fallback)) => resolved(fallback, root),
        (None, None) => None,
    }
}

/// The rules outside of `@media` and their declarations. The sheets of the report have no braces in texts.
fn rules(sheet: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
    let mut rules = Vec::new();
    let mut rest = sheet;
    while let Some((head, body)) = rest.split_once('{') {
        // What stands before a comment's end is none of the selector.
        let head = head.rsplit("*/").next().unwrap_or(head).trim();
        if head.starts_with('@') {
            rest = after_block(body);
            continue;
        }
        let (inside, after) = body.split_once('}').unwrap_or((body, ""));
        let set = inside
            .split(';')
            .filter_map(|it| it.split_once(':'))
            .map(|(name, value)| (name.trim(), value.trim()));
        rules.push((head, set.collect()));
        rest = after;
    }
    rules
}

/// What follows a block whose first brace is passed.
fn after_block(body: &str) -> &str {
    let mut depth = 1;
    for (at, sign) in body.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &body[at + 1..];
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_become_what_they_stand_for_in_the_light() {
        let sheet = ":root{--s1:#123;--text:#000}@media (prefers-color-scheme: dark){:root{--s1:#fff}}\
                     .chart .s1{--tone:var(--s1)}.chart .line,.chart a:hover .line{stroke:var(--tone,var(--text));width:1px}\
                     .chart .tile{fill:var(--step)}.chart .step1{--step:transparent}:root{--text:#111}";
        let flat = flat(sheet);
        assert!(
            flat.ends_with(
                ".chart .line{stroke:#111}.chart .line.s1{stroke:#123}.chart .tile.step1{fill:none}"
            ),
            "{flat}"
        );
    }

    #[test]
    fn the_sheets_of_the_report_leave_no_variable() {
        let flat = flat(&crate::theme::Theme::default().style_of_drawings);
        assert!(!flat.contains("var(") && !flat.contains("--") && !flat.contains('@'), "{flat}");
        for rule in
            [".chart .bar.s2{fill:#28a197}", ".chart .tile.step4{fill:#3d76a6}", ".chart .mark{fill:#12436d}"]
        {
            assert!(flat.contains(rule), "{rule}: {flat}");
        }
    }
}
