// The published report: where it is, and one page of every kind in both languages.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Address of the served report, as `run.js` found it. */
export const address = new URL(set('REPORT_ADDRESS'));
/** The folder that is served. */
export const folder = set('REPORT_FOLDER');
/** The same of the reports of a country, of which there is one. */
const country = { address: new URL(set('COUNTRY_ADDRESS')), folder: set('COUNTRY_FOLDER') };

function set(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; start the tests with: node run.js`);
  return value;
}

/** The largest and the smallest page below a folder: the fullest one, and the one with the least to say. */
function extremes(parent, isOne = () => true) {
  const keys = readdirSync(join(folder, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isOne(entry.name))
    .map((entry) => ({ key: entry.name, size: statSync(join(folder, parent, entry.name, 'index.html')).size }))
    .sort((one, other) => one.size - other.size || one.key.localeCompare(other.key))
    .map((entry) => entry.key);
  return { fullest: keys.at(-1), barest: keys[0] };
}

const isSimulated = (key) => key.startsWith('sim-');
const village = extremes('desa');
const district = extremes('kecamatan').fullest;
const agency = extremes('opd').fullest;
const partner = extremes('mitra', (key) => !isSimulated(key)).fullest;
const simulatedPartner = extremes('mitra', isSimulated).fullest;

/** Kind of page, its address in Indonesian and in English. */
const kinds = [
  ['overview', '', 'en/'],
  ['villages', 'desa/', 'en/villages/'],
  ['accompanied village', `desa/${village.fullest}/`, `en/villages/${village.fullest}/`],
  ['bare village', `desa/${village.barest}/`, `en/villages/${village.barest}/`],
  ['districts', 'kecamatan/', 'en/districts/'],
  ['district', `kecamatan/${district}/`, `en/districts/${district}/`],
  ['agencies', 'opd/', 'en/agencies/'],
  ['agency', `opd/${agency}/`, `en/agencies/${agency}/`],
  ['stakeholders', 'mitra/', 'en/stakeholders/'],
  ['stakeholder', `mitra/${partner}/`, `en/stakeholders/${partner}/`],
  ['simulated stakeholder', `mitra/${simulatedPartner}/`, `en/stakeholders/${simulatedPartner}/`],
  ['funding', 'dana/', 'en/funding/'],
  ['registry', 'pendataan/', 'en/registry/'],
  ['evaluation', 'evaluasi/', 'en/evaluation/'],
  ['follow-up', 'tindak-lanjut/', 'en/follow-up/'],
  ['data', 'data/', 'en/data/'],
  ['method', 'metode/', 'en/method/'],
  ['whole report', 'laporan/', 'en/report/'],
  ['search', 'cari/', 'en/search/'],
  ['figure', 'gambar/dana/tahun/', 'en/figures/dana/tahun/'],
  ['figure of a village', `gambar/desa/${village.fullest}/jadwal/`, `en/figures/desa/${village.fullest}/jadwal/`],
  ['map of areas', `gambar/kecamatan/${district}/peta-angka/`, `en/figures/kecamatan/${district}/peta-angka/`],
  ['embedded figure', 'gambar/kemiskinan/sematan/', 'en/figures/kemiskinan/embed/'],
  // Two folders deep, since the page must find its style sheets from anywhere.
  ['not found', 'tidak/ada/', 'en/not/there/'],
];

/** The pages that lead to the reports of a country, and one that leads back to them. */
const kindsOfCountry = [
  ['country', '', 'en/'],
  ['province', '33/', 'en/33/'],
  ['report of a country', '33/33.18/', '33/33.18/en/'],
];

/** One page of every kind in both languages, but for those of a country: `{ kind, path, url, isFound }`. */
const ofReport = kinds.flatMap(([kind, ...paths]) =>
  paths.map((path) => ({ kind, path, url: new URL(path, address).href, isFound: kind !== 'not found' })),
);

/** The same of a country, with the `file` of each. */
export const ofCountry = kindsOfCountry.flatMap(([kind, ...paths]) =>
  paths.map((path) => ({
    kind,
    path: `${path} of the country`,
    url: new URL(path, country.address).href,
    file: join(country.folder, path, 'index.html'),
    isFound: true,
  })),
);

/** One page of every kind in both languages. */
export const pages = [...ofReport, ...ofCountry];
