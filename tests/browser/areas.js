// Boundaries for the report of the tests, so that it has maps of areas too. Nobody's: a hexagon around each place.

import { writeFile } from 'node:fs/promises';

/** Rows per question: the most that the gateway gives. */
const PAGE = 100;
const CORNERS = 6;

/** Writes the boundaries of all kecamatan and of all villages that a gateway knows; returns the two files. */
export async function writeAreas(api, folder) {
  const files = [];
  for (const list of ['districts', 'villages']) {
    const file = `${folder}/${list}.geojson`;
    const features = hexagons(await places(api, list));
    await writeFile(file, JSON.stringify({ type: 'FeatureCollection', features }));
    files.push(file);
  }
  return files;
}

async function places(api, list) {
  const query = `query ($after: String) {
    ${list}(first: ${PAGE}, after: $after) { nodes { code longitude latitude } pageInfo { hasNextPage endCursor } }
  }`;
  const found = [];
  for (let after = null, more = true; more; ) {
    const response = await fetch(new URL('graphql', api), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { after } }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(`the gateway refused: ${errors[0].message}`);
    found.push(...data[list].nodes);
    ({ hasNextPage: more, endCursor: after } = data[list].pageInfo);
  }
  return found.filter(({ longitude, latitude }) => longitude !== null && latitude !== null);
}

/** So large that they come close to each other and do not meet. */
function hexagons(all) {
  const apart = (one, other) => Math.hypot(one.longitude - other.longitude, one.latitude - other.latitude);
  return all.map((place) => {
    const nearest = Math.min(...all.filter((other) => other !== place).map((other) => apart(place, other)).filter(Boolean));
    const corner = (at) => {
      const angle = (2 * Math.PI * (at % CORNERS)) / CORNERS;
      return [place.longitude + 0.45 * nearest * Math.cos(angle), place.latitude + 0.45 * nearest * Math.sin(angle)];
    };
    return {
      type: 'Feature',
      properties: { kode: place.code },
      geometry: { type: 'Polygon', coordinates: [Array.from({ length: CORNERS + 1 }, (_, at) => corner(at))] },
    };
  });
}
