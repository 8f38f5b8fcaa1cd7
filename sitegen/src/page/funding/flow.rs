//! Where money comes from, what it is for, and where it goes.

use std::collections::BTreeMap;

use crate::chart::{Flow, Layer, Node, Sankey, Tone};
use crate::data::record::Transaction;
use crate::data::vocabulary::{AmountState, TransactionKind, Vocabulary as _};
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

use super::super::query;
use super::{rows_of, sentence, years_of};

/// The most nodes of sources, sectors and kecamatan that are named; the rest is put together.
const NAMED: [usize; 3] = [5, 7, 8];

/// Keys of the nodes that put the rest together. No record has such a key. What is simulated has a node of its own among
/// the sources.
const REST: &str = "~";
const REST_SIMULATED: &str = "~simulated";

/// The colours of the sources, the largest first.
const TONES: [Tone; 4] = [Tone::S1, Tone::S2, Tone::S3, Tone::S4];

/// Money of one source for one sector in one kecamatan.
#[derive(Clone, Debug)]
struct Strand {
    keys: [String; 3],
    amount: i64,
    simulated: bool,
}

/// A node of a layer with what flows through it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Through {
    key: String,
    amount: i64,
    simulated: bool,
}

/// What flows between two nodes of neighbouring layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link {
    layer: usize,
    from: usize,
    to: usize,
    amount: i64,
    simulated: bool,
}

/// Three layers and what flows between them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Flows {
    layers: [Vec<Through>; 3],
    links: Vec<Link>,
}

impl Flows {
    /// Puts the smaller nodes of each layer together, sorts the others by amount, and adds up what flows between them.
    fn of(mut strands: Vec<Strand>) -> Self {
        strands.retain(|it| it.amount > 0);
        let layers = [0, 1, 2].map(|layer| layer_of(&mut strands, layer));
        let mut between: BTreeMap<(usize, usize, usize), (i64, bool)> = BTreeMap::new();
        let at =
            |layer: usize, key: &str| layers[layer].iter().position(|it| it.key == key).unwrap_or_default();
        for strand in &strands {
            for layer in 0..2 {
                let (from, to) = (at(layer, &strand.keys[layer]), at(layer + 1, &strand.keys[layer + 1]));
                let sum = between.entry((layer, from, to)).or_default();
                *sum = (sum.0 + strand.amount, sum.1 || strand.simulated);
            }
        }
        let link = |((layer, from, to), (amount, simulated))| Link { layer, from, to, amount, simulated };
        Self { layers, links: between.into_iter().map(link).collect() }
    }

    fn total(&self) -> i64 {
        self.layers[0].iter().map(|it| it.amount).sum()
    }
}

/// The nodes of a layer, the largest first and the rest at the end; the strands are given the keys of their nodes.
fn layer_of(strands: &mut [Strand], layer: usize) -> Vec<Through> {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for strand in &*strands {
        *sums.entry(&strand.keys[layer]).or_default() += strand.amount;
    }
    let mut order: Vec<(&str, i64)> = sums.into_iter().collect();
    order.sort_by_key(|(key, amount)| (std::cmp::Reverse(*amount), *key));
    let named: Vec<String> = order.into_iter().take(NAMED[layer]).map(|(key, _)| key.to_owned()).collect();
    let mut nodes: Vec<Through> = Vec::new();
    for strand in strands {
        if !named.contains(&strand.keys[layer]) {
            let apart = layer == 0 && strand.simulated;
            if apart { REST_SIMULATED } else { REST }.clone_into(&mut strand.keys[layer]);
        }
        match nodes.iter_mut().find(|it| it.key == strand.keys[layer]) {
            Some(node) => {
                node.amount += strand.amount;
                node.simulated |= strand.simulated;
            }
            None => nodes.push(Through {
                key: strand.keys[layer].clone(),
                amount: strand.amount,
                simulated: strand.simulated,
            }),
        }
    }
    nodes.sort_by(|a, b| {
        let rank = |it: &Through| (it.key.starts_with(REST), std::cmp::Reverse(it.amount));
        rank(a).cmp(&rank(b)).then_with(|| a.key.cmp(&b.key))
    });
    nodes
}

/// The figure of cash that was spent; none where no amount is known.
pub fn figure(scribe: &Scribe<'_, '_>, spent: &[(&Transaction, i64)]) -> Option<Figure> {
    let locale = scribe.locale;
    let strands = spent.iter().map(|(row, left)| Strand {
        keys: [
            row.funding_source.key.clone(),
            row.sector.map(crate::data::vocabulary::Sector::name).unwrap_or_default(),
            district(scribe, row),
        ],
        amount: *left,
        simulated: row.simulated,
    });
    let flows = Flows::of(strands.collect());
    let names = names(scribe, &flows, spent);
    let first = |layer: usize| Some((names[layer].first()?.as_str(), flows.layers[layer].first()?.amount));
    let title = {
        let is_simulated = flows.links.iter().any(|it| it.simulated);
        sentence::flow(locale, (flows.total(), is_simulated), first(0)?, first(1)?)
    };
    let period = years_of(scribe, &rows_of(spent));
    let place = scribe.region_name(&scribe.linked.data.regency);
    let unknown = spent.iter().filter(|(row, _)| row.amount_state == AmountState::Unknown).count();
    let mut notes = vec![
        scribe
            .say(
                "Lebar aliran sebanding dengan jumlahnya. Warna menurut sumber dana; dari sektor ke kecamatan abu-abu, \
                 karena di sana dana beberapa sumber menyatu.",
                "The width of a flow is to scale. Colour by source; grey from sector to kecamatan, where the money of \
                 several sources runs together.",
            )
            .to_owned(),
    ];
    if unknown > 0 {
        let unstated = sentence::unstated(locale, unknown);
        notes.push(say!(
            locale,
            "{unstated} tidak dapat digambar.",
            "Not drawn, as it cannot be: {unstated}."
        ));
    }
    let sketch = Sketch {
        id: "aliran",
        desc: description(scribe, &flows, &names, &place, &period),
        period: period.clone(),
        meaning: meaning::money(scribe),
        query: query::stage(
            query::OUTSIDE_REGENCY_BUDGET,
            TransactionKind::Expenditure,
            "{ fundingSource: { key: true } }, { sector: true }, { district: { code: true } }, \
             { region: { district: { code: true } } }",
            "fundingSource { key } sector district { code } region { district { code } }",
        ),
        title,
        subtitle: say!(
            locale,
            "Uang tunai dari luar APBD kabupaten yang dipakai, dari sumber melalui sektor ke kecamatan, {place}, {period}",
            "Cash from outside the regency budget that was spent, from source through sector to kecamatan, {place}, \
             {period}"
        ),
        table: table(scribe, &flows, &names),
        notes,
        sources: spent.iter().map(|(row, _)| row.source.key.clone()).collect(),
    };
    let layers = layers(scribe, &flows, &names);
    let links = drawn(scribe, &flows, &names);
    Some(
        scribe.draw(sketch, |frame| Box::new(Sankey { frame, layers: layers.clone(), flows: links.clone() })),
    )
}

/// Code of the kecamatan that money goes to; empty where it is for the whole regency.
fn district(scribe: &Scribe<'_, '_>, row: &Transaction) -> String {
    let code = row.region.code.as_str();
    let of_village = scribe.linked.village(code).map(|village| village.district.code.clone());
    of_village.or_else(|| scribe.linked.district(code).map(|it| it.code.clone())).unwrap_or_default()
}

/// Names of the nodes of each layer.
fn names(scribe: &Scribe<'_, '_>, flows: &Flows, spent: &[(&Transaction, i64)]) -> [Vec<String>; 3] {
    let locale = scribe.locale;
    let apart = flows.layers[0].iter().filter(|it| it.key.starts_with(REST)).count() > 1;
    let rest = |key: &str| match key {
        REST_SIMULATED if apart => locale.say("sumber lain (simulasi)", "other sources (simulated)"),
        REST if apart => locale.say("sumber lain (sumber publik)", "other sources (public record)"),
        _ => locale.say("sumber lainnya", "other sources"),
    };
    // Money for the whole regency is not money for a kecamatan.
    let is_whole_put_together = spent.iter().any(|(row, left)| *left > 0 && district(scribe, row).is_empty())
        && flows.layers[2].iter().all(|it| !it.key.is_empty());
    let sector = |key: &str| {
        let found = spent.iter().filter_map(|(row, _)| row.sector).find(|sector| sector.name() == key);
        found.map_or(locale.say("tidak disebut", "not stated"), |sector| sector.label(locale))
    };
    let place = |key: &str| match scribe.linked.district(key) {
        Some(district) => district.name.clone(),
        None => locale.say("tingkat kabupaten", "the whole regency").to_owned(),
    };
    let name = |layer: usize, key: &str| match (layer, key) {
        (0, REST | REST_SIMULATED) => rest(key).to_owned(),
        (0, key) => scribe.linked.funding_source(key).map_or(key, |fund| scribe.fund_name(fund)).to_owned(),
        (1, REST) => locale.say("sektor lainnya", "other sectors").to_owned(),
        (1, key) => sector(key).to_owned(),
        (_, REST) if is_whole_put_together => {
            locale.say("lainnya, termasuk tingkat kabupaten", "others and the whole regency").to_owned()
        }
        (_, REST) => locale.say("kecamatan lainnya", "other kecamatan").to_owned(),
        (_, key) => place(key),
    };
    [0, 1, 2].map(|layer| flows.layers[layer].iter().map(|it| name(layer, &it.key)).collect())
}

fn description(
    scribe: &Scribe<'_, '_>,
    flows: &Flows,
    names: &[Vec<String>; 3],
    place: &str,
    period: &str,
) -> String {
    let locale = scribe.locale;
    let [sources, sectors, places] = [0, 1, 2].map(|at| flows.layers[at].len().to_string());
    let write = |link: Option<&Link>| {
        let Some(link) = link else { return String::new() };
        let (from, to) = (&names[link.layer][link.from], &names[link.layer + 1][link.to]);
        let amount = locale.rupiah_short(link.amount);
        say!(locale, "{from} ke {to}, {amount}", "{from} to {to}, {amount}")
    };
    let most = write(flows.links.iter().max_by_key(|it| it.amount));
    let least = write(flows.links.iter().min_by_key(|it| it.amount));
    say!(
        locale,
        "Diagram Sankey uang tunai yang dipakai, {place}, {period}: {sources} sumber, {sectors} sektor, {places} tempat. \
         Aliran terbesar dari {most}; terkecil dari {least}. Tabel di bawah.",
        "Sankey diagram of cash spent, {place}, {period}: {sources} sources, {sectors} sectors, {places} places. Largest \
         flow from {most}; smallest from {least}. Table below."
    )
}

fn table(scribe: &Scribe<'_, '_>, flows: &Flows, names: &[Vec<String>; 3]) -> Table {
    let total = flows.total();
    let rows = flows.links.iter().map(|link| {
        let share = link.amount as f64 / total as f64 * 100.0;
        vec![
            Cell::text(&*names[link.layer][link.from]),
            Cell::text(&*names[link.layer + 1][link.to]),
            Cell::number(scribe.locale.rupiah(link.amount), link.amount).marked(link.simulated),
            Cell::rounded(scribe.locale, share, 1),
        ]
    });
    Table::new(
        scribe.say(
            "Setiap aliran: dari sumber ke sektor, lalu dari sektor ke kecamatan",
            "Every flow: from source to sector, then from sector to kecamatan",
        ),
        &[
            scribe.say("Dari", "From"),
            scribe.say("Ke", "To"),
            scribe.say("#Jumlah (rupiah)", "#Amount (rupiah)"),
            scribe.say("#Bagian dari seluruhnya (persen)", "#Share of the total (per cent)"),
        ],
        rows.collect(),
    )
}

fn layers(scribe: &Scribe<'_, '_>, flows: &Flows, names: &[Vec<String>; 3]) -> Vec<Layer> {
    let titles = [
        scribe.say("Sumber dana", "Source"),
        scribe.say("Sektor", "Sector"),
        scribe.say("Kecamatan", "Kecamatan"),
    ];
    let layer = |(at, title): (usize, &str)| Layer {
        name: title.to_owned(),
        nodes: flows.layers[at]
            .iter()
            .zip(&names[at])
            .enumerate()
            .map(|(place, (through, name))| Node {
                label: name.clone(),
                text: scribe.locale.rupiah_short(through.amount),
                tone: if at == 0 { tone(through, place) } else { Tone::Plain },
                simulated: through.simulated,
            })
            .collect(),
    };
    titles.into_iter().enumerate().map(layer).collect()
}

/// The colour of a source by its place; what is put together is grey.
fn tone(source: &Through, place: usize) -> Tone {
    let named = !source.key.starts_with(REST);
    TONES.get(place).copied().filter(|_| named).unwrap_or(Tone::Plain)
}

fn drawn(scribe: &Scribe<'_, '_>, flows: &Flows, names: &[Vec<String>; 3]) -> Vec<Flow> {
    let flow = |link: &Link| {
        let (from, to) = (&names[link.layer][link.from], &names[link.layer + 1][link.to]);
        let amount = scribe.locale.rupiah_short(link.amount);
        Flow {
            layer: link.layer,
            from: link.from,
            to: link.to,
            value: link.amount as f64,
            tone: if link.layer == 0 { tone(&flows.layers[0][link.from], link.from) } else { Tone::Plain },
            title: format!("{from} → {to}: {amount}"),
            simulated: link.simulated,
        }
    };
    flows.links.iter().map(flow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strand(keys: [&str; 3], amount: i64, simulated: bool) -> Strand {
        Strand { keys: keys.map(str::to_owned), amount, simulated }
    }

    fn many() -> Vec<Strand> {
        let of = |at: usize| {
            let keys = [format!("fund-{}", at % 9), format!("sector-{}", at % 10), format!("33.18.{at:02}")];
            Strand {
                keys,
                amount: 10 + i64::try_from(at).unwrap_or_default(),
                simulated: at.is_multiple_of(3),
            }
        };
        (0..21).map(of).collect()
    }

    #[test]
    fn the_total_is_the_same_in_all_layers_and_between_them() {
        let all: i64 = many().iter().map(|it| it.amount).sum();
        let flows = Flows::of(many());
        for layer in &flows.layers {
            assert_eq!(layer.iter().map(|it| it.amount).sum::<i64>(), all);
        }
        for layer in 0..2 {
            let between = flows.links.iter().filter(|link| link.layer == layer);
            assert_eq!(between.map(|link| link.amount).sum::<i64>(), all);
        }
        // What flows into a node flows out of it.
        for (at, node) in flows.layers[1].iter().enumerate() {
            let sum =
                |of: &dyn Fn(&&Link) -> bool| flows.links.iter().filter(of).map(|it| it.amount).sum::<i64>();
            assert_eq!(sum(&|it| it.layer == 0 && it.to == at), node.amount);
            assert_eq!(sum(&|it| it.layer == 1 && it.from == at), node.amount);
        }
    }

    #[test]
    fn only_the_largest_are_named_and_the_rest_stands_last() {
        let flows = Flows::of(many());
        let named = |layer: usize| flows.layers[layer].iter().filter(|it| !it.key.starts_with(REST)).count();
        assert_eq!([0, 1, 2].map(named), NAMED);
        for layer in &flows.layers {
            let amounts: Vec<i64> =
                layer.iter().filter(|it| !it.key.starts_with(REST)).map(|it| it.amount).collect();
            assert!(amounts.is_sorted_by(|a, b| a >= b), "{amounts:?}");
            assert!(layer.last().is_some_and(|it| it.key.starts_with(REST)));
        }
    }

    #[test]
    fn simulated_and_real_money_share_no_source_however_small() {
        let mut strands: Vec<Strand> =
            (0..7).map(|at| strand([&format!("sim-{at}"), "HOUSING", "33.18.01"], 100, true)).collect();
        strands.push(strand(["baznas", "HOUSING", "33.18.01"], 1, false));
        let flows = Flows::of(strands);
        let rest: Vec<(&str, i64, bool)> =
            flows.layers[0][5..].iter().map(|it| (it.key.as_str(), it.amount, it.simulated)).collect();
        assert_eq!(rest, [(REST_SIMULATED, 200, true), (REST, 1, false)]);
        // Where they run together, the flow has the mark.
        assert!(flows.links.iter().filter(|it| it.layer == 1).all(|it| it.simulated));
    }

    #[test]
    fn nothing_flows_where_nothing_is_left() {
        let flows = Flows::of(vec![strand(["a", "b", "c"], 0, false), strand(["a", "b", "c"], -5, false)]);
        assert_eq!((flows.total(), flows.links.len()), (0, 0));
    }
}
