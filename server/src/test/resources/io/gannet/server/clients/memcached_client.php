<?php
// php-memcached, in text and in packets, and its session handler, with what their users use.
// Arguments: two servers, and one that asks who it is, with user and password; each HOST:PORT.
[, $first, $second, $guarded, $user, $password] = $argv;

function check($said, $expected, string $what): void {
  if ($said !== $expected) {
    $told = json_encode([$said, $expected], JSON_PARTIAL_OUTPUT_ON_ERROR);
    fwrite(STDERR, "$what: " . substr($told, 0, 200) . "\n");
    exit(1);
  }
}

function client(bool $binary, string ...$servers): Memcached {
  $client = new Memcached();
  $client->setOption(Memcached::OPT_LIBKETAMA_COMPATIBLE, true);
  $client->setOption(Memcached::OPT_BINARY_PROTOCOL, $binary);
  $client->setOption(Memcached::OPT_COMPRESSION, false);
  foreach ($servers as $server) {
    [$host, $port] = explode(':', $server);
    $client->addServer($host, (int) $port);
  }
  return $client;
}

function joinAndCount(Memcached $client, bool $binary): void {
  check($client->set('j', 'b'), true, 'set');
  check($client->append('j', 'c'), true, 'append');
  check($client->prepend('j', 'a'), true, 'prepend');
  check($client->get('j'), 'abc', 'what was joined');
  check($client->add('j', 'x'), false, 'add');
  $why = $binary ? Memcached::RES_DATA_EXISTS : Memcached::RES_NOTSTORED;
  check($client->getResultCode(), $why, 'why it was not added');
  check($client->set('n', 5), true, 'set of a number');
  check($client->increment('n', 3), 8, 'increment');
  check($client->decrement('n', 2), 6, 'decrement');
  check($client->touch('n', 100), true, 'touch');
  check($client->get('n'), 6, 'a counter');
}

function compare(Memcached $client): void {
  check($client->set('c', 0), true, 'set');
  for ($i = 0; $i < 20; $i++) {
    $found = $client->get('c', null, Memcached::GET_EXTENDED);
    check($client->cas($found['cas'], 'c', $found['value'] + 1), true, 'cas');
  }
  check($client->cas($found['cas'], 'c', 0), false, 'cas with an old token');
  check($client->getResultCode(), Memcached::RES_DATA_EXISTS, 'why it was not stored');
  check($client->get('c'), 20, 'what was counted by cas');
}

function useIt(bool $binary, string $first, string $second): void {
  $client = client($binary, $first, $second);
  $many = [];
  for ($i = 0; $i < 200; $i++) {
    $many["m$i"] = "value $i";
  }
  check($client->setMulti($many), true, 'setMulti');
  $found = $client->getMulti(array_keys($many));
  ksort($many);
  ksort($found);
  check($found, $many, 'getMulti');
  $large = random_bytes(2 << 20);
  check($client->set('large', $large), true, 'set of 2 MiB');
  check($client->get('large') === $large, true, 'get of 2 MiB');
  joinAndCount($client, $binary);
  compare($client);
  $client->setOption(Memcached::OPT_NOREPLY, true);
  $client->set('quiet', 'q');
  $client->setOption(Memcached::OPT_NOREPLY, false);
  check($client->get('quiet'), 'q', 'what was set without a reply');
  check($client->deleteMulti(array_keys($many))['m7'], true, 'deleteMulti');
  check($client->getMulti(array_keys($many)), [], 'what was deleted');
  check(count($client->getStats()), 2, 'stats');
}

/** With locks, as it has by default: written, read by another, changed, destroyed. */
function sessions(string $server): void {
  ini_set('session.save_handler', 'memcached');
  ini_set('session.save_path', $server);
  ini_set('session.use_cookies', '0');
  ini_set('session.cache_limiter', '');
  session_id('gannet');
  foreach (range(1, 5) as $visit) {
    check(session_start(), true, 'session_start');
    $_SESSION['visits'] = ($_SESSION['visits'] ?? 0) + 1;
    check($_SESSION['visits'], $visit, 'visits');
    check(session_write_close(), true, 'session_write_close');
    $_SESSION = [];
  }
  check(session_start(), true, 'session_start');
  check(session_regenerate_id(true), true, 'session_regenerate_id');
  check($_SESSION['visits'], 5, 'visits');
  check(session_destroy(), true, 'session_destroy');
}

function identify(string $guarded, string $user, string $password): void {
  $client = client(true, $guarded);
  $client->setSaslAuthData($user, $password);
  check($client->set('who', 'me'), true, 'set of one who is known');
  check($client->get('who'), 'me', 'get of one who is known');
  $other = client(true, $guarded);
  $other->setSaslAuthData($user, 'wrong');
  check(@$other->get('who'), false, 'get of one who is not known');
}

useIt(false, $first, $second);
useIt(true, $first, $second);
sessions($first);
identify($guarded, $user, $password);
echo "ok\n";
