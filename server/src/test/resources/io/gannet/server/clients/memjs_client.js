// memjs, in packets, with what its users use. Arguments: two servers, and one that asks who it is,
// with user and password; each HOST:PORT.
const assert = require('assert');
const crypto = require('crypto');
const memjs = require('memjs');

const [first, second, guarded, username, password] = process.argv.slice(2);

async function use(client) {
  const large = crypto.randomBytes(2 << 20);
  assert.ok(await client.set('large', large, {}));
  assert.ok((await client.get('large')).value.equals(large), 'the 2 MiB');
  for (let i = 0; i < 200; i++) {
    assert.ok(await client.set('m' + i, 'value ' + i, {expires: 900}));
  }
  for (let i = 0; i < 200; i++) {
    assert.strictEqual((await client.get('m' + i)).value.toString(), 'value ' + i);
  }
  assert.strictEqual(await client.add('m0', 'x', {}), false);
  assert.ok(await client.replace('m0', 'b', {}));
  assert.ok(await client.append('m0', 'c'));
  // Its prepend sends an append.
  assert.strictEqual((await client.get('m0')).value.toString(), 'bc');
  assert.strictEqual((await client.increment('n', 3, {initial: 5})).value, 5);
  assert.strictEqual((await client.increment('n', 3, {initial: 5})).value, 8);
  assert.strictEqual((await client.decrement('n', 2, {initial: 5})).value, 6);
  assert.ok(await client.touch('m0', 100));
  assert.ok(await client.delete('m0'));
  assert.strictEqual((await client.get('m0')).value, null);
  client.close();
}

async function identify() {
  const known = memjs.Client.create(guarded, {username, password});
  assert.ok(await known.set('who', 'me', {}));
  assert.strictEqual((await known.get('who')).value.toString(), 'me');
  known.close();
  const other = memjs.Client.create(
      guarded, {username, password: 'wrong', retries: 1, timeout: 1, logger: {log: () => {}}});
  const told = await other.get('who').then((found) => found.value, () => null);
  assert.strictEqual(told, null, 'one who is not known was told');
  other.close();
}

use(memjs.Client.create(first + ',' + second))
    .then(identify)
    .then(() => { console.log('ok'); process.exit(0); })
    .catch((failure) => { console.error(failure); process.exit(1); });
