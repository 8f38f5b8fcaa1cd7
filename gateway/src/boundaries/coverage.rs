//! Simplification of areas that lie side by side: a line that two of them share is one line, and stays one.
//!
//! Lines run between junctions, the points where more than two lines meet. Each loses the bends that matter least, by the
//! method of Visvalingam and Whyatt (1993, Cartographic Journal 30:1): the bend whose triangle covers least goes first. A
//! bend stays where something lies within its triangle, so that no two lines ever cross.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use rstar::{AABB, RTree};

use super::geometry::{Point, Ring, Shape};

/// Metres of a degree of latitude, and of longitude at the equator.
const METRES: (f64, f64) = (110_574.0, 111_320.0);

/// Different points before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Simplified {
    /// Points that were given.
    pub from: usize,
    /// Points that are left.
    pub to: usize,
}

/// Drops the bends that cover less than `detail` times `detail` metres.
pub fn simplify(shapes: &mut [Shape], detail: f64) -> Simplified {
    let junctions = Junctions::of(shapes);
    let mut lines = Lines::default();
    let rings: Vec<Vec<Piece>> =
        shapes.iter().flat_map(Shape::rings).map(|ring| lines.take(ring, &junctions)).collect();
    let from = junctions.neighbours.len();
    lines.simplify(detail);
    let mut rings = rings.iter().map(|pieces| lines.ring(pieces));
    for ring in shapes.iter_mut().flat_map(|shape| shape.0.iter_mut().flatten()) {
        if let Some(simple) = rings.next() {
            *ring = simple;
        }
    }
    Simplified { from, to: Junctions::of(shapes).neighbours.len() }
}

/// What each point is joined to.
struct Junctions {
    neighbours: HashMap<Point, Vec<Point>>,
}

impl Junctions {
    fn of(shapes: &[Shape]) -> Self {
        let mut neighbours: HashMap<Point, Vec<Point>> = HashMap::new();
        for ring in shapes.iter().flat_map(Shape::rings) {
            for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                for (of, other) in [(from, to), (to, from)] {
                    let known = neighbours.entry(*of).or_default();
                    if !known.contains(other) {
                        known.push(*other);
                    }
                }
            }
        }
        Self { neighbours }
    }

    /// Whether lines meet or end there.
    fn has(&self, point: Point) -> bool {
        self.neighbours.get(&point).is_none_or(|of| of.len() != 2)
    }
}

/// A line as part of a ring.
#[derive(Clone, Copy, Debug)]
struct Piece {
    line: usize,
    is_reversed: bool,
}

/// The lines of all rings, each once.
#[derive(Debug, Default)]
struct Lines {
    lines: Vec<Vec<Point>>,
    known: HashMap<Vec<Point>, usize>,
}

impl Lines {
    /// Takes a ring apart at its junctions.
    fn take(&mut self, ring: &Ring, junctions: &Junctions) -> Vec<Piece> {
        let first = ring.iter().position(|point| junctions.has(*point));
        // One that meets nothing begins at the same point whichever area it belongs to.
        let lowest = || ring.iter().enumerate().min_by_key(|(_, point)| **point).map_or(0, |(at, _)| at);
        let start = first.unwrap_or_else(lowest);
        let around = ring.iter().cycle().skip(start).take(ring.len() + 1).copied();
        let mut pieces = Vec::new();
        let mut line: Vec<Point> = Vec::new();
        for point in around {
            line.push(point);
            if line.len() > 1 && (junctions.has(point) || Some(&point) == ring.get(start)) {
                pieces.push(self.piece(std::mem::replace(&mut line, vec![point])));
            }
        }
        pieces
    }

    fn piece(&mut self, line: Vec<Point>) -> Piece {
        let reversed: Vec<Point> = line.iter().rev().copied().collect();
        let is_reversed = reversed < line;
        let line = if is_reversed { reversed } else { line };
        let next = self.lines.len();
        let at = *self.known.entry(line).or_insert_with_key(|line| {
            self.lines.push(line.clone());
            next
        });
        Piece { line: at, is_reversed }
    }

    /// A ring put together again.
    fn ring(&self, pieces: &[Piece]) -> Ring {
        let mut ring = Ring::new();
        for piece in pieces {
            let line = &self.lines[piece.line];
            // The last point is the first of the next line.
            if piece.is_reversed {
                ring.extend(line.iter().skip(1).rev());
            } else {
                ring.extend(line.iter().take(line.len() - 1));
            }
        }
        ring
    }

    /// How many points a line keeps between its ends, so that no ring becomes a stroke.
    fn least(&self) -> Vec<usize> {
        let ends = |line: &Vec<Point>| {
            let (first, last) = (line.first().copied(), line.last().copied());
            (first.min(last), first.max(last))
        };
        let mut between: HashMap<_, usize> = HashMap::new();
        for line in &self.lines {
            *between.entry(ends(line)).or_default() += 1;
        }
        let least = |line: &Vec<Point>| match (line.first() == line.last(), between[&ends(line)]) {
            (true, _) => 2,
            (false, 1) => 0,
            (false, _) => 1,
        };
        self.lines.iter().map(least).collect()
    }

    fn simplify(&mut self, detail: f64) {
        let mut bends = Bends::of(&self.lines, self.least());
        bends.drop_below(detail * detail);
        self.lines = bends.lines(self.lines.len());
    }
}

/// Place in metres, near enough for one regency or country.
type Metres = [f64; 2];

#[derive(Debug)]
struct Vertex {
    point: Point,
    place: Metres,
    line: usize,
    /// None at the ends of a line, which stay.
    between: Option<(usize, usize)>,
    is_dropped: bool,
    /// Goes up when a neighbour is dropped.
    state: u32,
}

struct Bends {
    vertices: Vec<Vertex>,
    /// Points between the ends of each line, and how many must stay.
    inner: Vec<(usize, usize)>,
    places: RTree<Metres>,
}

impl Bends {
    fn of(lines: &[Vec<Point>], least: Vec<usize>) -> Self {
        let latitudes: Vec<f64> = lines.iter().flatten().map(|point| f64::from(point.1) / 1e6).collect();
        let middle = latitudes.iter().sum::<f64>() / latitudes.len().max(1) as f64;
        let of_longitude = METRES.1 * middle.to_radians().cos();
        let mut vertices: Vec<Vertex> = Vec::with_capacity(latitudes.len());
        for (line, points) in lines.iter().enumerate() {
            let end = points.len() - 1;
            for (at, point) in points.iter().enumerate() {
                let own = vertices.len();
                vertices.push(Vertex {
                    point: *point,
                    place: [f64::from(point.0) / 1e6 * of_longitude, f64::from(point.1) / 1e6 * METRES.0],
                    line,
                    between: (at > 0 && at < end).then(|| (own - 1, own + 1)),
                    is_dropped: false,
                    state: 0,
                });
            }
        }
        let mut places: Vec<Metres> = vertices.iter().map(|vertex| vertex.place).collect();
        places.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        places.dedup();
        let inner = lines.iter().map(|line| line.len() - 2).zip(least).collect();
        Self { vertices, inner, places: RTree::bulk_load(places) }
    }

    fn triangle(&self, at: usize) -> Option<[Metres; 3]> {
        let (before, after) = self.vertices[at].between?;
        Some([self.vertices[before].place, self.vertices[at].place, self.vertices[after].place])
    }

    fn drop_below(&mut self, least: f64) {
        let mut queue: BinaryHeap<Reverse<(u64, usize, u32)>> = BinaryHeap::new();
        let ask = |bends: &Self, at: usize| {
            let covered = bends.triangle(at).map(area).filter(|covered| *covered < least)?;
            Some(Reverse((square_centimetres(covered), at, bends.vertices[at].state)))
        };
        queue.extend((0..self.vertices.len()).filter_map(|at| ask(self, at)));
        while let Some(Reverse((_, at, state))) = queue.pop() {
            let vertex = &self.vertices[at];
            let (inner, stay) = self.inner[vertex.line];
            if vertex.is_dropped || vertex.state != state || inner <= stay || !self.is_empty_around(at) {
                continue;
            }
            let Some((before, after)) = vertex.between else { continue };
            self.places.remove(&vertex.place);
            self.inner[vertex.line].0 -= 1;
            self.vertices[at].is_dropped = true;
            for neighbour in [before, after] {
                let vertex = &mut self.vertices[neighbour];
                vertex.state += 1;
                if let Some((left, right)) = &mut vertex.between {
                    if neighbour == before { *right = after } else { *left = before }
                }
                queue.extend(ask(self, neighbour));
            }
        }
    }

    /// Whether nothing else lies in the triangle of a bend or on its sides.
    fn is_empty_around(&self, at: usize) -> bool {
        let Some(triangle) = self.triangle(at) else { return false };
        let [a, b, c] = triangle;
        let corner = |pick: fn(f64, f64) -> f64| [pick(pick(a[0], b[0]), c[0]), pick(pick(a[1], b[1]), c[1])];
        let within = AABB::from_corners(corner(f64::min), corner(f64::max));
        self.places
            .locate_in_envelope(within)
            .all(|place| triangle.contains(place) || !is_inside(*place, triangle))
    }

    fn lines(&self, count: usize) -> Vec<Vec<Point>> {
        let mut lines = vec![Vec::new(); count];
        for vertex in self.vertices.iter().filter(|vertex| !vertex.is_dropped) {
            lines[vertex.line].push(vertex.point);
        }
        lines
    }
}

/// Twice the area of a triangle, above zero where its corners run counter-clockwise.
fn cross(a: Metres, b: Metres, c: Metres) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

fn area([a, b, c]: [Metres; 3]) -> f64 {
    cross(a, b, c).abs() / 2.0
}

/// Whole numbers have one order.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an area below the detail asked for"
)]
fn square_centimetres(metres: f64) -> u64 {
    (metres * 1e4) as u64
}

fn is_inside(place: Metres, [a, b, c]: [Metres; 3]) -> bool {
    let sides = [cross(a, b, place), cross(b, c, place), cross(c, a, place)];
    sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::{RngExt as _, SeedableRng as _};
    use rand_chacha::ChaCha8Rng;

    use super::super::geometry::doubled_area;
    use super::*;

    /// Cells of a grid whose lines wander: neighbours share every point. One has a hole that another one fills.
    fn grid(side: usize, steps: usize, seed: u64) -> Vec<Shape> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut wander = |from: Point, to: Point| -> Vec<Point> {
            let part = |from: i32, to: i32, at: i32, of: i32| from + (to - from) * at / of;
            let of = i32::try_from(steps).unwrap_or(1);
            (0..=of)
                .map(|at| {
                    let mut jitter = || if at == 0 || at == of { 0 } else { random.random_range(-280..280) };
                    (part(from.0, to.0, at, of) + jitter(), part(from.1, to.1, at, of) + jitter())
                })
                .collect()
        };
        let at = |index: usize| i32::try_from(index).unwrap_or(0) * 40_000;
        let corner = |column: usize, row: usize| (111_000_000 + at(column), -6_800_000 + at(row));
        let mut across = HashMap::new();
        let mut up = HashMap::new();
        for row in 0..=side {
            for column in 0..=side {
                across.insert((column, row), wander(corner(column, row), corner(column + 1, row)));
                up.insert((column, row), wander(corner(column, row), corner(column, row + 1)));
            }
        }
        let cell = |column: usize, row: usize| -> Ring {
            let back = |line: &[Point]| line.iter().rev().copied().collect::<Vec<_>>();
            let sides = [
                across[&(column, row)].clone(),
                up[&(column + 1, row)].clone(),
                back(&across[&(column, row + 1)]),
                back(&up[&(column, row)]),
            ];
            sides.iter().flat_map(|line| line.iter().take(line.len() - 1).copied()).collect()
        };
        let mut shapes: Vec<Shape> =
            (0..side * side).map(|index| Shape(vec![vec![cell(index % side, index / side)]])).collect();
        let (x, y) = corner(0, 0);
        let island: Ring =
            vec![(10_000, 10_000), (20_000, 10_100), (30_000, 10_000), (30_000, 30_000), (10_000, 30_000)];
        let island: Ring = island.into_iter().map(|(east, north)| (x + east, y + north)).collect();
        shapes[0].0[0].push(island.iter().rev().copied().collect());
        shapes.push(Shape(vec![vec![island]]));
        shapes
    }

    fn edges(shapes: &[Shape]) -> Vec<(Point, Point)> {
        let of = |ring: &Ring| -> Vec<(Point, Point)> {
            ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)).collect()
        };
        shapes.iter().flat_map(Shape::rings).flat_map(of).collect()
    }

    fn whole(shapes: &[Shape]) -> i64 {
        shapes.iter().flat_map(Shape::rings).map(|ring| doubled_area(ring)).sum()
    }

    /// Whether two lines share more than an end of both.
    fn meet((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
        let turn = |a: Point, b: Point, c: Point| {
            let way = |from: i32, to: i32| i64::from(to) - i64::from(from);
            (way(a.0, b.0) * way(a.1, c.1) - way(a.1, b.1) * way(a.0, c.0)).signum()
        };
        turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
    }

    #[test]
    fn neighbours_keep_one_line_and_no_two_cross() {
        for seed in 0..20 {
            let mut shapes = grid(3, 60, seed);
            let (before, outline) = (whole(&shapes), edges(&shapes).len());
            let found = simplify(&mut shapes, 40.0);
            assert!(found.to * 4 < found.from * 3, "{found:?}");
            let edges = edges(&shapes);
            assert!(edges.len() * 4 < outline * 3, "{seed}");
            let known: HashSet<_> = edges.iter().copied().collect();
            assert_eq!(known.len(), edges.len(), "a line stands twice in one direction, seed {seed}");
            // Without its way back a line is on the outside, and those make up the outline of all.
            let outside: Vec<_> = edges.iter().filter(|(from, to)| !known.contains(&(*to, *from))).collect();
            let around: i64 = outside
                .iter()
                .map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1))
                .sum();
            assert_eq!(around, whole(&shapes), "there is a gap, seed {seed}");
            assert!((before - around).abs() * 20 < before, "the area is no longer the same, seed {seed}");
            for (at, one) in edges.iter().enumerate() {
                assert!(edges[at + 1..].iter().all(|other| !meet(*one, *other)), "lines cross, seed {seed}");
            }
            assert!(shapes.iter().flat_map(Shape::rings).all(|ring| ring.len() >= 3));
        }
    }

    #[test]
    fn detail_of_nothing_changes_nothing() {
        let given = grid(2, 10, 7);
        let mut kept = given.clone();
        simplify(&mut kept, 0.0);
        let sorted = |shapes: &[Shape]| {
            let mut edges = edges(shapes);
            edges.sort_unstable();
            edges
        };
        assert_eq!(sorted(&kept), sorted(&given));
    }

    #[test]
    fn a_small_area_does_not_become_a_stroke() {
        let square: Ring = vec![(0, 0), (10, 0), (10, 10), (0, 10)];
        let mut shapes = vec![Shape(vec![vec![square]])];
        simplify(&mut shapes, 1_000.0);
        assert_eq!(shapes[0].0[0][0].len(), 3);
    }
}
