# Cache::Memcached::Fast, with what its users use. Arguments: two servers, each HOST:PORT.
use strict;
use warnings;
use Cache::Memcached::Fast;

sub check {
  my ($said, $expected, $what) = @_;
  return if $said eq $expected;
  die "$what: " . substr($said, 0, 80) . " instead of " . substr($expected, 0, 80) . "\n";
}

my ($first, $second) = @ARGV;
my $client = Cache::Memcached::Fast->new({
  servers => [$first, $second], ketama_points => 150, max_size => 4 << 20, namespace => 'fast:',
});
my %many = map { ("m$_" => "value $_") } 0 .. 199;
my $stored = $client->set_multi(map { [$_, $many{$_}] } keys %many);
check(scalar(grep { $_ } values %$stored), 200, 'set_multi');
my $found = $client->get_multi(keys %many);
check(join(',', map { "$_=$found->{$_}" } sort keys %$found),
  join(',', map { "$_=$many{$_}" } sort keys %many), 'get_multi');
my $large = join '', map { chr(int rand 256) } 1 .. 2 << 20;
check($client->set('large', $large), 1, 'set of 2 MiB');
check($client->get('large'), $large, 'get of 2 MiB');
check($client->add('m0', 'x') || 0, 0, 'add');
check($client->replace('m0', 'b'), 1, 'replace');
check($client->append('m0', 'c'), 1, 'append');
check($client->prepend('m0', 'a'), 1, 'prepend');
check($client->get('m0'), 'abc', 'what was joined');
$client->set('n', 5);    # in void context it asks for no reply
check($client->incr('n', 3), 8, 'incr');
check($client->decr('n', 2), 6, 'decr');
check($client->touch('n', 100), 1, 'touch');
check($client->gat(100, 'n'), 6, 'gat') if $client->can('gat');
$client->set('c', 0);
for (1 .. 20) {
  my $pair = $client->gets('c');
  check($client->cas('c', $pair->[0], $pair->[1] + 1), 1, 'cas');
  check($client->cas('c', $pair->[0], 0) || 0, 0, 'cas with an old token');
}
check($client->get('c'), 20, 'what was counted by cas');
check($client->delete('m1'), 1, 'delete');
check(defined $client->get('m1') ? 1 : 0, 0, 'what was deleted');
$client->nowait_push;
my $versions = $client->server_versions;
check(scalar(keys %$versions), 2, 'server_versions');
print "ok\n";
