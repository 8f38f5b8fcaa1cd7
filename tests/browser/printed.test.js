// Printed, a page is black on white and without what only leads elsewhere.

import { everyKind, setDetails, useBrowser } from './browser.js';

useBrowser();

const claim = everyKind({}, async (tab, page, ask) => {
  await tab.goto(page.url);
  await tab.emulateMedia({ media: 'print' });
  await ask();
});

claim('every kind of page becomes a PDF', async (tab) => {
  const pdf = await tab.pdf({ format: 'A4' });
  // A sheet without a word takes some 6 kB.
  const isWhole = pdf.subarray(0, 5).toString() === '%PDF-' && pdf.length > 10_000;
  return isWhole ? [] : [`its PDF has ${pdf.length} bytes`];
});

claim('a village takes two to four sheets', async (tab, page) => {
  if (!page.kind.endsWith('village') || page.kind.startsWith('figure')) return [];
  const pdf = await tab.pdf({ preferCSSPageSize: true });
  const sheets = pdf.toString('latin1').match(/\/Type \/Page$/gm).length;
  return sheets >= 2 && sheets <= 4 ? [] : [`takes ${sheets} sheets`];
});

claim('paper has no navigation, black text, and figures in one piece', async (tab) => {
  await setDetails(tab, true);
  return tab.evaluate(() => {
    const found = [];
    for (const element of document.querySelectorAll('nav:not(.contents), .skip, .language, .jump, .files, summary')) {
      if (element.checkVisibility()) found.push(`shows <${element.localName} class="${element.className}">`);
    }
    const { color, backgroundColor } = getComputedStyle(document.body);
    if (color !== 'rgb(0, 0, 0)') found.push(`its text is ${color}`);
    if (backgroundColor !== 'rgb(255, 255, 255)') found.push(`its ground is ${backgroundColor}`);
    for (const figure of document.querySelectorAll('figure')) {
      if (getComputedStyle(figure).breakInside !== 'avoid') found.push(`#${figure.id} may be cut in two`);
      const drawings = [...figure.querySelectorAll('svg.chart:not(.spark)')].filter((svg) => svg.checkVisibility());
      if (drawings.length !== 1) found.push(`#${figure.id} shows ${drawings.length} drawings`);
    }
    for (const scroll of document.querySelectorAll('.scroll')) {
      if (getComputedStyle(scroll).overflowX !== 'visible') found.push('a table keeps columns to itself');
    }
    return found;
  });
});
