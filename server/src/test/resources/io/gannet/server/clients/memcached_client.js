// memcached for Node, in text, with what its users use. Arguments: two servers, each HOST:PORT.
const assert = require('assert');
const Memcached = require('memcached');
const {promisify} = require('util');

const client = new Memcached(process.argv.slice(2, 4), {maxValue: 4 << 20, retries: 0});
const call = (name, ...words) => promisify(client[name].bind(client))(...words);

async function compare() {
  assert.strictEqual(await call('set', 'c', '0', 0), true);
  for (let i = 0; i < 20; i++) {
    const found = await call('gets', 'c');
    assert.strictEqual(await call('cas', 'c', String(Number(found.c) + 1), found.cas, 0), true);
    assert.strictEqual(await call('cas', 'c', '0', found.cas, 0), false);
  }
  assert.strictEqual(await call('get', 'c'), '20');
}

async function use() {
  const keys = Array.from({length: 200}, (_, i) => 'm' + i);
  for (const key of keys) {
    assert.strictEqual(await call('set', key, key + '!', 900), true);
  }
  const found = await call('getMulti', keys);
  assert.strictEqual(Object.keys(found).length, keys.length);
  keys.forEach((key) => assert.strictEqual(found[key], key + '!'));
  const large = 'large '.repeat((2 << 20) / 6);
  assert.strictEqual(await call('set', 'large', large, 0), true);
  assert.ok(await call('get', 'large') === large, 'the 2 MiB');
  await assert.rejects(call('add', 'm0', 'x', 0));
  assert.strictEqual(await call('replace', 'm0', 'b', 0), true);
  assert.strictEqual(await call('append', 'm0', 'c'), true);
  assert.strictEqual(await call('prepend', 'm0', 'a'), true);
  assert.strictEqual(await call('get', 'm0'), 'abc');
  assert.strictEqual(await call('set', 'n', 5, 0), true);
  assert.strictEqual(await call('incr', 'n', 3), 8);
  assert.strictEqual(await call('decr', 'n', 2), 6);
  assert.strictEqual(await call('touch', 'n', 100), true);
  assert.strictEqual(await call('del', 'm0'), true);
  assert.strictEqual(await call('get', 'm0'), undefined);
  assert.strictEqual((await call('stats')).length, 2);
}

use().then(compare)
    .then(() => { console.log('ok'); process.exit(0); })
    .catch((failure) => { console.error(failure); process.exit(1); });
