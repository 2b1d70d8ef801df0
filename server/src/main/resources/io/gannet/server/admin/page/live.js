/*
 * The admin's page. Once a second it reads /metrics, which has all that is counted, and /hotkeys,
 * and shows what became other since the last time. No server but this one is asked for anything.
 */
'use strict';

const INTERVAL_MS = 1000;
const POINTS_MAX = 300;
const PAGES = ['/stats', '/metrics', '/conns', '/shards', '/config', '/hotkeys', '/mrc', '/health'];
const TOKEN = 'gannet-token'; // of this tab alone

/* ---- What is read ---- */

/** Prometheus' text format, version 0.0.4: a metric's series by its name. */
function parse(text) {
  const metrics = new Map();
  for (const line of text.split('\n')) {
    const parts = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (parts) {
      const labels = {};
      for (const [, name, value] of (parts[2] ?? '').matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)) {
        labels[name] = value;
      }
      if (!metrics.has(parts[1])) {
        metrics.set(parts[1], []);
      }
      metrics.get(parts[1]).push({labels, value: Number(parts[3].replace('Inf', 'Infinity'))});
    }
  }
  return metrics;
}

/** One reading: what was told at one moment. */
class Scrape {
  constructor(text) {
    this.at = Date.now() / 1000;
    this.metrics = parse(text);
  }

  series(name, where = {}) {
    const all = this.metrics.get('gannet_' + name) ?? [];
    const wanted = Object.entries(where);
    return all.filter(one => wanted.every(([label, value]) => one.labels[label] === value));
  }

  sum(name, where) {
    return this.series(name, where).reduce((sum, one) => sum + one.value, 0);
  }

  /** The values that a label has, in the server's order. */
  values(name, label) {
    return [...new Set(this.series(name).map(one => one.labels[label]))];
  }
}

/** What became other between two readings. A counter that was reset began at 0. */
class Change {
  constructor(before, after) {
    this.before = before;
    this.after = after;
    this.seconds = Math.max(0.001, after.at - before.at);
  }

  growth(name, where) {
    const now = this.after.sum(name, where);
    const then = this.before.sum(name, where);
    return now < then ? now : now - then;
  }

  rate(name, where) {
    return this.growth(name, where) / this.seconds;
  }

  ratio(name, each, where) {
    const growth = this.growth(each, where);
    return growth === 0 ? null : this.growth(name, where) / growth;
  }

  /** Below which a share of what a histogram counted meanwhile lies; null if it counted nothing. */
  quantile(name, share, where) {
    const counts = this.after.values(name + '_bucket', 'le')
      .map(le => [le, this.growth(name + '_bucket', {...where, le})]);
    const all = counts.length ? counts.at(-1)[1] : 0;
    let lower = 0;
    let below = 0;
    for (const [le, count] of all ? counts : []) {
      const upper = le === '+Inf' ? lower : Number(le);
      if (count >= share * all) {
        return lower + (upper - lower) * (share * all - below) / Math.max(1, count - below);
      }
      [lower, below] = [upper, count];
    }
    return null;
  }
}

/* ---- How figures are written ---- */

function count(value) {
  return value === null ? '–' : Math.round(value).toLocaleString('en');
}

function scaled(value, step, units) {
  let unit = 0;
  for (; value >= step && unit < units.length - 1; unit++) {
    value /= step;
  }
  const decimals = value < 10 && !Number.isInteger(value) ? 1 : 0;
  return value.toFixed(decimals) + units[unit];
}

const BYTES = [' B', ' KiB', ' MiB', ' GiB', ' TiB'];
const COUNTS = ['', ' k', ' M', ' G'];
const TIMES = [' µs', ' ms', ' s'];
const bytes = value => value === null ? '–' : scaled(value, 1024, BYTES);
const short = value => value === null ? '–' : scaled(value, 1000, COUNTS);
const percent = value => value === null ? '–' : (100 * value).toFixed(1) + ' %';
const time = value => value === null ? '–' : scaled(1e6 * value, 1000, TIMES);

function duration(seconds) {
  const days = Math.floor(seconds / 86400);
  const time = new Date(1000 * (seconds % 86400)).toISOString().slice(11, 19);
  return (days ? days + ' d ' : '') + time;
}

/* ---- Where it is shown ---- */

const byId = id => document.getElementById(id);

/** Text is always text: keys are their clients'. */
function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function fill(table, heading, rows) {
  const lines = [heading, ...rows].map((cells, i) => {
    const line = document.createElement('tr');
    line.append(...cells.map(cell => element(i ? 'td' : 'th', cell)));
    return line;
  });
  table.replaceChildren(...(rows.length ? lines : [element('caption', 'nothing yet')]));
}

/** A plot of the last five minutes, each line a figure of a change. */
class Plot {
  constructor(title, lines, write, scale = {}) {
    this.lines = lines;
    this.write = write;
    this.scale = scale;
    this.points = [[], ...lines.map(() => [])];
    this.card = document.createElement('article');
    this.card.append(element('h2', title));
    byId('plots').append(this.card);
  }

  add(change) {
    this.points[0].push(change.after.at);
    this.lines.forEach((line, i) => this.points[i + 1].push(line.of(change)));
    if (this.points[0].length > POINTS_MAX) {
      this.points.forEach(points => points.shift());
    }
    this.plot ??= this.make();
    this.plot.setData(this.points);
  }

  width() {
    return Math.max(200, this.card.clientWidth - 26);
  }

  make() {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue('--' + name).trim();
    const axis = {
      stroke: colour('faint'),
      grid: {stroke: colour('line'), width: 1},
      ticks: {stroke: colour('line'), width: 1},
    };
    const series = this.lines.map((line, i) => ({
      label: line.label,
      stroke: colour(['one', 'two', 'three', 'four'][i]),
      width: 2,
      value: (plot, value) => this.write(value),
    }));
    const clock = uPlot.fmtDate('{HH}:{mm}:{ss}');
    const toClock = at => at === null ? '–' : clock(new Date(1000 * at));
    const fromZero = (plot, low, high) => [0, high > 0 ? high * 1.05 : 1];
    const write = (plot, ticks) => ticks.map(tick => this.write(tick));
    return new uPlot(this.options({
      width: this.width(),
      height: 190,
      series: [{label: 'time', value: (plot, at) => toClock(at)}, ...series],
      axes: [
        {...axis, values: (plot, ticks) => ticks.map(toClock), space: 80},
        {...axis, values: write, size: 70},
      ],
      scales: {y: {range: fromZero, ...this.scale}},
    }), this.points, this.card);
  }

  options(options) {
    return options;
  }

  /** Other colours, or another width: made anew. */
  redraw() {
    this.plot?.destroy();
    this.plot = this.points[0].length ? this.make() : undefined;
  }
}

/** Misses by memory, as they would be since the last reset: from an eighth of it to eightfold. */
class Curve extends Plot {
  add(change) {
    this.points = [[], []];
    for (const point of curve(change.after)) {
      this.points[0].push(point.bytes);
      this.points[1].push(point.misses);
    }
    this.plot ??= this.make();
    this.plot.setData(this.points);
  }

  options(options) {
    const [x, y] = options.axes;
    options.series[0] = {label: 'memory', value: (plot, at) => bytes(at)};
    options.axes = [{...x, values: (plot, ticks) => ticks.map(bytes)}, y];
    options.scales.x = {time: false, distr: 3, log: 2};
    return options;
  }
}

/** What there would be with other memory. */
function curve(now) {
  const gets = now.sum('reuse_gets_total');
  return now.values('reuse_misses_total', 'memory').map(memory => ({
    times: memory,
    bytes: now.sum('reuse_memory_bytes', {memory}),
    misses: gets ? now.sum('reuse_misses_total', {memory}) / gets : null,
  }));
}

const line = (label, of) => ({label, of});
const rate = (label, name) => line(label, change => change.rate(name));
const service = (label, share) =>
  line(label, change => change.quantile('request_service_seconds', share));

function otherRequests(change) {
  const known = change.rate('memcache_get_total') + change.rate('memcache_set_total');
  return Math.max(0, change.rate('requests_total') - known);
}

function hitRatio(change) {
  const hits = change.growth('memcache_get_hits_total');
  const all = hits + change.growth('memcache_get_misses_total');
  return all ? hits / all : null;
}

const shareOfMemory = name => change => {
  const all = change.after.sum('memory_bytes');
  return all ? change.after.sum(name) / all : null;
};

const costNs = name => change => {
  const each = change.ratio(name, 'requests_total');
  return each === null ? null : 1e9 * each;
};

const PLOTS = [
  ['Requests a second', short,
    [rate('get', 'memcache_get_total'), rate('set', 'memcache_set_total'),
      line('other', otherRequests)]],
  ['Service time', time,
    [service('p50', 0.5), service('p99', 0.99), service('p99.9', 0.999),
      line('p99 wire to wire', change => change.quantile('wire_to_wire_seconds', 0.99))]],
  ['Hits', percent, [line('hits', hitRatio)], {range: [0, 1]}],
  ['Bytes a second', bytes, [rate('in', 'bytes_read_total'), rate('out', 'bytes_written_total')]],
  ['Memory', percent,
    [line('values', shareOfMemory('item_value_bytes')),
      line('keys', shareOfMemory('item_key_bytes')),
      line('metadata', shareOfMemory('item_metadata_bytes'))], {range: [0, 1]}],
  ['CPU of a request, ns', count,
    [line('user', costNs('receipt_cpu_user_seconds_total')),
      line('kernel', costNs('receipt_cpu_system_seconds_total'))]],
  ['Items forgotten a second', short,
    [rate('evicted', 'items_evicted_total'), rate('expired', 'items_expired_total')]],
  ['Clients', short,
    [line('connected', change => change.after.sum('connections')),
      line('waiting for memory', change => change.after.sum('connections_waiting_for_memory'))]],
].map(([title, write, lines, scale]) => new Plot(title, lines, write, scale));
PLOTS.push(new Curve('Misses by memory', [line('misses')], percent, {range: [0, 1]}));

function showFigures(change) {
  const now = change.after;
  const figures = [
    ['requests/s', count(change.rate('requests_total'))],
    ['hits', percent(hitRatio(change))],
    ['p99', time(change.quantile('request_service_seconds', 0.99))],
    ['clients', count(now.sum('connections'))],
    ['items', count(now.sum('items'))],
    ['evicted/s', count(change.rate('items_evicted_total'))],
    ['memory', bytes(now.sum('memory_bytes'))],
    ['up', duration(now.sum('uptime_seconds'))],
  ];
  byId('figures').replaceChildren(...figures.map(([name, value]) => {
    const card = document.createElement('div');
    card.append(element('span', name), element('b', value));
    return card;
  }));
}

function showWorkers(change) {
  const rows = change.after.values('requests_total', 'worker').map(worker => {
    const cost = (name, unit) => {
      const each = change.ratio(name, 'requests_total', {worker});
      return each === null ? '–' : (unit * each).toFixed(unit > 1 ? 0 : 2);
    };
    const cpu = change.rate('receipt_cpu_user_seconds_total', {worker})
      + change.rate('receipt_cpu_system_seconds_total', {worker});
    return [
      worker,
      count(change.rate('requests_total', {worker})),
      count(change.after.sum('connections', {worker})),
      percent(cpu),
      cost('receipt_cpu_user_seconds_total', 1e9),
      cost('receipt_cpu_system_seconds_total', 1e9),
      cost('receipt_enters_total', 1),
      cost('receipt_copied_bytes_total', 1),
    ];
  });
  fill(byId('workers'),
    ['worker', 'requests/s', 'clients', 'CPU', 'user ns', 'kernel ns', 'enters', 'copied B'], rows);
}

/** Keys are told in a URL's letters. */
function showHotKeys(keys) {
  const rows = [...keys].sort((a, b) => b.percent - a.percent).slice(0, 10)
    .map(key => [decode(key.key), key.percent.toFixed(1) + ' %', count(key.requests)]);
  fill(byId('hotkeys'), ['key', 'of requests', 'requests'], rows);
}

function decode(key) {
  try {
    return decodeURIComponent(key);
  } catch {
    return key; // bytes that are no text
  }
}

/** Of segments by TTL, of slabs by class, of a table not at all. */
function showMemory(change) {
  const now = change.after;
  const [label, head, name] = now.series('ttl_bucket_items').length
    ? ['ttl_sec_max', 'TTL up to, s', 'ttl_bucket']
    : ['size_class', 'class', 'size_class'];
  const rows = now.values(name + '_items', label).map(row => [
    row === '0' && name === 'ttl_bucket' ? 'none' : row,
    count(now.sum(name + '_items', {[label]: row})),
    bytes(now.sum(name + '_item_bytes', {[label]: row})),
    count(change.rate(name + '_items_evicted_total', {[label]: row})),
  ]);
  byId('memory-by').textContent = 'Memory by ' + (name === 'ttl_bucket' ? 'TTL' : 'size class');
  fill(byId('memory'), [head, 'items', 'bytes', 'evicted/s'], rows);
}

function showCurve(change) {
  const points = curve(change.after);
  const here = points.find(point => point.times === '1')?.misses ?? null;
  const rows = points.map(point => [
    bytes(point.bytes),
    percent(point.misses),
    point.misses === null ? '–' : (100 * (here - point.misses)).toFixed(1),
  ]);
  fill(byId('reuse'), ['memory', 'misses', 'points more hits'], rows);
}

function showMisses(change) {
  const all = change.after.sum('misses_total');
  const rows = change.after.values('misses_total', 'cause').map(cause => [
    cause.replaceAll('_', ' '),
    count(change.rate('misses_total', {cause})),
    percent(all ? change.after.sum('misses_total', {cause}) / all : null),
  ]);
  fill(byId('misses'), ['cause', 'misses/s', 'of all misses'], rows);
}

function showScarce(change) {
  const now = change.after;
  const rows = [
    ['connections', now.sum('connections'), now.sum('connections_max')],
    ['receive buffers', now.sum('recv_buffers_held'), now.sum('recv_buffers')],
    ['output blocks', now.sum('output_blocks_used'), now.sum('output_blocks')],
    ['waiting for memory', now.sum('connections_waiting_for_memory'), null],
    ['stalls', now.sum('worker_stalls_total'), null],
    ['refused for want of memory', now.sum('memcache_no_memory_total'), null],
  ].map(([name, held, most]) => [name, count(held), most === null ? '' : count(most)]);
  fill(byId('scarce'), ['', 'now', 'at most'], rows);
}

function show(change, keys) {
  const build = change.after.series('build_info')[0]?.labels ?? {};
  byId('product').textContent = `${build.product ?? ''} ${build.version ?? ''}`;
  showFigures(change);
  PLOTS.forEach(plot => plot.add(change));
  showWorkers(change);
  showHotKeys(keys);
  showMemory(change);
  showMisses(change);
  showCurve(change);
  showScarce(change);
}

/* ---- The loop ---- */

async function ask(path) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = token ? {Authorization: 'Bearer ' + token} : {};
  const reply = await fetch(path, {headers, cache: 'no-store'});
  if (reply.status === 401) {
    byId('login').hidden = false;
  }
  if (!reply.ok) {
    throw new Error(`${path}: HTTP status ${reply.status}`);
  }
  return reply;
}

function state(kind, words) {
  byId('state').className = kind;
  byId('state').textContent = words;
}

let before = null;

async function turn() {
  try {
    const [metrics, hot] = await Promise.all([ask('/metrics'), ask('/hotkeys')]);
    const after = new Scrape(await metrics.text());
    const {hotkeys} = await hot.json();
    byId('login').hidden = true;
    if (before) {
      show(new Change(before, after), hotkeys);
    }
    before = after;
    state('well', 'answers');
  } catch (e) {
    state('ill', 'no answer: ' + e.message);
  }
  setTimeout(turn, INTERVAL_MS);
}

byId('login').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN, byId('token').value);
});
byId('pages').append(...PAGES.map(path => {
  const link = element('a', path);
  link.href = path;
  return link;
}));
const redraw = () => PLOTS.forEach(plot => plot.redraw());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
addEventListener('resize', redraw);
turn();
