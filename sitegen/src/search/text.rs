//! The text of a page as it stands in its HTML, line by line.

/// Elements whose text is not searched: drawings, ways to other pages, what is said on every page, headers of tables,
/// files, and numbers, which nobody looks for by themselves.
const LEFT_OUT: [&str; 9] = ["svg", "script", "nav", "pre", "thead", "summary", "caption", "data", "form"];
/// Classes of elements that are left out the same way.
const CLASSES_LEFT_OUT: [&str; 6] = ["banner", "edition", "source", "sources", "files", "names"];
/// The figure with the villages around a village, each of which has a page of its own.
const FIGURE_LEFT_OUT: &str = "id=\"tetangga\"";
/// Elements that stand inside a line.
const INLINE: [&str; 12] =
    ["a", "span", "strong", "em", "cite", "mark", "code", "abbr", "time", "small", "b", "i"];

/// Stands in a line for the mark of what is simulated.
pub const MARK: char = '\t';

/// The lines of what a page has in its `<main>`, those without a letter left out. The HTML is our own: whole and well-formed.
#[must_use]
pub fn lines(html: &str) -> Vec<String> {
    let main = html.split_once("<main").map_or("", |(_, main)| main);
    let main = main.split_once("</main>").map_or(main, |(main, _)| main);
    let (mut lines, mut line) = (Vec::new(), String::new());
    let mut rest = main.split_once('>').map_or("", |(_, rest)| rest);
    while let Some((text, tagged)) = rest.split_once('<') {
        push(&mut line, text);
        let Some((tag, after)) = tagged.split_once('>') else { break };
        rest = after;
        let (name, attributes) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
        let is_out = LEFT_OUT.contains(&name)
            || attributes == FIGURE_LEFT_OUT
            || class(attributes).split(' ').any(|class| CLASSES_LEFT_OUT.contains(&class));
        if is_out && !tag.ends_with('/') {
            rest = behind(after, name);
        } else if name == "span" && class(attributes) == "sim" {
            line.push(MARK);
            rest = behind(after, name);
        }
        if !INLINE.contains(&name.trim_start_matches('/')) {
            end(&mut lines, &mut line);
        }
    }
    push(&mut line, rest);
    end(&mut lines, &mut line);
    lines
}

/// The value of the attribute `class`.
fn class(attributes: &str) -> &str {
    let value = attributes.split_once("class=\"").map_or("", |(_, value)| value);
    value.split_once('"').map_or("", |(value, _)| value)
}

/// What follows the end of an element that has just begun; elements of its name may stand inside.
fn behind<'h>(html: &'h str, name: &str) -> &'h str {
    let (begin, end) = (format!("<{name}"), format!("</{name}>"));
    let (mut rest, mut depth) = (html, 1_usize);
    while let Some((inside, after)) = rest.split_once(end.as_str()) {
        let within = inside.match_indices(begin.as_str());
        let whole = |at: usize| inside[at + begin.len()..].starts_with([' ', '>', '\n']);
        depth = (depth + within.filter(|(at, _)| whole(*at)).count()).saturating_sub(1);
        rest = after;
        if depth == 0 {
            break;
        }
    }
    rest
}

fn push(line: &mut String, text: &str) {
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        line.push_str(before);
        let (name, after) = entity.split_once(';').unwrap_or((entity, ""));
        line.push_str(match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "#x27" | "#39" => "'",
            "#x2F" => "/",
            _ => " ",
        });
        rest = after;
    }
    line.push_str(rest);
}

fn end(lines: &mut Vec<String>, line: &mut String) {
    let is_marked = line.contains(MARK);
    let text = line.split_whitespace().collect::<Vec<_>>().join(" ");
    line.clear();
    if text.chars().any(char::is_alphabetic) {
        lines.push(if is_marked { format!("{text}{MARK}") } else { text });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_what_a_reader_reads() {
        let html = "<nav>Bagian</nav><main id=\"main\"><nav><ol><li>Beranda</li></ol></nav><h1>Desa Kajen</h1>\
            <p class=\"lead\">Didampingi <a href=\"x\">Dinas A &amp; B</a>.</p>\
            <p class=\"banner\">Sebagian <span class=\"sim\">simulasi</span></p>\
            <svg><text>Tayu</text></svg><table><thead><tr><th>Kebutuhan</th></tr></thead>\
            <tr><td>Jamban sehat <span class=\"sim\">simulasi</span></td><td><data value=\"3\">3 unit</data></td>\
            <td>12</td></tr></table><figure id=\"tetangga\"><td>Desa Tayu</td></figure><section class=\"sources\"><section>A</section>BPS</section><p>Akhir</main>";
        assert_eq!(lines(html), ["Desa Kajen", "Didampingi Dinas A & B.", "Jamban sehat\t", "Akhir"]);
    }

    #[test]
    fn a_page_without_a_main_part_has_no_lines() {
        assert!(lines("<p>x</p>").is_empty() && lines("").is_empty());
    }
}
