// What a page gains with scripts: tables that sort and filter, values of charts where one points, buttons that copy.
// The pages are complete without it. Nothing is fetched, and nothing moves when it begins.
'use strict';

(() => {
  const { lang } = document.documentElement;
  const say = (id, en) => (lang === 'en' ? en : id);
  const make = (name, properties) => Object.assign(document.createElement(name), properties);

  // One place in which screen readers hear what changed.
  const status = make('p', { className: 'hidden' });
  status.setAttribute('role', 'status');
  document.body.append(status);
  const announce = (text) => {
    status.textContent = text;
  };

  // Tables

  const collator = new Intl.Collator(lang, { numeric: true, sensitivity: 'base' });
  /** What stands for a value that is not there or not told; last in any order. */
  const ABSENT = ['[x]', '[c]', '[z]'];

  /** The value of a cell: a number where machines can read one, else its text; undefined where there is none. */
  function valueOf(cell) {
    const data = cell.querySelector('data');
    const text = (data?.value ?? cell.textContent).trim();
    if (text === '' || ABSENT.some((code) => text.startsWith(code))) return undefined;
    return data && text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  }

  function compare(one, other) {
    if (one === undefined || other === undefined) return (one === undefined) - (other === undefined);
    if (typeof one === 'number' && typeof other === 'number') return one - other;
    return collator.compare(one, other);
  }

  function sortBy(table, column, header, label) {
    const isDown = header.getAttribute('aria-sort') === 'ascending';
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    header.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row.cells[column]) }));
    rows.sort((one, other) => {
      const order = compare(one.value, other.value);
      const hasBoth = one.value !== undefined && other.value !== undefined;
      return isDown && hasBoth ? -order : order;
    });
    body.append(...rows.map(({ row }) => row));
    const way = isDown ? say('menurun', 'descending') : say('menaik', 'ascending');
    announce(say(`Diurutkan menurut ${label}, ${way}`, `Sorted by ${label}, ${way}`));
  }

  function makeSortable(table) {
    if (table.tBodies[0]?.rows.length < 2) return;
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const label = header.textContent.trim();
      const button = make('button', { type: 'button', className: 'sort', textContent: label });
      button.addEventListener('click', () => sortBy(table, column, header, label));
      header.replaceChildren(button);
    });
  }

  function makeFilterable(table) {
    const rows = [...table.tBodies[0].rows];
    const place = table.closest('.scroll').previousElementSibling;
    // Long tables have a place for it, which the style sheet keeps free.
    if (!place?.matches('[data-filter]')) return;
    let texts;
    const label = make('label', { className: 'filter', textContent: `${say('Saring baris', 'Filter rows')} ` });
    const field = make('input', { type: 'search', autocomplete: 'off' });
    const count = make('span', {});
    label.append(field, ' ', count);
    field.addEventListener('input', () => {
      const asked = field.value.toLocaleLowerCase(lang).trim();
      texts ??= new Map(rows.map((row) => [row, row.textContent.toLocaleLowerCase(lang)]));
      let shown = 0;
      for (const [row, text] of texts) {
        row.hidden = !text.includes(asked);
        if (!row.hidden) shown += 1;
      }
      const told = say(`${shown} dari ${rows.length} baris`, `${shown} of ${rows.length} rows`);
      count.textContent = asked ? told : '';
      announce(told);
    });
    place.append(label);
  }

  // A page may have twenty tables: one after the other, with room between them for what the reader does.
  const tables = [...document.querySelectorAll('.scroll > table')].filter((it) => it.tHead && it.tBodies[0]);
  function enhance() {
    const table = tables.shift();
    if (!table) return;
    makeSortable(table);
    makeFilterable(table);
    setTimeout(enhance);
  }
  enhance();

  // Charts: what one points at, or walks to with the arrow keys, is read from the table.

  /** A row of the table in words: its header, then each value with the header of its column. */
  function words(row) {
    const headers = [...row.closest('table').tHead.rows[0].cells];
    const values = [...row.cells].slice(1).map((cell, at) => [headers[at + 1].textContent.trim(), cell.textContent.trim()]);
    return { title: row.cells[0].textContent.trim(), values: values.filter(([, value]) => value !== ABSENT[0]) };
  }

  /**
   * The places of a drawing that have something to tell, in its units: `x` or `y` alone for what spans its height or
   * width, a box for panels and tiles. A drawing names them in the order of the rows of its table.
   */
  function placesOf(svg, rows) {
    const boxOf = (rect) => {
      const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(rect.getAttribute(name)));
      return { x, y, width, height };
    };
    const { x, y, box } = svg.dataset;
    const numbers = (x ?? y ?? box)?.split(' ').map(Number) ?? [];
    if (box && numbers.length === rows.length * 4) {
      return rows.map((row, at) => {
        const [left, top, width, height] = numbers.slice(at * 4);
        return { box: { x: left, y: top, width, height }, ...words(row) };
      });
    }
    // A drawing that does not fit its table tells nothing rather than something wrong.
    // Rows below one another may end before those of the table do.
    if ((x && numbers.length === rows.length) || (y && numbers.length <= rows.length)) {
      return numbers.map((at, index) => ({ [x ? 'x' : 'y']: at, ...words(rows[index]) }));
    }
    return [...svg.querySelectorAll(':scope > g > g > title, a > title')].map(({ parentNode: mark, textContent }) => {
      const address = mark.getAttribute('href');
      const row = address && rows.find(({ cells }) => cells[0].querySelector('a')?.getAttribute('href') === address);
      return { mark, box: boxOf(mark.querySelector('rect')), ...(row ? words(row) : { title: textContent, values: [] }) };
    });
  }

  function makeReadable(graphic) {
    const figure = graphic.closest('figure');
    const table = figure.querySelector('table') ?? document.querySelector('main table');
    if (!table?.tBodies[0]) return;
    // Rows in the order of the drawing, however the table is sorted later.
    const rows = [...table.tBodies[0].rows];
    if (!graphic.querySelector('svg:is([data-x], [data-y], [data-box]), a > title, g > g > title')) return;
    const drawings = new Map();
    const tip = make('div', { className: 'tip', hidden: true });
    const cursor = make('div', { className: 'cursor', hidden: true });
    graphic.append(cursor, tip);
    let at = -1;

    // Read when somebody first points, so that a page of many drawings is not slow to begin.
    function prepare() {
      for (const svg of graphic.querySelectorAll('svg')) {
        const places = placesOf(svg, rows);
        if (places.length > 0) drawings.set(svg, places);
        for (const { mark } of places) {
          if (!mark) continue;
          // The browser's own tooltip would stand over ours; its text stays the name of the link.
          const own = mark.querySelector('title');
          if (mark.localName === 'a') mark.setAttribute('aria-label', own.textContent);
          own.remove();
        }
      }
    }

    function shown() {
      if (drawings.size === 0) prepare();
      return [...drawings.keys()].find((svg) => svg.getBoundingClientRect().width > 0);
    }

    function close() {
      at = -1;
      tip.hidden = true;
      cursor.hidden = true;
    }

    function open(svg, index, isAnnounced) {
      if (index === at) return;
      at = index;
      const place = drawings.get(svg)[index];
      tip.replaceChildren(make('strong', { textContent: place.title }));
      for (const [name, value] of place.values) tip.append(make('span', { textContent: `${name}: ${value}` }));
      tip.hidden = false;
      cursor.hidden = false;
      const [area, frame, { width }] = [svg.getBoundingClientRect(), graphic.getBoundingClientRect(), svg.viewBox.baseVal];
      const unit = area.width / width;
      const [left, top] = [area.left - frame.left, area.top - frame.top];
      const { x = 0, y = 0, box } = place;
      cursor.className = `cursor ${box ? 'box' : 'x' in place ? 'across' : 'down'}`;
      // Beside a row of names, so that the line crosses none of them.
      const row = { x: -8, y: y - 10, width: 0, height: 20 };
      const edges = box ?? ('x' in place ? { x, y: 0, width: 0, height: svg.viewBox.baseVal.height } : row);
      Object.assign(cursor.style, {
        left: `${left + edges.x * unit}px`,
        top: `${top + edges.y * unit}px`,
        width: `${edges.width * unit}px`,
        height: `${edges.height * unit}px`,
      });
      // Beside the mark, within the figure.
      const beside = left + (edges.x + edges.width) * unit + 12;
      const room = frame.width - tip.offsetWidth;
      const before = left + edges.x * unit - tip.offsetWidth - 12;
      tip.style.left = `${'y' in place ? Math.max(room, 0) : beside <= room ? beside : Math.max(before, 0)}px`;
      const below = top + (edges.y + edges.height) * unit + 8;
      tip.style.top = `${'x' in place ? top : below}px`;
      if (isAnnounced) announce([place.title, ...place.values.map(([name, value]) => `${name}: ${value}`)].join('; '));
    }

    function nearest(svg, event) {
      const matrix = svg.getScreenCTM();
      if (!matrix) return -1;
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      const far = drawings.get(svg).map((place) => {
        const { x, y, box } = place;
        if (!box) return x === undefined ? Math.abs(y - point.y) : Math.abs(x - point.x);
        const isIn = point.x >= box.x && point.x <= box.x + box.width && point.y >= box.y && point.y <= box.y + box.height;
        return isIn ? 0 : Infinity;
      });
      const least = Math.min(...far);
      return least < 60 ? far.indexOf(least) : -1;
    }

    graphic.addEventListener('pointermove', (event) => {
      const svg = shown();
      // What one points at stays while one reaches for it.
      if (!svg || tip.contains(event.target)) return;
      const index = nearest(svg, event);
      if (index < 0) close();
      else open(svg, index, false);
    });
    graphic.addEventListener('pointerleave', close);
    graphic.addEventListener('focusin', ({ target }) => {
      const svg = shown();
      const index = svg ? drawings.get(svg).findIndex(({ mark }) => mark && mark === target) : -1;
      // Links say themselves what they are.
      if (index >= 0) open(svg, index, false);
    });
    graphic.addEventListener('focusout', close);
    graphic.addEventListener('keydown', (event) => {
      const svg = shown();
      if (event.key === 'Escape') close();
      if (!svg || event.target !== graphic) return;
      const last = drawings.get(svg).length - 1;
      const steps = {
        ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last,
      };
      if (!(event.key in steps)) return;
      event.preventDefault();
      open(svg, Math.min(Math.max(steps[event.key], 0), last), true);
    });
    // Drawings with links have the keyboard already.
    if (!graphic.querySelector('a')) {
      graphic.tabIndex = 0;
      graphic.setAttribute('role', 'group');
      const name = figure.querySelector('h3, h1')?.textContent ?? document.querySelector('h1')?.textContent ?? '';
      const hint = say('tombol panah membacakan nilainya', 'arrow keys read its values');
      graphic.setAttribute('aria-label', `${name.trim()}: ${hint}`);
    }
  }

  for (const graphic of document.querySelectorAll('.graphic')) makeReadable(graphic);

  // Copying

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Pages from a disk or without TLS have no clipboard of the new kind.
      const field = make('textarea', { value: text, className: 'hidden' });
      document.body.append(field);
      field.select();
      const isCopied = document.execCommand('copy');
      field.remove();
      return isCopied;
    }
  }

  const own = location.href.replace(/[?#].*/, '');
  const copied = {
    cite: (element) => `${element.textContent.trim()} ${own}`,
    query: (element) => element.textContent,
    embed: (element) =>
      `<iframe src="${element.href}" title="${document.querySelector('h1').textContent.replace(/["&<>]/g, '').trim()}" width="100%" height="560" loading="lazy"></iframe>`,
  };
  for (const tool of document.querySelectorAll('[data-copy]')) {
    const { copy: kind, label } = tool.dataset;
    const button = make('button', { type: 'button', textContent: label });
    const source = document.getElementById(kind);
    if (!source) continue;
    button.addEventListener('click', async () => {
      const isCopied = await copy(copied[kind](source));
      button.textContent = isCopied ? say('Disalin', 'Copied') : say('Tidak dapat disalin', 'Cannot be copied');
      announce(`${label}: ${button.textContent}`);
      setTimeout(() => {
        button.textContent = label;
      }, 3000);
    });
    tool.append(button);
  }
})();
