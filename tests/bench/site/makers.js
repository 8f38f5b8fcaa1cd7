// Who makes the pages, each as its users would run it.

import { cp, mkdir, writeFile } from 'node:fs/promises';

import { path } from '../project.js';

/** The day of the data, so that each run makes the same pages. */
export const TODAY = '2026-11-25';

/** What the report is made by: its options, beside where it comes from and goes to. */
export function sitegen(program, database, ...options) {
  const arguments_ = ['build', '--database', database, '--today', TODAY, ...options];
  return { program, arguments: (out) => [...arguments_, '--out', out] };
}

/** A project with the pages as its data, in a folder of its name below another one. */
async function project(name, above, data, pages) {
  const folder = `${above}/${name}`;
  await cp(path('tests/bench/site', name), folder, { recursive: true });
  await mkdir(`${folder}/${data}`, { recursive: true });
  const listed = [...pages].map(([at, page]) => ({ path: at, ...page }));
  await writeFile(`${folder}/${data}/pages.json`, JSON.stringify(listed));
  return folder;
}

/** Hugo, which makes a page for each record of its data. */
export async function hugo(above, pages) {
  const folder = await project('hugo', above, 'data', pages);
  return {
    // The package has the program itself below a launcher in Python, which takes as long as some builds.
    program: process.env.HUGO,
    arguments: (out) => ['--quiet', '--source', folder, '--destination', out],
  };
}

/** Eleventy, which does the same by pagination. */
export async function eleventy(above, pages) {
  const folder = await project('eleventy', above, '_data', pages);
  // Modules of the tests are none of its business.
  await writeFile(`${folder}/package.json`, '{ "type": "module" }\n');
  const program = path('tests/bench/node_modules/@11ty/eleventy/cmd.cjs');
  return {
    program: process.execPath,
    arguments: (out) => [program, '--quiet', `--input=${folder}`, `--output=${out}`],
    folder,
  };
}
