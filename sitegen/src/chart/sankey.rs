//! Flows through layers: where something comes from, what it passes, where it ends.

use super::axis;
use super::ink::{Ink, Role, Tone};
use super::measure::{self, LEADING, SMALL, SMALL_LEADING, TEXT};
use super::sheet::{self, Lettering, Sheet};
use super::{Figure, Frame};
use crate::locale::Locale;

/// Thickness of a node in units.
const NODE: f64 = 12.0;
/// From one node and its words to the next, in units.
const BETWEEN: f64 = 8.0;
/// How tall the thickest layer would be without words and gaps, in units.
const TALL: f64 = 280.0;
/// Room for words at either side of the wide drawing, in units.
const BESIDE: f64 = 150.0;

/// Layers from left to right with flows between neighbours, all on one scale: what flows into a node flows out of it.
///
/// On a page the words of the outer layers stand beside their nodes; on a phone all words stand above them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sankey {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// From the source to the last.
    pub layers: Vec<Layer>,
    /// Between neighbouring layers. What is not above zero is not drawn.
    pub flows: Vec<Flow>,
}

/// The nodes that stand above one another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// What its nodes are, written above them.
    pub name: String,
    /// From top to bottom, sorted by the caller.
    pub nodes: Vec<Node>,
}

/// What flows meet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub label: String,
    /// Its value as written.
    pub text: String,
    /// Its colour; [`Tone::Plain`] is grey.
    pub tone: Tone,
    /// Whether a value in it is simulated.
    pub simulated: bool,
}

/// What flows from a node to one of the next layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// The layer that it comes from.
    pub layer: usize,
    /// The node of that layer.
    pub from: usize,
    /// The node of the next layer.
    pub to: usize,
    /// How much, in the unit of the data.
    pub value: f64,
    /// Its colour; [`Tone::Plain`] is grey.
    pub tone: Tone,
    /// Tooltip: from where to where, and how much.
    pub title: String,
    /// Whether a value in it is simulated.
    pub simulated: bool,
}

impl Flow {
    fn value(&self) -> Option<f64> {
        axis::usable(self.value).filter(|value| *value > 0.0)
    }
}

impl Figure for Sankey {
    fn draw(&self, id: &str, _: Locale) -> String {
        let Some(plan) = Plan::new(self) else { return sheet::draw_empty(&self.frame, id, "sankey") };
        sheet::draw(&self.frame, id, "sankey", plan.height, |sheet| {
            // The thickest first, so that none lies under one that is thicker.
            let mut strips: Vec<&Strip<'_>> = plan.strips.iter().collect();
            strips.sort_by(|a, b| b.thickness.total_cmp(&a.thickness));
            for strip in strips {
                let ink = Ink::new(Role::Flow, grey(strip.flow.tone)).simulated(strip.flow.simulated);
                let draw = |sheet: &Sheet<'_>| sheet.ribbon(strip.from, strip.to, strip.thickness, ink);
                // A phone has no pointer that could rest on a flow.
                if self.frame.is_narrow() || strip.flow.title.is_empty() {
                    draw(sheet);
                } else {
                    sheet.tip(&strip.flow.title, None, draw);
                }
            }
            for (layer, column) in self.layers.iter().zip(&plan.columns) {
                let name = measure::cut(&layer.name, SMALL, column.room.max(60.0));
                sheet.text((column.words.0, 8.0), &name, column.lettering(Lettering::small(Role::Muted)));
                for (node, spot) in layer.nodes.iter().zip(&column.spots) {
                    let ink = Ink::new(Role::Bar, grey(node.tone)).simulated(node.simulated);
                    sheet.rect((column.left, spot.top), (column.left + NODE, spot.top + spot.height), ink);
                }
            }
            for column in &plan.columns {
                for spot in &column.spots {
                    spot.draw_words(sheet, column);
                }
            }
        })
    }
}

/// What has no colour of its own is grey.
fn grey(tone: Tone) -> Tone {
    if tone == Tone::Plain { Tone::Rest } else { tone }
}

/// Where everything stands.
struct Plan<'s> {
    columns: Vec<Column>,
    strips: Vec<Strip<'s>>,
    height: f64,
}

struct Column {
    left: f64,
    /// Where its words are placed, and whether they end there.
    words: (f64, bool),
    /// Whether flows run behind its words.
    over: bool,
    room: f64,
    /// Whether amounts stand with the names.
    amounts: bool,
    spots: Vec<Spot>,
}

struct Spot {
    top: f64,
    height: f64,
    /// Middle of the words.
    middle: f64,
    label: Vec<String>,
    text: String,
    size: f64,
}

struct Strip<'s> {
    flow: &'s Flow,
    from: (f64, f64),
    to: (f64, f64),
    thickness: f64,
}

impl<'s> Plan<'s> {
    fn new(chart: &'s Sankey) -> Option<Self> {
        let values = chart.node_values();
        let total = values.iter().map(|layer| layer.iter().sum::<f64>()).fold(0.0, f64::max);
        if total <= 0.0 {
            return None;
        }
        let unit = TALL / total;
        let mut columns: Vec<Column> = (0..chart.layers.len()).map(|at| chart.column(at)).collect();
        let narrow = chart.frame.is_narrow();
        let mut tallest = 0.0_f64;
        let mut heights = Vec::new();
        for ((column, layer), values) in columns.iter_mut().zip(&chart.layers).zip(&values) {
            let mut y = 0.0;
            for (node, value) in layer.nodes.iter().zip(values) {
                let mut spot = Spot::new(node, value * unit, column, narrow);
                y += spot.stand(y, narrow) + BETWEEN;
                column.spots.push(spot);
            }
            heights.push(y - BETWEEN);
            tallest = tallest.max(y - BETWEEN);
        }
        let top = if chart.layers.iter().all(|layer| layer.name.is_empty()) { 0.0 } else { 24.0 };
        for (column, height) in columns.iter_mut().zip(heights) {
            let down = top + (tallest - height) / 2.0;
            for spot in &mut column.spots {
                spot.top += down;
                spot.middle += down;
            }
        }
        let strips = chart.strips(&columns, unit);
        Some(Self { columns, strips, height: top + tallest + 4.0 })
    }
}

impl Sankey {
    /// What flows through each node: in or out, whichever is more.
    fn node_values(&self) -> Vec<Vec<f64>> {
        let through = |layer: usize, node: usize| {
            let sum = |is_here: &dyn Fn(&Flow) -> bool| -> f64 {
                self.flows.iter().filter(|flow| is_here(flow)).filter_map(Flow::value).sum()
            };
            let out = sum(&|flow| flow.layer == layer && flow.from == node);
            out.max(sum(&|flow| flow.layer + 1 == layer && flow.to == node))
        };
        let layers = self.layers.iter().enumerate();
        layers.map(|(at, layer)| (0..layer.nodes.len()).map(|node| through(at, node)).collect()).collect()
    }

    fn column(&self, at: usize) -> Column {
        let width = self.frame.width.units();
        let last = self.layers.len().saturating_sub(1);
        let spans = last.max(1) as f64;
        let (first_left, last_left) = if self.frame.is_narrow() {
            (0.0, width - NODE)
        } else {
            (BESIDE + 8.0, width - BESIDE - 8.0 - NODE)
        };
        let span = (last_left - first_left) / spans;
        let is_inner = at > 0 && at < last;
        // On a phone the words of the last layer end where it does, and those of an inner one begin where that does: it stands
        // nearer to the first, and has its name alone in the room between them.
        let nearer = if self.frame.is_narrow() && is_inner { 0.84 } else { 1.0 };
        let left = first_left + span * at as f64 * nearer;
        let (words, over, room) = if self.frame.is_narrow() {
            let outer = width / (spans + 1.0) - 4.0;
            let room = if is_inner { width - outer - 6.0 - left } else { outer };
            (if at == last && at > 0 { (width, true) } else { (left, false) }, true, room)
        } else if at == 0 {
            ((left - 8.0, true), false, BESIDE)
        } else if at == last {
            ((left + NODE + 8.0, false), false, BESIDE)
        } else {
            ((left + NODE + 6.0, false), true, span - NODE - 30.0)
        };
        let amounts = !(self.frame.is_narrow() && is_inner);
        Column { left, words, over, room, amounts, spots: Vec::new() }
    }

    /// The strips of the flows: at each node in the order of the nodes at their other ends, so that few cross.
    fn strips(&self, columns: &[Column], unit: f64) -> Vec<Strip<'_>> {
        let mut order: Vec<&Flow> = self
            .flows
            .iter()
            .filter(|flow| flow.value().is_some())
            .filter(|flow| {
                let has = |column: usize, node| columns.get(column).is_some_and(|it| it.spots.len() > node);
                has(flow.layer, flow.from) && has(flow.layer + 1, flow.to)
            })
            .collect();
        order.sort_by_key(|flow| (flow.layer, flow.from, flow.to));
        let mut out: Vec<Vec<f64>> = columns.iter().map(|column| vec![0.0; column.spots.len()]).collect();
        let mut into = out.clone();
        let mut strips = Vec::new();
        for flow in order {
            let (here, next) = (&columns[flow.layer], &columns[flow.layer + 1]);
            let thickness = flow.value * unit;
            let (below_from, below_to) =
                (&mut out[flow.layer][flow.from], &mut into[flow.layer + 1][flow.to]);
            strips.push(Strip {
                flow,
                from: (here.left + NODE, here.spots[flow.from].top + *below_from),
                to: (next.left, next.spots[flow.to].top + *below_to),
                thickness,
            });
            *below_from += thickness;
            *below_to += thickness;
        }
        strips
    }
}

impl Spot {
    fn new(node: &Node, height: f64, column: &Column, narrow: bool) -> Self {
        let room = column.room;
        let size = if narrow { SMALL } else { TEXT };
        Self {
            top: 0.0,
            height,
            middle: 0.0,
            label: measure::wrap(&node.label, size, room, 4),
            text: if column.amounts { measure::cut(&node.text, SMALL, room) } else { String::new() },
            size,
        }
    }

    fn leading(&self) -> f64 {
        if self.size < TEXT { SMALL_LEADING } else { LEADING }
    }

    fn words_height(&self) -> f64 {
        let text = if self.text.is_empty() { 0.0 } else { SMALL_LEADING };
        self.label.len() as f64 * self.leading() + text
    }

    /// Takes its place at `y`, and says how much room it takes.
    fn stand(&mut self, y: f64, narrow: bool) -> f64 {
        let words = self.words_height();
        if narrow {
            self.middle = y + words / 2.0;
            self.top = y + words + 2.0;
            words + 2.0 + self.height
        } else {
            let slot = words.max(self.height);
            self.middle = y + slot / 2.0;
            self.top = self.middle - self.height / 2.0;
            slot
        }
    }

    fn draw_words(&self, sheet: &Sheet<'_>, column: &Column) {
        // Over flows, grey would be hard to read.
        let (role, muted) = (Role::Text, if column.over { Role::Text } else { Role::Muted });
        let lettering = if self.size < TEXT { Lettering::small(role) } else { Lettering::of(role) };
        let top = self.middle - self.words_height() / 2.0;
        let label = self.label.len() as f64 * self.leading();
        let x = column.words.0;
        sheet.lines((x, top + label / 2.0), &self.label, self.leading(), column.lettering(lettering));
        let below = (x, top + label + SMALL_LEADING / 2.0);
        sheet.text(below, &self.text, column.lettering(Lettering::small(muted)));
    }
}

impl Column {
    fn lettering(&self, lettering: Lettering) -> Lettering {
        if self.words.1 { lettering.ending() } else { lettering }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect_file;

    use super::*;
    use crate::chart::Width;
    use crate::chart::reading::{Area, Drawing, assert_apart, frame};

    /// From, through, to, how much: the table that the figure of these tests draws.
    const TABLE: [(usize, usize, usize, f64); 7] = [
        (0, 0, 0, 40.0),
        (0, 1, 0, 25.0),
        (0, 1, 1, 5.0),
        (1, 0, 1, 12.0),
        (1, 2, 2, 8.0),
        (2, 1, 2, 9.0),
        (2, 2, 0, 1.0),
    ];

    fn node_values() -> [[f64; 3]; 3] {
        let mut values = [[0.0; 3]; 3];
        for (from, through, to, value) in TABLE {
            values[0][from] += value;
            values[1][through] += value;
            values[2][to] += value;
        }
        values
    }

    fn chart(width: Width) -> Sankey {
        let values = node_values();
        let names = [
            ("Sumber dana", ["Bantuan keuangan desa APBD provinsi", "Zakat & infak", "lainnya"]),
            ("Sektor", ["perumahan", "perlindungan sosial", "sanitasi"]),
            ("Kecamatan", ["Sukolilo", "Gunungwungkal", "kecamatan lainnya"]),
        ];
        let layer = |(at, (name, labels)): (usize, (&str, [&str; 3]))| Layer {
            name: name.into(),
            nodes: labels
                .into_iter()
                .zip(values[at])
                .zip([Tone::S1, Tone::S2, Tone::Plain])
                .map(|((label, value), tone)| Node {
                    label: label.into(),
                    text: format!("Rp{value} juta"),
                    tone: if at == 0 { tone } else { Tone::Plain },
                    simulated: label == "lainnya",
                })
                .collect(),
        };
        let mut flows: Vec<Flow> = Vec::new();
        let mut add = |layer, from, to, value, tone| match flows
            .iter_mut()
            .find(|it| (it.layer, it.from, it.to) == (layer, from, to))
        {
            Some(flow) => flow.value += value,
            None => flows.push(Flow {
                layer,
                from,
                to,
                value,
                tone,
                title: format!("{from}, {to}"),
                simulated: false,
            }),
        };
        for (from, through, to, value) in TABLE {
            add(0, from, through, value, [Tone::S1, Tone::S2, Tone::Plain][from]);
            add(1, through, to, value, Tone::Plain);
        }
        Sankey {
            frame: Frame { width, ..frame() },
            layers: names.into_iter().enumerate().map(layer).collect(),
            flows,
        }
    }

    fn drawing(width: Width) -> Drawing {
        Drawing::read(&chart(width).draw("x", Locale::Id))
    }

    fn nodes(drawing: &Drawing) -> Vec<Area> {
        let classes = ["bar s1", "bar s2", "bar rest", "bar rest sim"];
        let mut nodes: Vec<Area> = classes.iter().flat_map(|class| drawing.rects(class)).collect();
        nodes.sort_by(|a, b| a.left.total_cmp(&b.left).then(a.top.total_cmp(&b.top)));
        nodes
    }

    #[test]
    fn every_mark_is_as_high_as_its_row_and_stands_where_the_rows_above_it_end() {
        for width in [Width::Wide, Width::Narrow] {
            let drawing = drawing(width);
            let nodes = nodes(&drawing);
            let values = node_values();
            let unit = TALL / 100.0;
            for (node, value) in nodes.iter().zip(values.concat()) {
                assert!((node.height() - value * unit).abs() <= 0.11, "{node:?} {value}");
            }
            // Each strip begins below the strips of its node to nodes above, and ends likewise.
            let (mut out, mut into) = ([[0.0; 3]; 3], [[0.0; 3]; 3]);
            let strips: Vec<Vec<(f64, f64)>> =
                ["flow s1", "flow s2", "flow rest"].iter().flat_map(|class| drawing.paths(class)).collect();
            let mut flows = chart(width).flows;
            assert_eq!(strips.len(), flows.len());
            flows.sort_by_key(|flow| (flow.layer, flow.from, flow.to));
            for flow in flows {
                let node = |layer: usize, at: usize| nodes[layer * 3 + at];
                let (from, to) = (node(flow.layer, flow.from), node(flow.layer + 1, flow.to));
                let expected = [
                    (from.right, from.top + out[flow.layer][flow.from]),
                    (to.left, to.top + into[flow.layer + 1][flow.to]),
                ];
                let high = flow.value * unit;
                let is_near =
                    |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() <= 0.21 && (a.1 - b.1).abs() <= 0.21;
                let found = strips.iter().any(|strip| {
                    is_near(strip[0], expected[0])
                        && is_near(strip[1], expected[1])
                        && (strip[2].1 - strip[1].1 - high).abs() <= 0.11
                });
                assert!(found, "{flow:?} {expected:?} in {strips:?}");
                out[flow.layer][flow.from] += high;
                into[flow.layer + 1][flow.to] += high;
            }
        }
    }

    #[test]
    fn all_layers_hold_the_same_total() {
        let chart = chart(Width::Wide);
        for layer in chart.node_values() {
            assert!((layer.iter().sum::<f64>() - 100.0).abs() < 1e-9);
        }
        let nodes = nodes(&drawing(Width::Wide));
        for column in nodes.chunks(3) {
            let high: f64 = column.iter().map(Area::height).sum();
            assert!((high - TALL).abs() <= 0.31, "{column:?}");
        }
        assert_apart(&nodes);
    }

    #[test]
    fn words_keep_apart_and_inside_however_thin_their_nodes_are() {
        for width in [Width::Wide, Width::Narrow] {
            let mut chart = chart(width);
            // A crowd of thin nodes with long names beside one that takes nearly all.
            for (layer, count) in chart.layers.iter_mut().zip([6, 8, 9]) {
                let long = |at: usize| Node {
                    label: format!("Bantuan keuangan kepada desa dan kelompok {at}"),
                    text: "Rp1,25 miliar".into(),
                    ..Node::default()
                };
                layer.nodes = (0..count).map(long).collect();
            }
            let thin = |at: usize| {
                let value = if at == 0 { 1e9 } else { 1.0 };
                [(0, at.min(5), at.min(7)), (1, at.min(7), at)].map(|(layer, from, to)| Flow {
                    layer,
                    from,
                    to,
                    value,
                    ..Flow::default()
                })
            };
            chart.flows = (0..9).flat_map(thin).collect();
            let drawing = Drawing::read(&chart.draw("x", Locale::Id));
            drawing.assert_texts_apart();
            drawing.assert_texts_inside();
        }
    }

    #[test]
    fn the_smallest_strip_is_drawn_last() {
        let svg = chart(Width::Narrow).draw("x", Locale::Id);
        let last = svg.rfind("class=\"flow").map(|at| &svg[at..]).unwrap();
        let strips = Drawing::read(&format!("<svg><path {last}")).paths("flow rest");
        let high = |strip: &Vec<(f64, f64)>| strip[2].1 - strip[1].1;
        assert!(high(strips.last().unwrap()) <= 2.9, "{strips:?}");
    }

    #[test]
    fn a_flow_of_nothing_or_to_nowhere_is_not_drawn() {
        let mut chart = chart(Width::Wide);
        chart.flows.push(Flow { value: 0.0, ..Flow::default() });
        chart.flows.push(Flow { value: f64::NAN, ..Flow::default() });
        let flow = Flow { layer: 2, value: 1.0, ..Flow::default() };
        chart.flows.push(flow);
        chart.flows.push(Flow { to: 99, value: 1.0, ..Flow::default() });
        let svg = chart.draw("x", Locale::Id);
        assert_eq!(svg.matches("<path class=\"flow").count(), TABLE.len() + 6);
    }

    #[test]
    fn it_is_the_golden_drawing_that_was_looked_at() {
        expect_file!["golden/sankey.svg"].assert_eq(&chart(Width::Wide).draw("x", Locale::Id));
        expect_file!["golden/sankey-narrow.svg"].assert_eq(&chart(Width::Narrow).draw("x", Locale::Id));
    }
}
