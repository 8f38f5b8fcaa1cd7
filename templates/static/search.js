// Search on the page of all names. The names come from the list on the page itself, what pages say from the index beside
// it, of which only the files that a question needs are fetched. Without this script, the list is still complete.
'use strict';

(() => {
  const isEnglish = document.documentElement.lang === 'en';
  const say = (id, en) => (isEnglish ? en : id);
  /** Results that are shown at once. */
  const SHOWN = 20;
  /** Lines of one file of texts, as the index is written. */
  const LINES = 64;

  const field = document.getElementById('q');
  const found = document.getElementById('found');
  const common = new Set(found.dataset.common.split(' '));

  // Words: the same as in sitegen/src/search/word.rs, which made the index.

  const wordsOf = (text) => text.replace(/['`‘’ʼ]/g, '').toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);

  function fold(word) {
    const spelled = word.replaceAll('oe', 'u').replaceAll('tj', 'c').replaceAll('dj', 'j').replaceAll('y', 'i');
    return spelled.replaceAll('h', '').replace(/([a-z])\1+/g, '$1') || word;
  }

  /** The Indonesian stemmer of Snowball, after F. Tala (2003): a prefix is given back the letter that it took. */
  function stemIndonesian(word) {
    let measure = (word.match(/[aeiou]/g) ?? []).length;
    let prefix = 0;
    const cut = (pattern, put = '') => {
      const shorter = word.replace(pattern, put);
      const isCut = shorter !== word;
      if (isCut) measure -= 1;
      word = shorter;
      return isCut;
    };
    const first = () => {
      const is = (kind, ...rules) => rules.some((rule) => cut(...rule)) && Boolean((prefix = kind));
      const vowel = '(?=[aeiou])';
      return (
        is(1, [RegExp(`^meny${vowel}`), 's'], [RegExp(`^mem${vowel}`), 'p'], [/^(meng|men|mem|me|di|ter)/]) ||
        is(3, [RegExp(`^peny${vowel}`), 's'], [RegExp(`^pem${vowel}`), 'p'], [/^(peng|pen|pem|ke)/])
      );
    };
    const second = () => {
      if (cut(/^pel(?=ajar)/)) return;
      if (cut(/^per?/)) prefix = 2;
      else if (cut(/^(ber|bel(?=ajar)|be(?=[^aeiou]er))/)) prefix = 4;
    };
    const suffix = () => {
      if (prefix < 2 || prefix > 3) if (cut(/kan$/)) return true;
      if (prefix !== 1 && cut(/an$/)) return true;
      return prefix <= 2 && cut(/(?<!s)i$/);
    };
    if (measure > 2) cut(/(kah|lah|pun)$/);
    if (measure > 2) cut(/(ku|mu|nya)$/);
    if (measure <= 2) return word;
    if (first()) {
      if (measure > 2 && suffix() && measure > 2) second();
    } else {
      second();
      if (measure > 2) suffix();
    }
    return word;
  }

  const STEP_2 = {
    ational: 'ate', tional: 'tion', enci: 'ence', anci: 'ance', izer: 'ize', abli: 'able', alli: 'al', entli: 'ent',
    eli: 'e', ousli: 'ous', ization: 'ize', ation: 'ate', ator: 'ate', alism: 'al', iveness: 'ive', fulness: 'ful',
    ousness: 'ous', aliti: 'al', iviti: 'ive', biliti: 'ble',
  };
  const STEP_3 = { icate: 'ic', ative: '', alize: 'al', iciti: 'ic', ical: 'ic', ful: '', ness: '' };
  const STEP_4 = /(ement|ment|ent|ance|ence|able|ible|ate|ive|ize|iti|al|ic|ism|er|ous|ant|ou|(?<=[st])ion)$/;

  /** The English stemmer of M. Porter (1980). */
  function stemEnglish(word) {
    word = word.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
    const region = (from) => from + (word.slice(from).match(/^.*?[aeiouy][^aeiouy]/)?.[0].length ?? Infinity);
    const one = region(0);
    const two = region(one);
    const hasVowel = (text) => /[aeiouy]/.test(text);
    const isShort = (text) => /[^aeiouy][aeiouy][^aeiouywxY]$/.test(text);
    const put = (ending, from, by) => {
      const at = word.length - ending.length;
      if (at >= from) word = word.slice(0, at) + by;
    };
    const ending = (pattern) => word.match(pattern)?.[0] ?? '';
    const step = (endings, from) => {
      const end = ending(RegExp(`(${Object.keys(endings).join('|')})$`));
      if (end) put(end, from, endings[end]);
    };
    word = word.replace(/sses$/, 'ss').replace(/ies$/, 'i').replace(/(?<!s)s$/, '');
    const past = ending(/(eed|ed|ing)$/);
    if (past === 'eed') put(past, one, 'ee');
    else if (past && hasVowel(word.slice(0, -past.length))) {
      word = word.slice(0, -past.length);
      if (/(at|bl|iz)$/.test(word)) word += 'e';
      else if (/([bdfgmnprt])\1$/.test(word)) word = word.slice(0, -1);
      else if (word.length === one && isShort(word)) word += 'e';
    }
    if (/y$/i.test(word) && hasVowel(word.slice(0, -1))) word = `${word.slice(0, -1)}i`;
    step(STEP_2, one);
    step(STEP_3, one);
    const last = ending(STEP_4);
    if (last) put(last, two, '');
    if (word.endsWith('e')) {
      const at = word.length - 1;
      if (at >= two || (at >= one && !isShort(word.slice(0, -1)))) word = word.slice(0, -1);
    }
    if (word.endsWith('ll') && word.length - 1 >= two) word = word.slice(0, -1);
    return word.toLowerCase();
  }

  const stemOf = (word) => fold((isEnglish ? stemEnglish : stemIndonesian)(word));

  /** How many letters are wrong, missing, too many or changed in order; `most` is enough to know. */
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const isSame = one[i - 1] === other[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (isSame ? 0 : 1));
        const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
        if (isSwapped) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last[other.length];
  }

  const tolerance = (word) => (word.length > 7 ? 2 : word.length > 3 ? 1 : 0);

  // The names, and the index.

  const names = [...document.querySelectorAll('.names li')].map((item) => {
    const link = item.querySelector('a');
    const place = item.querySelector('span').textContent;
    const words = wordsOf(link.textContent).map(fold);
    return {
      item, link, place, words,
      isPlace: /Kecamatan( |$)/.test(place) && !/^(Gambar|Figure)/.test(place),
      compact: words.join(''),
      digits: link.getAttribute('href').replace(/\D/g, ''),
      also: wordsOf(place).map(fold),
    };
  });

  const files = new Map();
  function load(file) {
    if (!files.has(file)) {
      const answer = fetch(`${file}.json`).then((answer) => {
        if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
        return answer.json();
      });
      // What failed on a bad connection is asked again next time.
      answer.catch(() => files.delete(file));
      files.set(file, answer);
    }
    return files.get(file);
  }

  function stemsBeginningWith(letter) {
    const shard = /[a-z]/.test(letter) ? letter : '0';
    return found.dataset.letters.includes(shard) ? load(`words/${shard}`) : {};
  }

  /** Lines and their pages, as `written` of sitegen/src/search.rs writes them. */
  function* read(lines) {
    let line = 0;
    for (const one of lines.split(';')) {
      const [by, runs] = one.split(':');
      line += parseInt(by, 36);
      const pages = [];
      let last = 0;
      for (const run of runs.split(',')) {
        const [first, more = '0'] = run.split('+');
        const start = last + parseInt(first, 36);
        last = start + parseInt(more, 36);
        for (let page = start; page <= last; page += 1) pages.push(page);
      }
      yield { line, pages };
    }
  }

  /** The stems that a word of the question means, each with its lines and how well it fits. */
  async function meant(word, isLast) {
    const stem = stemOf(word);
    const shard = await stemsBeginningWith(stem[0]);
    const fits = new Map();
    const add = (stem, lines, fit) => fits.set(stem, { lines, fit });
    if (shard[stem]) add(stem, shard[stem], 1);
    // The last word may only be begun.
    const begun = fold(word);
    if (isLast && begun.length > 2) {
      const others = Object.keys(shard).filter((it) => it !== stem && it.startsWith(begun));
      for (const other of others.slice(0, 30)) add(other, shard[other], 0.6);
    }
    if (fits.size > 0) return fits;
    const most = tolerance(stem);
    for (const other of Object.keys(shard)) {
      const wrong = most ? distance(stem, other, most) : 1;
      if (wrong <= most) add(other, shard[other], 0.5 / wrong);
    }
    // A prefix may have taken the first letter of the root, or be read as one that does.
    const roots = /^[aeiou]/.test(stem) ? [...'rtks'].map((letter) => letter + stem) : [];
    if (/^[mp]em[aeiou]/.test(word)) roots.push(stem.replace(/^p/, 'm'));
    for (const root of isEnglish ? [] : roots) {
      const lines = (await stemsBeginningWith(root[0]))[root];
      if (lines) add(root, lines, 0.8);
    }
    return fits;
  }

  /** For each page that holds a word: the weight of its best line. A line that many pages say weighs little. */
  async function pagesWith(word, isLast, stems) {
    const pages = new Map();
    for (const [stem, { lines, fit }] of await meant(word, isLast)) {
      stems.add(stem);
      for (const { line, pages: saying } of read(lines)) {
        const weight = fit * Math.log((names.length + 1) / saying.length);
        for (const page of saying) if (!(pages.get(page)?.weight >= weight)) pages.set(page, { weight, line });
      }
    }
    return pages;
  }

  /** How well the name of a page fits a word. */
  function named({ words, also }, word, isLast) {
    if (words.includes(word)) return 8;
    if (also.includes(word)) return 3;
    return isLast && word.length > 1 && words.some((it) => it.startsWith(word)) ? 4 : 0;
  }

  /** Pages with their scores, best first, and whether each holds all words. */
  async function answer(question) {
    const all = wordsOf(question);
    // A code is written with dots or without.
    const digits = question.replace(/\D/g, '');
    if (digits.length > 5 && all.every((word) => /^\d+$/.test(word))) {
      const hits = names.flatMap(({ digits: own }, page) => (own.startsWith(digits) ? [{ page, score: 0 }] : []));
      return { hits, isWhole: true, isComplete: true };
    }
    const telling = all.filter((word) => !common.has(word));
    const words = (telling.length ? telling : all).slice(0, 12);
    if (words.length === 0) return null;
    let isComplete = true;
    const stems = new Set();
    const lists = await Promise.all(
      words.map((word, at) =>
        pagesWith(word, at === words.length - 1, stems).catch(() => {
          isComplete = false;
          return new Map();
        }),
      ),
    );
    const compact = words.map(fold).join('');
    const hits = names.map((name, page) => {
      let [score, held, line, best] = [0, 0, undefined, 0];
      words.forEach((word, at) => {
        const said = lists[at].get(page);
        const byName = named(name, fold(word), at === words.length - 1);
        if (said || byName) held += 1;
        score += byName + (said?.weight ?? 0);
        if (said && said.weight > best) [best, line] = [said.weight, said.line];
      });
      const wrong = tolerance(compact) ? distance(compact, name.compact, tolerance(compact)) : 9;
      if (name.compact === compact) score += 30;
      else if (compact.length > 2 && name.compact.startsWith(compact)) score += 12;
      else if (wrong <= tolerance(compact)) score += 10 / wrong;
      if (score && (name.compact.startsWith(compact) || wrong <= tolerance(compact))) held = words.length;
      return { page, score, held, line };
    });
    const most = Math.max(...hits.map((hit) => hit.held));
    const kept = hits.filter((hit) => hit.held && hit.held === most);
    kept.sort((one, other) => other.score - one.score || one.page - other.page);
    return { hits: kept, isWhole: most === words.length, isComplete, stems };
  }

  // What is shown.

  function make(name, text, properties = {}) {
    return Object.assign(document.createElement(name), { textContent: text }, properties);
  }

  const mark = () => make('span', say('simulasi', 'simulated'), { className: 'sim' });
  const [status, list, rest] = found.children;

  /** A line around the first word that was meant, with what was meant in `<mark>`. */
  function snippet(text, stems) {
    const isSimulated = text.endsWith('\t');
    const pieces = text.trimEnd().split(/([^\s]+)/);
    // The index joins `perumahan`, whose stem lost a letter, to `rumah`.
    const isOf = (stem) => [stem, ...[...'rtks'].map((letter) => letter + stem)].some((it) => stems.has(it));
    const isMeant = (piece) => wordsOf(piece).some((word) => isOf(stemOf(word)));
    const first = Math.max(pieces.findIndex(isMeant), 0);
    const from = Math.max(first - 30, 0);
    const line = make('p', from > 0 ? '… ' : '');
    for (const piece of pieces.slice(from, first + 40)) line.append(isMeant(piece) ? make('mark', piece) : piece);
    if (first + 40 < pieces.length) line.append('…');
    if (isSimulated) line.append(' ', mark());
    return line;
  }

  function show({ hits, stems }, from) {
    for (const { page, line } of hits.slice(from, from + SHOWN)) {
      const { item, link, place } = names[page];
      const result = make('li', '');
      result.append(make('a', link.textContent, { href: link.href }), ' ', make('span', place));
      if (item.querySelector('.sim')) result.append(' ', mark());
      list.append(result);
      if (line === undefined) continue;
      // Its place is kept until it comes.
      const said = make('p', '\u00a0');
      result.append(said);
      load(`lines/${Math.floor(line / LINES)}`).then(
        (lines) => {
          const text = lines[line % LINES];
          // A line that is only the name tells nothing more.
          const isName = wordsOf(text).join('') === wordsOf(link.textContent).join('');
          said.replaceWith(isName ? '' : snippet(text, stems));
        },
        () => said.remove(),
      );
    }
    const next = from + SHOWN;
    rest.replaceChildren();
    if (next < hits.length) {
      const more = make('button', say('Tampilkan lebih banyak', 'Show more'), { type: 'button' });
      more.addEventListener('click', () => {
        show({ hits, stems }, next);
        list.children[next].querySelector('a').focus();
      });
      rest.append(more);
    }
  }

  /** Names that come nearest, where nothing was found. */
  function nearest(question) {
    const compact = wordsOf(question).map(fold).join('');
    const far = names.map((name, page) => ({ page, far: distance(compact, name.compact, 4) / (compact.length || 1) }));
    const near = far.filter((it) => it.far <= 0.5).sort((one, other) => one.far - other.far || one.page - other.page);
    return near.slice(0, 5);
  }

  function count(question, { hits, isWhole, isComplete }) {
    const told = [];
    const number = hits.length.toLocaleString(say('id-ID', 'en-GB'));
    if (hits.length === 0) {
      told.push(say(`Tidak ada hasil untuk “${question}”.`, `Nothing was found for “${question}”.`));
      told.push(
        say(
          'Periksa ejaannya, pakai kata yang lebih umum, atau lihat semua nama di bawah.',
          'Check the spelling, use a more general word, or look at all names below.',
        ),
      );
    } else {
      told.push(say(`${number} hasil untuk “${question}”.`, `${number} results for “${question}”.`));
      if (!isWhole) told.push(say('Tidak ada halaman yang memuat semua kata.', 'No page holds all words.'));
      const { compact } = names[hits[0].page];
      const sharing = hits.filter(({ page }) => names[page].compact === compact && names[page].isPlace).length;
      if (sharing > 1) {
        told.push(
          say(
            `${sharing} di antaranya bernama sama; perhatikan kecamatannya.`,
            `${sharing} of them share a name; look at the kecamatan.`,
          ),
        );
      }
    }
    if (!isComplete) {
      told.push(say('Hanya nama yang dicari: indeks tidak termuat.', 'Only names were searched: the index did not load.'));
    }
    return told.join(' ');
  }

  let asked = 0;
  async function search() {
    const question = field.value.trim();
    const turn = (asked += 1);
    const result = question ? await answer(question) : null;
    // An answer that comes after the next question is none any more.
    if (turn !== asked) return;
    list.replaceChildren();
    rest.replaceChildren();
    status.textContent = result ? count(question, result) : '';
    if (!result) return;
    show(result, 0);
    if (result.hits.length > 0) return;
    const near = nearest(question);
    if (near.length > 0) {
      status.textContent += say(' Mungkin yang dimaksud:', ' Perhaps this was meant:');
      show({ hits: near }, 0);
    }
  }

  field.form.addEventListener('submit', (event) => {
    event.preventDefault();
    const address = new URL(location.href);
    address.searchParams.set('q', field.value.trim());
    history.replaceState(null, '', address);
    search();
  });
  let waiting;
  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 250);
  });
  const given = new URLSearchParams(location.search).get('q');
  if (given) field.value = given;
  if (field.value) search();
  // A test compares the stems with those of the index.
  found.stemOf = stemOf;
})();
