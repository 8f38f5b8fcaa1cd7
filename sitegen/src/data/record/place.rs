//! Regions and their codes.

use std::hash::{Hash, Hasher};

use chrono::NaiveDate;

use crate::data::vocabulary::{CodeSystem, MatchMethod, RegionKind, RegionLevel};

use super::{
    DistrictCode, PageInfo, PageOfLevelsFields, PageOfRegionsFields, Paged, RegionCode, SourceKey, below,
    paged, schema,
};

/// A region above the village level, and villages too.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Region {
    /// Kemendagri code, dotted; `00` is the country.
    pub code: String,
    /// Level in the tree.
    pub level: RegionLevel,
    /// Legal kind.
    pub kind: RegionKind,
    /// Name without its kind.
    pub name: String,
    /// The region that it lies in.
    pub parent: Option<RegionCode>,
    /// First day on which it is valid.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it is no longer valid.
    pub valid_to: Option<NaiveDate>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "RegionConnection")]
struct RegionPage {
    nodes: Vec<Region>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "PageOfLevels")]
pub struct Regions {
    #[arguments(
        first: $first,
        after: $after,
        filter: { code: { startsWith: $within }, level: { in: $levels } },
        orderBy: [{ code: ASC }]
    )]
    regions: RegionPage,
}

paged!(Region, Regions, regions, PageOfLevels);

/// Degrees of latitude or longitude.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(transparent)]
pub struct Degrees(pub f64);

impl cynic::schema::IsScalar<f64> for Degrees {
    type SchemaType = f64;
}

impl Hash for Degrees {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.to_bits().hash(hasher);
    }
}

/// A latitude with its longitude, in degrees; 0 where they are not known.
fn position(latitude: Option<Degrees>, longitude: Option<Degrees>) -> (f64, f64) {
    (latitude.unwrap_or_default().0, longitude.unwrap_or_default().0)
}

impl District {
    /// Latitude and longitude of the rounded centroid, in degrees; 0 where they are not known.
    #[must_use]
    pub fn centroid(&self) -> (f64, f64) {
        position(self.latitude, self.longitude)
    }
}

impl Village {
    /// As [`District::centroid`].
    #[must_use]
    pub fn centroid(&self) -> (f64, f64) {
        position(self.latitude, self.longitude)
    }
}

/// A kecamatan.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct District {
    /// Kemendagri code, dotted; `00` is the country.
    pub code: String,
    /// Name without its kind.
    pub name: String,
    /// Where its government sits.
    pub seat: Option<String>,
    /// Latitude of the rounded centroid, degrees north.
    pub latitude: Option<Degrees>,
    /// Longitude of the rounded centroid, degrees east.
    pub longitude: Option<Degrees>,
    /// First day on which it is valid.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it is no longer valid.
    pub valid_to: Option<NaiveDate>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "DistrictConnection")]
struct DistrictPage {
    nodes: Vec<District>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "PageOfRegions")]
pub struct Districts {
    #[arguments(first: $first, after: $after, filter: { code: { in: $of } }, orderBy: [{ code: ASC }])]
    districts: DistrictPage,
}

paged!(District, Districts, districts, PageOfRegions);

/// A desa or kelurahan.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Village {
    /// Kemendagri code, dotted; `00` is the country.
    pub code: String,
    /// Legal kind.
    pub kind: RegionKind,
    /// Name without its kind.
    pub name: String,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Latitude of the rounded centroid, degrees north.
    pub latitude: Option<Degrees>,
    /// Longitude of the rounded centroid, degrees east.
    pub longitude: Option<Degrees>,
    /// First day on which it is valid.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it is no longer valid.
    pub valid_to: Option<NaiveDate>,
    /// The kecamatan.
    pub district: DistrictCode,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "VillageConnection")]
struct VillagePage {
    nodes: Vec<Village>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "PageOfRegions")]
pub struct Villages {
    #[arguments(first: $first, after: $after, filter: { code: { in: $of } }, orderBy: [{ code: ASC }])]
    villages: VillagePage,
}

paged!(Village, Villages, villages, PageOfRegions);

/// A code in another system.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct CodeAssignment {
    /// Whose code it is.
    pub system: CodeSystem,
    /// The code as that system writes it.
    pub code: String,
    /// The name in that system.
    pub name: String,
    /// How it was matched with the region.
    pub match_method: Option<MatchMethod>,
    /// First day on which it is valid.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it is no longer valid.
    pub valid_to: Option<NaiveDate>,
    /// The region.
    pub region: RegionCode,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CodeAssignmentConnection")]
struct CodeAssignmentPage {
    nodes: Vec<CodeAssignment>,
    page_info: PageInfo,
}

below!(
    $ CodeAssignment by CodeAssignments, ListsOfRegions: regions(code).code_assignments(orderBy: [{ code: ASC }]) of CodeAssignmentPage,
    "Region" in "RegionConnection",
    10 rows of 100
);

/// An area by RFC 7946: polygons of rings of positions, in degrees of WGS 84, longitude first.
#[derive(Clone, Debug, PartialEq, Hash, serde::Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub enum Geometry {
    /// One polygon.
    Polygon(Vec<Vec<(Degrees, Degrees)>>),
    /// Several.
    MultiPolygon(Vec<Vec<Vec<(Degrees, Degrees)>>>),
}

impl Geometry {
    /// The closed lines around it and around its holes.
    #[must_use]
    pub fn rings(&self) -> Vec<Vec<(f64, f64)>> {
        let rings = match self {
            Self::Polygon(rings) => rings.clone(),
            Self::MultiPolygon(polygons) => polygons.concat(),
        };
        // The first position of each stands at its end once more.
        let open = |mut ring: Vec<(Degrees, Degrees)>| {
            ring.pop();
            ring.into_iter().map(|(longitude, latitude)| (longitude.0, latitude.0)).collect()
        };
        rings.into_iter().map(open).collect()
    }
}

/// Where a region ends.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Boundary {
    /// The region.
    pub region: RegionCode,
    /// The area.
    pub geometry: Geometry,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "BoundaryConnection")]
struct BoundaryPage {
    nodes: Vec<Boundary>,
    page_info: PageInfo,
}

below!(
    $ Boundary by Boundaries, ListsOfRegions: regions(code).boundaries(orderBy: [{ region: { code: ASC } }]) of BoundaryPage,
    "Region" in "RegionConnection",
    1 rows of 100
);
