//! From places on the earth to cells of a grid: one cell each, neighbours kept near.

/// A cell of a grid, counted from its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// From the left, that is from the west.
    pub column: usize,
    /// From the top, that is from the north.
    pub row: usize,
}

/// Cells per place. A little room to spare keeps the outline and lets the sea be empty.
const SPARE: f64 = 1.3;

/// A cell for each `(latitude, longitude)` in degrees, in the order given.
///
/// No two share a cell, and the sum of squared distances between places and their cells is the
/// least there is on a grid of the same proportions. Around 400 places take some milliseconds.
/// A place that is no number goes to the middle.
#[must_use]
pub fn place(centroids: &[(f64, f64)]) -> Vec<Cell> {
    if centroids.is_empty() {
        return Vec::new();
    }
    let points = projected(centroids);
    let bounds = |pick: fn(&(f64, f64)) -> f64| {
        let values = points.iter().map(pick);
        values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let (west, east) = bounds(|point| point.0);
    let (north, south) = bounds(|point| point.1);
    let (columns, rows) = grid(points.len(), east - west, south - north);

    let onto = |value: f64, low: f64, high: f64, cells: usize| {
        let part = if high > low { (value - low) / (high - low) } else { 0.5 };
        part * (cells - 1) as f64
    };
    let wanted: Vec<(f64, f64)> =
        points.iter().map(|(x, y)| (onto(*x, west, east, columns), onto(*y, north, south, rows))).collect();
    let spots: Vec<(f64, f64)> =
        (0..columns * rows).map(|cell| ((cell % columns) as f64, (cell / columns) as f64)).collect();
    let cost = |item: usize, cell: usize| {
        let ((x, y), spot) = (wanted[item], spots[cell]);
        let (dx, dy) = (x - spot.0, y - spot.1);
        dx * dx + dy * dy
    };
    let cells = assign(points.len(), columns * rows, cost);
    trimmed(cells.into_iter().map(|cell| Cell { column: cell % columns, row: cell / columns }).collect())
}

/// Equal lengths in both directions, x to the east and y to the south.
fn projected(centroids: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let known = |(lat, lon): &(f64, f64)| lat.abs() <= 90.0 && lon.abs() <= 360.0;
    let count = centroids.iter().filter(|place| known(place)).count().max(1) as f64;
    let sum = centroids
        .iter()
        .filter(|place| known(place))
        .fold((0.0, 0.0), |sum, place| (sum.0 + place.0, sum.1 + place.1));
    let middle = (sum.0 / count, sum.1 / count);
    let shrink = middle.0.to_radians().cos();
    let place = |place: &(f64, f64)| {
        let (lat, lon) = if known(place) { *place } else { middle };
        (lon * shrink, -lat)
    };
    centroids.iter().map(place).collect()
}

/// Columns and rows with room for `count` and the proportions of `width` by `height`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small positive counts")]
fn grid(count: usize, width: f64, height: f64) -> (usize, usize) {
    let cells = (count as f64 * SPARE).ceil();
    let ratio = if width > 0.0 && height > 0.0 { (width / height).clamp(0.1, 10.0) } else { 1.0 };
    let columns = (cells * ratio).sqrt().round().clamp(1.0, cells);
    let rows = (cells / columns).ceil();
    (columns as usize, rows as usize)
}

/// Without the empty rows and columns around.
fn trimmed(mut cells: Vec<Cell>) -> Vec<Cell> {
    let column = cells.iter().map(|cell| cell.column).min().unwrap_or(0);
    let row = cells.iter().map(|cell| cell.row).min().unwrap_or(0);
    for cell in &mut cells {
        cell.column -= column;
        cell.row -= row;
    }
    cells
}

/// The cheapest way to give each of `items` its own of at least as many `cells`: the Hungarian
/// method with potentials (Kuhn 1955, in the form of Jonker and Volgenant 1987, one shortest
/// augmenting path per item), at most `items² · cells` steps.
fn assign(items: usize, cells: usize, cost: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    // Index 0 of the cells is a stand-in that holds the item to be placed; items count from 1.
    let mut item_potential = vec![f64::INFINITY; items + 1];
    let mut cell_potential = vec![0.0; cells + 1];
    let mut holder = vec![0_usize; cells + 1];
    let mut came_from = vec![0_usize; cells + 1];
    // Most items can have the cell that they like best, and need no path.
    let mut left = Vec::new();
    for (item, least) in item_potential.iter_mut().enumerate().skip(1) {
        let mut nearest = 0;
        for cell in 1..=cells {
            let cost = cost(item - 1, cell - 1);
            if cost < *least {
                (*least, nearest) = (cost, cell);
            }
        }
        if nearest != 0 && holder[nearest] == 0 {
            holder[nearest] = item;
        } else {
            left.push(item);
        }
    }
    for item in left {
        holder[0] = item;
        let (mut at, mut length) = (0, 0.0);
        let mut shortest = vec![f64::INFINITY; cells + 1];
        let mut open: Vec<usize> = (1..=cells).collect();
        let mut done = Vec::new();
        while holder[at] != 0 {
            done.push((at, length));
            let holding = holder[at];
            let behind = length - item_potential[holding];
            let (mut step, mut next, mut place) = (f64::INFINITY, 0, 0);
            for (here, &cell) in open.iter().enumerate() {
                let reduced = behind + cost(holding - 1, cell - 1) - cell_potential[cell];
                if reduced < shortest[cell] {
                    shortest[cell] = reduced;
                    came_from[cell] = at;
                }
                if shortest[cell] < step || (shortest[cell] <= step && cell < next) {
                    (step, next, place) = (shortest[cell], cell, here);
                }
            }
            open.swap_remove(place);
            (at, length) = (next, step);
        }
        for (cell, reached) in done {
            item_potential[holder[cell]] += length - reached;
            cell_potential[cell] -= length - reached;
        }
        while at != 0 {
            let before = came_from[at];
            holder[at] = holder[before];
            at = before;
        }
    }
    let mut assigned = vec![0; items];
    for (cell, &item) in holder.iter().enumerate().skip(1).filter(|(_, item)| **item != 0) {
        assigned[item - 1] = cell - 1;
    }
    assigned
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Places spread without a pattern, denser in the middle as villages are.
    fn villages(count: u32) -> Vec<(f64, f64)> {
        let noise =
            |seed: u32| f64::from(seed.wrapping_mul(2_654_435_761) >> 8) / f64::from(1_u32 << 24) - 0.5;
        (0..count)
            .map(|index| {
                let spread = 0.2 + noise(index * 3).abs();
                (-6.75 + noise(index * 3 + 1) * spread, 111.03 + noise(index * 3 + 2) * spread)
            })
            .collect()
    }

    #[test]
    fn tiles_never_overlap() {
        for count in [1, 2, 21, 406] {
            let cells = place(&villages(count));
            assert_eq!(cells.iter().collect::<HashSet<_>>().len(), count as usize);
        }
    }

    #[test]
    fn a_regular_grid_is_kept_as_it_is() {
        let centroids: Vec<(f64, f64)> =
            (0..16).map(|index| (f64::from(-(index / 4)), 111.0 + f64::from(index % 4))).collect();
        let cells = place(&centroids);
        for pair in cells.chunks(4) {
            assert!(
                pair.windows(2).all(|pair| pair[0].row == pair[1].row && pair[0].column < pair[1].column)
            );
        }
        assert!(cells.windows(5).all(|pair| pair[0].row < pair[4].row));
    }

    #[test]
    fn north_is_up_and_west_is_left() {
        let cells = place(&[(-6.5, 111.0), (-7.0, 111.0), (-6.5, 111.4), (-7.0, 111.4)]);
        assert!(cells[0].row < cells[1].row && cells[0].column < cells[2].column);
        assert_eq!(cells[0].row, cells[2].row);
    }

    #[test]
    fn places_that_are_one_and_places_that_are_none_have_cells_too() {
        let same = place(&[(-6.75, 111.0); 9]);
        assert_eq!(same.iter().collect::<HashSet<_>>().len(), 9);
        let odd = place(&[(f64::NAN, 111.0), (f64::INFINITY, 0.0), (1e300, 1.0), (-6.7, 111.0)]);
        assert_eq!(odd.iter().collect::<HashSet<_>>().len(), 4);
        assert!(place(&[]).is_empty());
    }
}
