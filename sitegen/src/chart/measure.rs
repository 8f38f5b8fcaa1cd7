//! How wide text is, without a font: so that labels can be kept apart and nothing depends on what
//! is installed where the report is made.

/// Size of ordinary chart text in units.
pub const TEXT: f64 = 14.0;
/// Size of small chart text in units.
pub const SMALL: f64 = 12.0;
/// From one line of ordinary text to the next, in units.
pub const LEADING: f64 = 17.0;
/// From one line of small text to the next, in units.
pub const SMALL_LEADING: f64 = 15.0;

/// How much wider than below the widest face is that systems fall back to (`DejaVu` Sans).
const WIDEST_FACE: f64 = 1.08;

/// How much wider the bold of that face is.
pub const BOLD: f64 = 1.12;

/// Advances of U+0020 to U+007E in thousandths of an em. The faces of a humanist sans stack differ
/// by some percent; these lean to the wide ones, since room too much is better than a collision.
const ADVANCES: [u16; 95] = [
    260, 280, 410, 640, 590, 850, 740, 230, 310, 310, 560, 590, 280, 330, 280, 380, // to /
    590, 590, 590, 590, 590, 590, 590, 590, 590, 590, 290, 290, 590, 590, 590, 450, // to ?
    900, 650, 650, 640, 730, 580, 540, 730, 740, 330, 320, 630, 540, 890, 760, 780, // to O
    610, 780, 640, 570, 580, 730, 630, 930, 610, 590, 590, 330, 380, 330, 590, 450, // to _
    590, 570, 610, 490, 610, 570, 350, 610, 610, 265, 280, 550, 265, 920, 610, 605, // to o
    610, 610, 410, 490, 370, 610, 530, 790, 540, 530, 490, 380, 550, 380, 590, // to ~
];

/// Width of one line of `text` at `size` units, in units.
pub fn width(text: &str, size: f64) -> f64 {
    let thousandths: u64 = text.chars().map(|char| u64::from(advance(char))).sum();
    thousandths as f64 / 1000.0 * size * WIDEST_FACE
}

fn advance(char: char) -> u16 {
    match char {
        ' '..='~' => ADVANCES.get(char as usize - ' ' as usize).copied().unwrap_or(600),
        '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200F}' => 0,
        '–' => 500,
        '—' | '…' => 900,
        '\u{1100}'.. => 1000,
        _ => 600,
    }
}

/// The widest of some texts, 0 for none.
pub fn widest<'a>(texts: impl IntoIterator<Item = &'a str>, size: f64) -> f64 {
    texts.into_iter().map(|text| width(text, size)).fold(0.0, f64::max)
}

/// `text` in lines of at most `max` units, broken between words.
///
/// A word wider than that is cut with an ellipsis, and so is what does not fit into `lines` lines:
/// the complete name stands in the table beside every chart.
pub fn wrap(text: &str, size: f64, max: f64, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if let Some(line) = wrapped.last_mut() {
            let joined = format!("{line} {word}");
            if width(&joined, size) <= max {
                *line = joined;
                continue;
            }
            if wrapped.len() >= lines {
                let rest: String = std::iter::once(word).chain(words).collect::<Vec<_>>().join(" ");
                if let Some(line) = wrapped.last_mut() {
                    *line = cut(&format!("{line} {rest}"), size, max);
                }
                break;
            }
        }
        wrapped.push(cut(word, size, max));
    }
    wrapped
}

/// `text`, or as much of it as fits into `max` units with an ellipsis.
pub fn cut(text: &str, size: f64, max: f64) -> String {
    if width(text, size) <= max {
        return text.to_owned();
    }
    let mut kept = String::new();
    for char in text.chars() {
        kept.push(char);
        if width(&kept, size) + width("…", size) > max {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_fit_and_lose_no_word_while_there_is_room() {
        let name = "Dinas Pekerjaan Umum dan Penataan Ruang";
        let lines = wrap(name, TEXT, 130.0, 4);
        assert!(lines.iter().all(|line| width(line, TEXT) <= 130.0), "{lines:?}");
        assert_eq!(lines.join(" "), name);
    }

    #[test]
    fn what_does_not_fit_ends_with_an_ellipsis() {
        let lines = wrap("Dinas Pekerjaan Umum dan Penataan Ruang", TEXT, 100.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(lines.iter().all(|line| width(line, TEXT) <= 100.0), "{lines:?}");
    }

    #[test]
    fn nothing_has_no_width_and_no_lines() {
        assert!(width("", TEXT).abs() < f64::EPSILON);
        assert!(wrap("  ", TEXT, 10.0, 2).is_empty());
        assert_eq!(cut("Pati", TEXT, 0.0), "…");
    }
}
